"""Column generation: whole months as the columns of a linear programme.

The programme mixes months of each agent so that coverage costs least; its dual values are prices
of shifts at which `month` finds better months. At any prices, the best months and the best
coverage apart from each other cost no more than any roster does: that is the bound. The dive
settles one month after another, and comes out close to it.
"""

import sys
from dataclasses import dataclass
from typing import Any

from ortools.linear_solver import pywraplp

# The part of the old prices in new ones: they would swing without it.
SMOOTHING = 0.5
# The programme is solved when it costs so little more than the bound.
CLOSE_ENOUGH = 0.5
# Looks for better months after each that a dive settles; in large teams others make up for it.
DIVE_STEPS, DIVE_STEPS_LARGE = 40, 12
LARGE = 15
# Months with that share in the mix are settled at once.
CERTAIN = 0.99
# So many months of an agent are taken in at once.
MONTHS = 2


@dataclass
class Column:
    key: str
    cells: list[str]
    cost: int
    variable: Any = None


class Columns:
    """The programme of all months found so far.

    :param is_over: called between steps; True ends all work
    """

    def __init__(self, prices, months, is_over):
        self.prices = prices
        self.problem = prices.problem
        self.months = months
        self.is_over = is_over
        self.bound = None
        self.columns = []
        self.settled = {}
        self._seen = set()
        self._make_programme()
        self._center = dict.fromkeys(self._rows, 0)

    def _make_programme(self):
        self._lp = pywraplp.Solver.CreateSolver("GLOP")
        self._goal = self._lp.Objective()
        self._make_coverage()
        self._make_agents()

    def _make_coverage(self):
        """Each further person on a shift has a price of its own, and it never falls."""
        self._rows = {}
        self._steps = {}
        for shift in self.problem.shifts:
            for day in range(self.problem.days):
                row = self._lp.Constraint(0, 0)
                costs = [
                    self.prices.coverage(shift, day, count)
                    for count in range(len(self.problem.agents) + 1)
                ]
                for fewer, more in zip(costs, costs[1:], strict=False):
                    variable = self._lp.NumVar(0, 1, "")
                    row.SetCoefficient(variable, -1)
                    self._goal.SetCoefficient(variable, more - fewer)
                self._goal.SetOffset(self._goal.offset() + costs[0])
                self._rows[shift.code, day] = row
                self._steps[shift.code, day] = costs

    def _make_agents(self):
        weights = self.prices.weights
        self._price_limit = weights.shortage + weights.floor
        self._convex = {}
        for agent in self.problem.agents:
            row = self._convex[agent.key] = self._lp.Constraint(1, 1)
            # stands in until there is a month; dearer than any
            variable = self._lp.NumVar(0, 1, "")
            row.SetCoefficient(variable, 1)
            dearest = 2 * self._price_limit * self.problem.days
            self._goal.SetCoefficient(variable, dearest)

    def add(self, roster):
        """Take months in; returns how many are new."""
        self._add_all(roster.items())

    def _add_all(self, months):
        return sum(self._add(key, cells) for key, cells in months)

    def _add(self, key, cells):
        name = key, "".join(cells)
        if name in self._seen:
            return False
        self._seen.add(name)
        cost = sum(self.prices.of_agent(self.months[key].agent, cells).values())
        self.columns.append(Column(key, cells, cost))
        self._insert(self.columns[-1])
        return True

    def _insert(self, column):
        column.variable = self._lp.NumVar(0, 1, "")
        self._goal.SetCoefficient(column.variable, column.cost)
        self._convex[column.key].SetCoefficient(column.variable, 1)
        for day, cell in enumerate(column.cells):
            if cell in self.prices.shifts:
                self._rows[cell, day].SetCoefficient(column.variable, 1)

    def solve(self, steps=None):
        """Find months until no better ones are left."""
        best = None
        for _step in range(steps or sys.maxsize):
            if not self._solve_programme() or self.is_over():
                return
            cost = self._goal.Value()
            prices = {place: self._clip(-row.dual_value()) for place, row in self._rows.items()}
            mixed = {
                place: SMOOTHING * self._center[place] + (1 - SMOOTHING) * price
                for place, price in prices.items()
            }
            for tried in (mixed, prices):
                bound, months = self._plan(tried)
                if bound is None:
                    return
                if best is None or bound > best:
                    best, self._center = bound, tried
                if self._add_all(months):
                    break
            else:
                return
            if cost - best < CLOSE_ENOUGH:
                return

    def _solve_programme(self):
        if self._lp.Solve() == pywraplp.Solver.OPTIMAL:
            return True
        # from where it was, the simplex now and then loses its way; from the beginning it does not
        self._make_programme()
        for column in self.columns:
            self._insert(column)
            if self.settled.get(column.key) is column.cells:
                column.variable.SetLb(1)
        return self._lp.Solve() == pywraplp.Solver.OPTIMAL

    def _clip(self, price):
        return min(max(price, -self._price_limit), self.prices.weights.surplus)

    def _plan(self, prices):
        """(bound, best months) at these prices; no bound when time is over."""
        by_day = [
            {shift.code: prices[shift.code, day] for shift in self.problem.shifts}
            for day in range(self.problem.days)
        ]
        bound, months = 0, []
        for key, month in self.months.items():
            if self.is_over():
                return None, []
            cells = self.settled.get(key)
            if cells is None:
                found = month.plan(by_day, MONTHS)
                cost = found[0][0]
                months += [(key, cells) for _cost, cells in found]
            else:
                cost = sum(self.prices.of_agent(month.agent, cells).values())
                cost += sum(by_day[day].get(cell, 0) for day, cell in enumerate(cells))
            bound += cost
        for place, costs in self._steps.items():
            bound += min(cost - prices[place] * count for count, cost in enumerate(costs))
        if not self.settled and (self.bound is None or bound > self.bound):
            self.bound = bound
        return bound, months

    def dive(self, settled=None):
        """Settle month after month, the most certain first; when time is over, not all are.

        :param settled: months of some agents that stay as they are
        """
        steps = DIVE_STEPS if len(self.months) <= LARGE else DIVE_STEPS_LARGE
        self._surface()
        self.add(settled or {})
        for column in self.columns:
            if (settled or {}).get(column.key) == column.cells:
                self._settle(column)
        while len(self.settled) < len(self.months):
            self.solve(steps if self.settled else None)
            if self.is_over() or not self._solve_programme():
                break
            free = [column for column in self.columns if column.key not in self.settled]
            values = [column.variable.solution_value() for column in free]
            for column, value in zip(free, values, strict=True):
                if value >= min(CERTAIN, max(values)) and column.key not in self.settled:
                    self._settle(column)
        return dict(self.settled)

    def _settle(self, column):
        column.variable.SetLb(1)
        self.settled[column.key] = column.cells

    def _surface(self):
        for column in self.columns:
            column.variable.SetLb(0)
        self.settled = {}
