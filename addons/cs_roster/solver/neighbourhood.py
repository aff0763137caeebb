"""Search from roster to roster: the months of a few agents are taken out and planned anew.

One, two or three are planned one after another at the prices of what then is short. The first
roster comes from the same planning, agent by agent, so it is there at once whatever the size of
the team.
"""

import random
from collections import Counter
from math import exp

from .month import Month
from .problem import OFF

# The part of the plans that leave fairness out while people are missing.
UNFAIR = 0.8


class Search:
    """A roster that gets better; ``roster`` and ``cost`` are the best so far.

    :param on_better: called after each better roster
    """

    def __init__(self, prices, months, seed, on_better):
        self.prices = prices
        self.problem = prices.problem
        self.months = months
        # for as long as people are missing, fairness need not be planned most of the time
        self.fast_months = {
            key: Month(prices, month.agent, is_fair=False) for key, month in months.items()
        }
        self.random = random.Random(seed)
        self.on_better = on_better
        self.partners = _partners(self.problem)
        self.rows = {}
        self.costs = {}
        self.counts = [Counter() for _day in range(self.problem.days)]
        self._steps = {}
        self.roster = {}
        self.cost = None

    # Rosters

    def build(self, settled=None):
        """Plan agent by agent: each takes what is shortest for those who are still to come.

        :param settled: months of some agents that are planned already
        """
        for key in list(self.rows):
            self._drop(key)
        for key, cells in (settled or {}).items():
            self._put(key, cells)
        keys = sorted(self.months.keys() - self.rows.keys(), key=self._freedom)
        for place, key in enumerate(keys):
            weight = self.prices.weights.shortage / (len(keys) - place)
            prices = [
                {
                    shift.code: -weight * max(0, shift.target[day] - counts[shift.code])
                    for shift in self.problem.shifts
                }
                for day, counts in enumerate(self.counts)
            ]
            self._put(key, self.months[key].plan(prices)[0][1])
        self._judge()

    def _freedom(self, key):
        agent = self.months[key].agent
        return len(agent.allowed), -len(agent.fixed), key

    def take(self, roster):
        """Go on from this roster."""
        for key, cells in roster.items():
            if key in self.rows:
                self._drop(key)
            self._put(key, list(cells))
        self._judge()

    def _judge(self):
        self.current = self.prices.total(self.rows)
        if self.cost is None or self.current < self.cost:
            self._keep()

    def _put(self, key, cells):
        self.rows[key] = cells
        self.costs[key] = sum(self.prices.of_agent(self.months[key].agent, cells).values())
        for counts, cell in zip(self.counts, cells, strict=True):
            counts[cell] += 1

    def _drop(self, key):
        for counts, cell in zip(self.counts, self.rows.pop(key), strict=True):
            counts[cell] -= 1
        return self.costs.pop(key)

    # Planning a few anew

    def shake(self, heat):
        """Plan a few months anew; keep them if they are better, or by chance while it is hot."""
        keys = self._pick(self.random.choice((1, 2, 2, 3)))
        months = self.months
        if self._short_days() and self.random.random() < UNFAIR:
            months = self.fast_months
        before = {key: self.rows[key] for key in keys}
        cost = self._cost_around(keys)
        for key in keys:
            self._drop(key)
        for key in keys:
            self._put(key, months[key].plan(self._prices(key, heat))[0][1])
        change = self._cost_around(keys) - cost
        if change > 0 and self.random.random() >= exp(-change / heat):
            for key, cells in before.items():
                self._drop(key)
                self._put(key, cells)
            return
        self.current += change
        if self.current < self.cost:
            self._keep()

    def _keep(self):
        self.roster, self.cost = dict(self.rows), self.current
        self.on_better(self)

    def _cost_around(self, keys):
        """What depends on the months of these agents: theirs, coverage and pairs."""
        cost = sum(self.costs[key] for key in keys)
        for day, counts in enumerate(self.counts):
            for shift in self.problem.shifts:
                cost += self._coverage(shift, day)[counts[shift.code]]
        for pair in self.problem.pairs:
            if not set(pair).isdisjoint(keys):
                cost += self.prices.pair(*(self.rows[key] for key in pair))
        return cost

    def _coverage(self, shift, day):
        place = shift.code, day
        if place not in self._steps:
            self._steps[place] = [
                self.prices.coverage(shift, day, count)
                for count in range(len(self.problem.agents) + 2)
            ]
        return self._steps[place]

    def _prices(self, key, heat):
        """What one more person on a shift costs, with some noise, and being apart in a pair."""
        prices = []
        for day, counts in enumerate(self.counts):
            of_day = {}
            for shift in self.problem.shifts:
                costs, count = self._coverage(shift, day), counts[shift.code]
                of_day[shift.code] = costs[count + 1] - costs[count] + self.random.random() * heat
            prices.append(of_day)
        for other in self.partners[key]:
            for of_day, cell in zip(prices, self.rows.get(other, ()), strict=False):
                if cell not in OFF:
                    for code in of_day:
                        of_day[code] += self.prices.weights.pair * (code != cell)
        return prices

    def _short_days(self):
        return [
            day
            for day, counts in enumerate(self.counts)
            if any(counts[shift.code] < shift.target[day] for shift in self.problem.shifts)
        ]

    def _pick(self, number):
        """Some agents; one of them rests on a day that is short, if there is one."""
        keys = self.random.sample(sorted(self.rows), min(number, len(self.rows)))
        short = self._short_days()
        if short:
            day = self.random.choice(short)
            resting = [
                key
                for key, cells in self.rows.items()
                if cells[day] in OFF and day not in self.months[key].agent.fixed
            ]
            if resting:
                keys[0] = self.random.choice(resting)
        return list(dict.fromkeys(keys))

    # The best for several together

    def pick(self, number):
        """So many agents, and who is paired with them."""
        keys = self._pick(number)
        partners = [other for key in keys for other in self.partners[key]]
        return list(dict.fromkeys([*keys, *partners]))

    def take_back(self):
        """Return to the best roster."""
        for key, cells in self.roster.items():
            if self.rows[key] is not cells:
                self._drop(key)
                self._put(key, cells)
        self.current = self.cost


def _partners(problem):
    partners = {agent.key: [] for agent in problem.agents}
    for first, second in problem.pairs:
        partners[first].append(second)
        partners[second].append(first)
    return partners
