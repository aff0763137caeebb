"""What counting alone says about a problem, at once and before anything is solved."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from .checker import check_agent
from .problem import EMPTY, LEAVE, OFF, REST

# What can be taken from an agent's month to make it legal again; each alone is tried.
RELAXATIONS = ("rest_quota", "max_run", "min_rest", "leave", "locked", "allowed")


@dataclass(frozen=True)
class Finding:
    """A fact about the problem.

    capacity            {"need", "capacity", "agents", "minimum"}: person-days; always told
    too_few_agents      {"need", "capacity", "missing", "agents", "minimum"}
    too_few_for_shift   {"shift", "need", "capacity"}
    day_below_floor     {"day", "needed", "present", "away"}: agents on leave or locked off
    day_below_target    the same
    shift_below_floor   {"day", "shift", "needed", "present", "away"}
    shift_below_target  the same
    fixed_breaks_rule   {"agent", "day", "rule", …}: locked cells and leave alone break it
    no_legal_month      {"agent", "rules", "run", "max_run", "rest_min", "rest_max", "least",
                        "most"}: dropping one of ``rules`` would do; the quota asks for at least
                        ``least`` days of work, the other rules allow ``most`` (None: no month)
    """

    code: str
    data: dict[str, Any] = field(default_factory=dict)


def explain(problem):
    return [
        *_explain_capacity(problem),
        *_explain_days(problem),
        *_explain_agents(problem),
    ]


def rest_counts(problem, agent, without=()):
    """The numbers of rest days with which the hard rules leave a month to this agent.

    :param without: those of RELAXATIONS that do not count
    """
    rules = problem.rules
    shifts = tuple((shift.code, shift.start, shift.end) for shift in problem.shifts)
    allowed = [code for code, _start, _end in shifts]
    if "allowed" not in without:
        allowed = [code for code in allowed if code in agent.allowed]
    fixed = {
        day: cell
        for day, cell in agent.fixed.items()
        if not ("leave" in without and cell == LEAVE)
        and not ("locked" in without and cell not in (LEAVE, EMPTY))
    }
    counts = _reachable(
        problem.days,
        shifts,
        rules.max_run if rules.max_run_blocks and "max_run" not in without else None,
        rules.min_rest_hours if rules.min_rest_blocks and "min_rest" not in without else None,
        tuple(allowed),
        tuple(sorted(fixed.items())),
        agent.tail,
        agent.last,
    )
    if "rest_quota" in without:
        return counts
    return [count for count in counts if agent.rest_min <= count <= agent.rest_max]


@lru_cache(maxsize=4096)
def _reachable(days, shifts, max_run, min_rest, allowed, fixed, run, last):
    """States are (run, last shift); each carries the reachable rest counts as bits of a number."""
    fixed = dict(fixed)
    hours = {code: (start, end) for code, start, end in shifts}
    states = {(run, last if last in hours else None): 1}
    for day in range(days):
        following = {}
        cells = [fixed[day]] if day in fixed else [REST, *allowed]
        for (length, before), counts in states.items():
            for cell in cells:
                if cell in OFF:
                    state = (0, None)
                    reached = counts << (cell == REST)
                else:
                    if cell not in allowed or (max_run is not None and length >= max_run):
                        continue
                    if min_rest is not None and before is not None:
                        if 24 + hours[cell][0] - hours[before][1] < min_rest:
                            continue
                    # without a limit the length does not matter
                    state = (length + 1 if max_run is not None else 0, cell)
                    reached = counts
                following[state] = following.get(state, 0) | reached
        states = following
    counts = 0
    for reached in states.values():
        counts |= reached
    return [count for count in range(days + 1) if counts >> count & 1]


def working_days(problem, agent):
    """The most days that the hard rules let this agent work; None: there is no legal month."""
    counts = rest_counts(problem, agent)
    return _employed_days(problem, agent) - min(counts) if counts else None


def _capacity(problem, agent):
    """Days of work to count on, whether or not the month is legal."""
    days = working_days(problem, agent)
    return _employed_days(problem, agent) - agent.rest_min if days is None else days


def _employed_days(problem, agent):
    return problem.days - sum(cell in (LEAVE, EMPTY) for cell in agent.fixed.values())


def _explain_capacity(problem):
    need = sum(sum(shift.target) for shift in problem.shifts)
    capacities = {agent.key: _capacity(problem, agent) for agent in problem.agents}
    capacity = sum(capacities.values())
    data = {
        "need": need,
        "capacity": capacity,
        "agents": len(problem.agents),
        "minimum": _minimum_agents(problem, need),
    }
    yield Finding("capacity", data)
    if capacity < need:
        yield Finding("capacity_short", {**data, "missing": need - capacity})
    for shift in problem.shifts:
        able = [agent for agent in problem.agents if shift.code in agent.allowed]
        data = {
            "shift": shift.code,
            "need": sum(shift.target),
            "capacity": sum(capacities[agent.key] for agent in able),
        }
        if data["capacity"] < data["need"] and len(able) < len(problem.agents):
            yield Finding("too_few_for_shift", data)


def _minimum_agents(problem, need):
    """How many people without leave and without a history it takes; None: no number will do."""
    if not problem.agents:
        return None
    typical = replace(
        min(problem.agents, key=lambda agent: agent.rest_min),
        run=0,
        last=EMPTY,
        fixed={},
        allowed=[shift.code for shift in problem.shifts],
    )
    days = working_days(problem, typical)
    if not days:
        return None
    busiest = max(
        (sum(shift.target[day] for shift in problem.shifts) for day in range(problem.days)),
        default=0,
    )
    return max(-(-need // days), busiest)


def _explain_days(problem):
    for day in range(problem.days):
        yield from _explain_day(
            "day", {"day": day}, problem.shifts, problem.agents, day, _is_free(problem, day)
        )
        for shift in problem.shifts:
            able = [agent for agent in problem.agents if shift.code in agent.allowed]
            data = {"day": day, "shift": shift.code}
            yield from _explain_day(
                "shift", data, [shift], able, day, _is_free(problem, day, shift.code)
            )


def _is_free(problem, day, code=None):
    def is_free(agent):
        cell = agent.fixed.get(day)
        if cell is not None:
            return cell not in OFF and code in (None, cell)
        return not (day == 0 and code and _is_barred(problem, agent, code))

    return is_free


def _is_barred(problem, agent, code):
    return problem.rules.min_rest_blocks and problem.is_too_close(agent.last, code)


def _explain_day(kind, data, shifts, agents, day, is_free):
    present = sum(map(is_free, agents))
    data = {**data, "present": present, "away": [a.key for a in agents if not is_free(a)]}
    for limit in ("floor", "target"):
        needed = sum(getattr(shift, limit)[day] for shift in shifts)
        if present < needed:
            yield Finding(f"{kind}_below_{limit}", {**data, "needed": needed})
            return


def _explain_agents(problem):
    for agent in problem.agents:
        if rest_counts(problem, agent):
            continue
        yield from _explain_fixed(problem, agent)
        yield Finding("no_legal_month", _explain_month(problem, agent))


def _explain_fixed(problem, agent):
    cells = [agent.fixed.get(day, EMPTY) for day in range(problem.days)]
    for violation in check_agent(problem, agent, cells):
        if violation.level == "block":
            data = {"agent": agent.key, "day": violation.day, "rule": violation.rule}
            yield Finding("fixed_breaks_rule", {**data, **violation.data})


def _explain_month(problem, agent):
    any_count = rest_counts(problem, agent, {"rest_quota"})
    employed = _employed_days(problem, agent)
    return {
        "agent": agent.key,
        "rules": [name for name in RELAXATIONS if rest_counts(problem, agent, {name})],
        "run": agent.tail,
        "max_run": problem.rules.max_run,
        "rest_min": agent.rest_min,
        "rest_max": agent.rest_max,
        "least": employed - agent.rest_max,
        "most": employed - min(any_count) if any_count else None,
    }
