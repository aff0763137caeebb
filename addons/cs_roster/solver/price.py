"""What a roster costs: the one objective that all ways of solving share."""

from functools import cached_property
from math import ceil, floor

from .problem import EMPTY, LEAVE, OFF, REST


class Prices:
    """The weights of a problem, worked out per agent, day and cell.

    A fixed cell costs nothing by itself: nobody can choose another.
    """

    def __init__(self, problem):
        self.problem = problem
        self.weights = problem.weights
        # arrays that are used again and again
        self.scratch = {}
        self.shifts = {shift.code: shift for shift in problem.shifts}
        self.nights = frozenset(shift.code for shift in problem.shifts if shift.is_night)
        self.weekend = frozenset(problem.weekend)
        self.close = frozenset(
            (before, after)
            for before in self.shifts
            for after in self.shifts
            if problem.is_too_close(before, after)
        )

    def choices(self, agent, day):
        """The cells that the agent may have on this day."""
        if day in agent.fixed:
            return [agent.fixed[day]]
        return [REST, *(code for code in self.shifts if code in agent.allowed)]

    # Coverage

    def coverage(self, shift, day, count):
        """What it costs that so many work this shift."""
        weights, target = self.weights, shift.target[day]
        cost = weights.shortage * max(0, target - count)
        cost += weights.floor * max(0, shift.floor[day] - count)
        return cost + weights.surplus * max(0, count - self.enough(shift, day))

    def enough(self, shift, day):
        """So many may work a shift at no price; a shift never asked for takes any number."""
        if shift.target[day]:
            return shift.target[day] + 1
        return 0 if any(shift.target) else len(self.problem.agents)

    # Wishes and changes

    @cached_property
    def cells(self):
        """{agent key: [{cell: cost} per day]}, for free days and costs that are not 0."""
        return {agent.key: self._cells_of(agent) for agent in self.problem.agents}

    def _cells_of(self, agent):
        costs = [{} for _day in range(self.problem.days)]
        for wish in agent.wishes:
            for cell in self.choices(agent, wish.day):
                if not _is_met(wish, cell):
                    price = self.weights.wish * wish.weight
                    costs[wish.day][cell] = costs[wish.day].get(cell, 0) + price
        for day, told in enumerate(agent.published or ()):
            for cell in self.choices(agent, day):
                if told not in (EMPTY, cell):
                    costs[day][cell] = costs[day].get(cell, 0) + self.weights.change
        for day in agent.fixed:
            if day < self.problem.days:
                costs[day] = {}
        return costs

    # Fair shares

    @cached_property
    def night_shares(self):
        """{agent key: (fewest, most)} nights that are fair."""
        need = sum(sum(self.shifts[code].target) for code in self.nights)
        able = [agent for agent in self.problem.agents if self.nights.intersection(agent.allowed)]
        shares = self._shares(need, able, {agent.key: agent.nights for agent in able})
        return self._keep_published(shares, lambda _day, cell: cell in self.nights)

    @cached_property
    def weekend_shares(self):
        """{agent key: (fewest, most)} weekend days of work that are fair."""
        need = sum(shift.target[day] for shift in self.shifts.values() for day in self.weekend)
        agents = self.problem.agents
        shares = self._shares(need, agents, {agent.key: agent.weekends for agent in agents})
        return self._keep_published(
            shares, lambda day, cell: cell not in OFF and day in self.weekend
        )

    def _shares(self, need, agents, history):
        """Shares by presence that make up for history; who had too much gets none."""
        present = {agent.key: self._presence(agent) for agent in agents}
        pool = {key for key, days in present.items() if days}
        while pool:
            days = sum(present[key] for key in pool)
            total = need + sum(history[key] for key in pool)
            shares = {key: total * present[key] / days - history[key] for key in pool}
            ahead = {key for key in pool if shares[key] < 0}
            if not ahead:
                break
            pool -= ahead
        else:
            shares = {}
        fair = {agent.key: (0, 0) for agent in agents}
        for key, share in shares.items():
            share = min(share, present[key])
            fair[key] = (floor(share + 1e-6), ceil(share - 1e-6))
        return fair

    def _keep_published(self, shares, is_counted):
        """What was published is fair enough, so that a repair does not distribute anew."""
        for agent in self.problem.agents:
            if agent.published and agent.key in shares:
                cells = [agent.fixed.get(day, cell) for day, cell in enumerate(agent.published)]
                count = sum(is_counted(day, cell) for day, cell in enumerate(cells))
                fewest, most = shares[agent.key]
                shares[agent.key] = min(fewest, count), max(most, count)
        return shares

    def free_rests(self, agent):
        """So many rest days cost nothing: the fewest there must be, or as many as were published."""
        told = sum(
            agent.fixed.get(day, cell) == REST for day, cell in enumerate(agent.published or ())
        )
        return min(agent.rest_max, max(agent.rest_min, told))

    def _presence(self, agent):
        away = sum(cell in (LEAVE, EMPTY) for cell in agent.fixed.values())
        return self.problem.days - away

    def total(self, roster):
        """The objective of a roster."""
        return sum(self.breakdown(roster).values())

    def breakdown(self, roster):
        """The objective of a roster, by what it is paid for."""
        costs = dict.fromkeys(("coverage", "pair"), 0)
        for day in range(self.problem.days):
            column = [cells[day] for cells in roster.values()]
            for shift in self.shifts.values():
                costs["coverage"] += self.coverage(shift, day, column.count(shift.code))
        for first, second in self.problem.pairs:
            costs["pair"] += self.pair(roster[first], roster[second])
        for agent in self.problem.agents:
            for name, cost in self.of_agent(agent, roster[agent.key]).items():
                costs[name] = costs.get(name, 0) + cost
        return costs

    def of_agent(self, agent, cells):
        """What one agent's month costs, without coverage and pairs."""
        weights, rules = self.weights, self.problem.rules
        costs = {
            "wish_change": sum(
                prices.get(cell, 0)
                for prices, cell in zip(self.cells[agent.key], cells, strict=True)
            ),
            "extra_rest": weights.extra_rest * max(0, cells.count(REST) - self.free_rests(agent)),
            "weekends": weights.weekends
            * _distance(
                sum(cells[day] not in OFF for day in self.weekend),
                self.weekend_shares[agent.key],
            ),
        }
        if agent.key in self.night_shares:
            nights = sum(cell in self.nights for cell in cells)
            costs["nights"] = weights.nights * _distance(nights, self.night_shares[agent.key])
        run, before = agent.tail, agent.last
        costs["order"] = 0
        for day, cell in enumerate(cells):
            run = 0 if cell in OFF else run + 1
            costs["order"] += weights.run * (run > rules.max_run)
            costs["order"] += weights.short_rest * ((before, cell) in self.close)
            if cell in self.nights:
                after = cells[day + 1] if day + 1 < len(cells) else cell
                is_alone = not self.nights.intersection((before, after))
                costs["order"] += weights.isolated_night * is_alone
                is_switch = before in self.shifts and before not in self.nights
                costs["order"] += weights.switch * is_switch
            before = cell
        return costs

    def pair(self, first, second):
        """What it costs that the months of a pair differ."""
        return self.weights.pair * sum(
            cell != other and cell not in OFF and other not in OFF
            for cell, other in zip(first, second, strict=True)
        )

    def shortages(self, roster):
        """[[day, code, people missing to the target]]."""
        found = []
        for day in range(self.problem.days):
            column = [cells[day] for cells in roster.values()]
            for shift in self.shifts.values():
                missing = shift.target[day] - column.count(shift.code)
                if missing > 0:
                    found.append([day, shift.code, missing])
        return found


def _is_met(wish, cell):
    return cell == wish.cell or (wish.cell in OFF and cell in OFF)


def _distance(count, share):
    fewest, most = share
    return max(0, fewest - count, count - most)
