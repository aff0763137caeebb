"""What clashes when there is no roster or people are missing, and what giving way would cost."""

from dataclasses import replace

from .arithmetic import RELAXATIONS, rest_counts
from .problem import LEAVE, REST

# CP-SAT proves a clash in so many seconds or not at all.
PROOF_SECONDS = 5.0
# So many leaves and locks on short days are tried one by one.
TRIED_CELLS = 3
TRIED_SECONDS = 3.0


def conflicts(problem, result, is_over):
    """Smallest sets of demands that cannot be met together: [[{"rule", "agent"|"day"}]].

    One suffices to show why; there may be more.
    """
    found = [
        _conflict_of(problem, agent) for agent in problem.agents if not rest_counts(problem, agent)
    ]
    if found or not result.shortages:
        return found
    from .clash import find_clash

    clash = find_clash(problem, PROOF_SECONDS, is_over)
    return [clash] if clash else []


def _conflict_of(problem, agent):
    """Which rules and which fixed days leave an agent no month."""
    dropped = set()
    for rule in RELAXATIONS:
        if not rest_counts(problem, agent, {*dropped, rule}):
            dropped.add(rule)
    fixed = {
        day: cell
        for day, cell in agent.fixed.items()
        if ("leave" if cell == LEAVE else "locked") not in dropped
    }
    for day in list(fixed):
        fewer = {other: cell for other, cell in fixed.items() if other != day}
        if not rest_counts(problem, replace(agent, fixed=fewer), dropped):
            fixed = fewer
    items = [
        {"rule": rule, "agent": agent.key}
        for rule in RELAXATIONS
        if rule not in {*dropped, "leave", "locked"}
    ]
    return items + [
        {"rule": "leave" if cell == LEAVE else "locked", "agent": agent.key, "day": day}
        for day, cell in sorted(fixed.items())
    ]


def relaxations(problem, result, seconds, solve):
    """What the best roster would cost if a rule gave way: [{"rule", "agent"|"day", "cost"}].

    ``by`` says how far it gives way and ``short`` how many people are missing then; without a
    roster even so both ``cost`` and ``short`` are None. The cheapest come first.

    :param solve: the run that this belongs to
    """
    tried = list(_relaxed(problem, result))
    each = min(TRIED_SECONDS, seconds / max(1, len(tried)))
    found = []
    for item, relaxed in tried:
        if solve.is_cancelled:
            break
        other = solve.try_quickly(relaxed, each, result.roster)
        short = sum(count for _day, _code, count in other.shortages)
        is_infeasible = other.status == "infeasible"
        cost, short = (None, None) if is_infeasible else (other.objective, short)
        found.append({**item, "cost": cost, "short": short})
    return sorted(found, key=lambda item: (item["cost"] is None, item["cost"]))


def _relaxed(problem, result):
    """(what gives way, the problem then)."""
    rules = problem.rules
    blamed = [agent for agent in problem.agents if not rest_counts(problem, agent)]
    if rules.max_run_blocks:
        longer = replace(rules, max_run=rules.max_run + 1)
        yield {"rule": "max_run", "by": 1}, replace(problem, rules=longer)
    if rules.min_rest_blocks:
        yield {"rule": "min_rest"}, replace(problem, rules=replace(rules, min_rest_blocks=False))
    if blamed:
        for agent in blamed:
            yield from _relaxed_agent(problem, agent)
        return
    fewer = [replace(agent, rest_min=max(0, agent.rest_min - 1)) for agent in problem.agents]
    yield {"rule": "rest_quota", "by": 1}, replace(problem, agents=fewer)
    days = {day for day, _code, _count in result.shortages}
    for rule, cell in (("leave", LEAVE), ("locked", REST)):
        places = [
            (agent, day) for day in sorted(days) for agent in problem.agents
            if agent.fixed.get(day) == cell
        ]  # fmt: skip
        for agent, day in places[:TRIED_CELLS]:
            item = {"rule": rule, "agent": agent.key, "day": day}
            yield item, _with_agent(problem, _without_cell(agent, day))


def _relaxed_agent(problem, agent):
    counts = rest_counts(problem, agent, {"rest_quota"})
    if counts:
        nearest = min(counts, key=lambda count: _distance(agent, count))
        relaxed = replace(
            agent,
            rest_min=min(agent.rest_min, nearest),
            rest_max=max(agent.rest_max, nearest),
        )
        item = {"rule": "rest_quota", "agent": agent.key, "by": _distance(agent, nearest)}
        yield item, _with_agent(problem, relaxed)
    for day, cell in sorted(agent.fixed.items()):
        relaxed = _without_cell(agent, day)
        if rest_counts(problem, relaxed):
            item = {"rule": "leave" if cell == LEAVE else "locked", "agent": agent.key}
            yield {**item, "day": day}, _with_agent(problem, relaxed)


def _distance(agent, count):
    return max(agent.rest_min - count, count - agent.rest_max)


def _without_cell(agent, day):
    fixed = {other: cell for other, cell in agent.fixed.items() if other != day}
    return replace(agent, fixed=fixed)


def _with_agent(problem, agent):
    agents = [agent if other.key == agent.key else other for other in problem.agents]
    return replace(problem, agents=agents)
