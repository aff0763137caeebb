"""Judges any roster, complete or not, by the rules of its problem.

EMPTY cells are days that may still become anything: only what no filling could heal is told.
"""

from dataclasses import dataclass, field
from typing import Any

from .problem import EMPTY, LEAVE, OFF, REST

BLOCK = "block"
WARN = "warn"


@dataclass(frozen=True)
class Violation:
    """What is wrong where; ``agent`` is None for coverage, ``day`` for the rest quota.

    coverage_floor   {"shift", "count", "floor"}
    coverage_target  {"shift", "count", "target"}
    rest_quota       {"count", "min", "max"}
    max_run          {"run", "max"}; ``day`` is the first day beyond it
    min_rest         {"before", "after", "hours", "min"}; ``day`` is that of ``after``, 0 when
                     ``before`` was the last day of the month before
    leave            {"cell", "is_approved"}: work on an approved leave, or leave without approval
    locked           {"cell", "fixed"}
    allowed          {"cell"}
    pair             {"cell", "other", "other_cell"}
    """

    rule: str
    level: str
    agent: str | None
    day: int | None
    data: dict[str, Any] = field(default_factory=dict)


def check(problem, roster):
    """All violations of ``roster``: {agent key: [cell per day]}."""
    found = []
    close = _close_pairs(problem)
    for agent in problem.agents:
        found += _check_row(problem, agent, roster.get(agent.key, ()), close)
    found += check_coverage(problem, roster)
    found += _check_pairs(problem, roster)
    return found


def check_agent(problem, agent, cells):
    """The violations of one agent's month alone."""
    return list(_check_row(problem, agent, cells, _close_pairs(problem)))


def check_coverage(problem, roster):
    found = []
    nothing = [EMPTY] * problem.days
    rows = [roster.get(agent.key) or nothing for agent in problem.agents]
    columns = list(zip(*rows, strict=True)) or [()] * problem.days
    for shift in problem.shifts:
        for day, (target, floor) in enumerate(zip(shift.target, shift.floor, strict=True)):
            count = columns[day].count(shift.code)
            data = {"shift": shift.code, "count": count}
            if count < floor:
                found.append(
                    Violation("coverage_floor", BLOCK, None, day, {**data, "floor": floor})
                )
            elif count < target:
                found.append(
                    Violation("coverage_target", WARN, None, day, {**data, "target": target})
                )
    return found


def _close_pairs(problem):
    """Hours between a shift and the next day's, where they are too few."""
    return {
        (before.code, after.code): 24 + after.start - before.end
        for before in problem.shifts
        for after in problem.shifts
        if problem.is_too_close(before.code, after.code)
    }


def _check_row(problem, agent, cells, close):
    if not cells:
        cells = [EMPTY] * problem.days
    yield from _check_cells(agent, cells)
    yield from _check_quota(agent, cells)
    yield from _check_runs(problem.rules, agent, cells)
    yield from _check_rest(problem.rules, agent, cells, close)


def _check_cells(agent, cells):
    for day, cell in enumerate(cells):
        fixed = agent.fixed.get(day)
        if fixed == LEAVE != cell:
            yield Violation("leave", BLOCK, agent.key, day, {"cell": cell, "is_approved": True})
        elif cell == LEAVE != fixed:
            yield Violation("leave", BLOCK, agent.key, day, {"cell": cell, "is_approved": False})
        elif fixed is not None and cell != fixed:
            yield Violation("locked", BLOCK, agent.key, day, {"cell": cell, "fixed": fixed})
        if cell not in OFF and cell not in agent.allowed:
            yield Violation("allowed", BLOCK, agent.key, day, {"cell": cell})


def _check_quota(agent, cells):
    count = cells.count(REST)
    open_days = sum(
        cell == EMPTY and agent.fixed.get(day) != EMPTY for day, cell in enumerate(cells)
    )
    if count > agent.rest_max or count + open_days < agent.rest_min:
        data = {"count": count, "min": agent.rest_min, "max": agent.rest_max}
        yield Violation("rest_quota", BLOCK, agent.key, None, data)


def _check_runs(rules, agent, cells):
    """One violation per run; days before day 0 alone are nobody's fault any more."""
    level = BLOCK if rules.max_run_blocks else WARN
    run = agent.tail
    begin = None
    for day, cell in enumerate([*cells, EMPTY]):
        if cell not in OFF:
            run += 1
            if run > rules.max_run and begin is None:
                begin = day
            continue
        if begin is not None:
            data = {"run": run, "max": rules.max_run}
            yield Violation("max_run", level, agent.key, begin, data)
        run, begin = 0, None


def _check_rest(rules, agent, cells, close):
    level = BLOCK if rules.min_rest_blocks else WARN
    for day, (before, after) in enumerate(zip([agent.last, *cells], cells, strict=False)):
        hours = close.get((before, after))
        if hours is not None:
            data = {"before": before, "after": after, "hours": hours, "min": rules.min_rest_hours}
            yield Violation("min_rest", level, agent.key, day, data)


def _check_pairs(problem, roster):
    for mentee, mentor in problem.pairs:
        rows = zip(roster.get(mentee, ()), roster.get(mentor, ()), strict=False)
        for day, (cell, other_cell) in enumerate(rows):
            if cell != other_cell and cell not in OFF and other_cell not in OFF:
                data = {"cell": cell, "other": mentor, "other_cell": other_cell}
                yield Violation("pair", WARN, mentee, day, data)
