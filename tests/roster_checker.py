"""Judges a roster by the rules as people read them; shares no code with the solver's checker.

It takes the problem as the JSON that goes to the solver, so that it depends on none of its classes.
"""

from itertools import groupby

WORK_IS_NOT = {"-", "*", "."}


def hard_violations(problem, roster):
    """Sentences about each hard rule that the roster breaks; none when it is sound."""
    shifts = {shift["code"]: shift for shift in problem["shifts"]}
    found = []
    if set(roster) != {agent["key"] for agent in problem["agents"]}:
        found.append(f"the roster is for {sorted(roster)}")
    for agent in problem["agents"]:
        row = "".join(roster.get(agent["key"], []))
        found += [f"{agent['key']}: {text} ({row})" for text in judge(problem, shifts, agent, row)]
    return found


def judge(problem, shifts, agent, row):
    fixed = {int(day): cell for day, cell in agent["fixed"].items()}
    if len(row) != problem["days"]:
        yield f"has {len(row)} of {problem['days']} days"
        return
    for day, cell in enumerate(row):
        if day in fixed:
            if cell != fixed[day]:
                yield f"day {day} is {cell}, but {fixed[day]} is fixed"
        elif cell in "*.":
            yield f"day {day} is {cell}, which nobody asked for"
        if cell not in WORK_IS_NOT and cell not in agent["allowed"]:
            yield f"day {day} is {cell}, which this agent does not work"
    rests = sum(cell == "-" for cell in row)
    if not agent["rest_min"] <= rests <= agent["rest_max"]:
        yield f"{rests} rest days"
    rules = problem["rules"]
    if rules["max_run_blocks"] and longest_run(agent, row) > rules["max_run"]:
        yield f"{longest_run(agent, row)} days in a row"
    if rules["min_rest_blocks"]:
        yield from short_rests(shifts, agent, row, rules["min_rest_hours"])


def longest_run(agent, row):
    """The longest run of working days that reaches into the month."""
    tail = max(agent["run"], agent["last"] not in WORK_IS_NOT)
    runs = [
        (is_work, len(list(days))) for is_work, days in groupby(row, lambda c: c not in WORK_IS_NOT)
    ]
    if runs and runs[0][0]:
        runs[0] = True, runs[0][1] + tail
    return max((length for is_work, length in runs if is_work), default=0)


def short_rests(shifts, agent, row, hours):
    """By the clock: from the end of each shift to the beginning of the next one."""
    ended = None
    for day, cell in enumerate(agent["last"] + row, -1):
        if cell not in shifts:
            continue
        begins = 24 * day + shifts[cell]["start"]
        # a day off lies between them otherwise, which is no matter of this rule
        if ended and ended[0] == day - 1 and begins - ended[1] < hours:
            yield f"{begins - ended[1]} hours of rest before day {day}"
        ended = day, 24 * day + shifts[cell]["end"]


def missing(problem, roster):
    """How many people are missing to the targets."""
    return sum(
        max(0, shift["target"][day] - sum(row[day] == shift["code"] for row in roster.values()))
        for shift in problem["shifts"]
        for day in range(problem["days"])
    )
