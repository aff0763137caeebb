"""Invented teams to test and measure with; a seed always gives the same one."""

import random

from .problem import LEAVE, REST, Agent, Problem, Rules, Shift, Wish

DAY, NIGHT, REGULAR = "D", "N", "R"
CODES = (DAY, NIGHT, REGULAR)


def make_shifts(days, day=2, night=2, regular=2):
    """Day 8 to 17, night 17 to 1, regular 9 to 18, with so many people on each."""
    hours = {DAY: (8, 17), NIGHT: (17, 25), REGULAR: (9, 18)}
    return [
        Shift(code, *hours[code], code == NIGHT, [need] * days, [max(0, need - 1)] * days)
        for code, need in zip(CODES, (day, night, regular), strict=True)
    ]


def make_team(size, per_shift, seed=1, days=31, leave_days=None, rests=(4, 5)):
    """A month of a team in the middle of its work, with leave and wishes.

    :param per_shift: people wanted on each of the three shifts
    :param leave_days: leave of all together, in pieces of one to three days; one day per agent
        when left out
    """
    chance = random.Random(f"{size}/{per_shift}/{seed}")
    leaves = _make_leaves(chance, size, days, size if leave_days is None else leave_days)
    agents = []
    for number in range(size):
        run = chance.randint(0, 5)
        agents.append(
            Agent(
                key=str(number + 1),
                name=f"Agent {number + 1}",
                rest_min=rests[0],
                rest_max=rests[1],
                run=run,
                last=chance.choice(CODES) if run else REST,
                allowed=list(CODES),
                fixed=leaves[number],
                wishes=_make_wishes(chance, days),
            )
        )
    first_weekday = chance.randrange(7)
    weekend = [day for day in range(days) if (first_weekday + day) % 7 >= 5]
    shifts = make_shifts(days, per_shift, per_shift, per_shift)
    return Problem(days, weekend, shifts, agents, rules=Rules(max_run=6, min_rest_hours=11))


def _make_leaves(chance, size, days, left):
    leaves = [{} for _number in range(size)]
    away = [0] * days
    while left:
        length = min(left, chance.randint(1, 3))
        number, first = chance.randrange(size), chance.randrange(days - length + 1)
        span = range(first, first + length)
        # a head does not let more than one in eight go at once
        if any(away[day] >= max(1, size // 8) or day in leaves[number] for day in span):
            continue
        for day in span:
            leaves[number][day] = LEAVE
            away[day] += 1
        left -= length
    return leaves


def _make_wishes(chance, days):
    return [
        Wish(chance.randrange(days), chance.choice((REST, REST, *CODES)), chance.choice((1, 3, 5)))
        for _number in range(chance.randint(0, 3))
    ]
