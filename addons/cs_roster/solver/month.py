"""The best month of one agent at given prices: an exact dynamic programme.

A state is what later days and the end of the month depend on: the last shift (nights apart as
first and later ones of a run), the length of the run, and the rest days, nights and weekend days
of work so far. All states of a day are one array, so a month takes milliseconds.
"""

from itertools import product

import numpy as np

from .problem import EMPTY, LEAVE, OFF, REST

FAR = 1e12
OFF_KIND = 0


class Month:
    """Plans months of one agent; ``plan`` may be called with ever new prices.

    :param is_fair: count nights and weekend days; without that it is several times as fast
    """

    def __init__(self, prices, agent, is_fair=True):
        self.agent = agent
        self.days = prices.problem.days
        self.rules = prices.problem.rules
        self.weights = prices.weights
        self.prices = prices
        self.choices = [prices.choices(agent, day) for day in range(self.days)]
        self._own = prices.cells[agent.key]
        self._set_kinds()
        self._set_steps()
        self.runs = self.rules.max_run
        self.rests = agent.rest_max + 1
        self.night_share = prices.night_shares.get(agent.key) if is_fair else None
        self.weekend_share = prices.weekend_shares[agent.key] if is_fair else None
        self.nights = self._limit(self.night_share)
        self.weekends = self._limit(self.weekend_share)
        self._set_layers(prices)

    # Kinds of days

    def _set_kinds(self):
        """A night shift has two kinds: the first of a run of nights and later ones."""
        self.kinds = [(EMPTY, False, False)]
        self.kinds_of = {}
        for code in self.prices.shifts:
            is_night = code in self.prices.nights
            self.kinds_of[code] = [len(self.kinds)]
            self.kinds.append((code, is_night, False))
            if is_night:
                self.kinds_of[code].append(len(self.kinds))
                self.kinds.append((code, True, True))

    def _set_steps(self):
        """What it costs to go from kind to kind; kinds that are left alike are one group."""
        self.steps = np.array(
            [[self._step(before, after) for after in self.kinds] for before in self.kinds]
        )
        alike = {}
        for kind in range(1, len(self.kinds)):
            alike.setdefault(tuple(self.steps[kind]), []).append(kind)
        self.groups = list(alike.values())
        self.entries = [
            (
                self.steps[OFF_KIND, kind],
                tuple(
                    (group, steps[kind]) for group, steps in enumerate(alike) if steps[kind] < FAR
                ),
            )
            for kind in range(len(self.kinds))
        ]

    def _step(self, before, after):
        code, was_night, was_later = before
        next_code, is_night, is_later = after
        if is_night and is_later != was_night:
            return FAR
        cost = 0
        if (code, next_code) in self.prices.close:
            if self.rules.min_rest_blocks:
                return FAR
            cost += self.weights.short_rest
        if was_night and not was_later and not is_night:
            cost += self.weights.isolated_night
        if is_night and not was_night and code != EMPTY:
            cost += self.weights.switch
        return cost

    def _limit(self, share):
        """So many counts are told apart: what goes beyond the fair share is paid at once."""
        return 1 if share is None else share[1] + 1

    def _set_layers(self, prices):
        """One array for the layers of all days, shared by months of a shape."""
        shape = (len(self.kinds), self.runs, self.rests, self.nights, self.weekends)
        if shape not in prices.scratch:
            prices.scratch[shape] = np.empty((self.days + 1, *shape))
        self._layers = prices.scratch[shape]
        # after so many days no more rests, nights and weekend days can have been
        self._reach = []
        weekends = 0
        for day in range(self.days):
            weekends += day in prices.weekend
            sizes = (self.rests, day + 2), (self.nights, day + 2), (self.weekends, weekends + 1)
            self._reach.append((..., *(slice(min(size)) for size in sizes)))

    # Forward

    def plan(self, prices, most=1):
        """[(cost, cells)] of the best months, one at least if the rules leave any.

        Those after the first differ from it in their rest days, nights or weekend days.

        :param prices: [{cell: price} per day], beside what the agent's month costs by itself
        """
        self._begin(self._layers[0])
        for day in range(self.days):
            self._advance(day, prices[day])
        ends = self._ends(self._layers[-1], most)
        return [(cost, self._walk_back(state)) for cost, state in ends]

    def _begin(self, layer):
        layer.fill(FAR)
        self._start_run = min(self.agent.tail, self.runs)
        # how nights before day 0 began is over and done with
        kind = self.kinds_of.get(self.agent.last, [OFF_KIND])[-1]
        self._is_run_unknown = kind == OFF_KIND and self._start_run > 0
        layer[kind, 0 if kind == OFF_KIND else self._start_run - 1, 0, 0, 0] = 0

    def _advance(self, day, prices):
        self._layers[day + 1].fill(FAR)
        reach = self._reach[day]
        before, after = self._layers[day][reach], self._layers[day + 1][reach]
        left = [_least(before, kinds) for kinds in self.groups]
        own = self._own[day]
        entered = {}
        for cell in self.choices[day]:
            price = prices.get(cell, 0) + own.get(cell, 0)
            if cell in OFF:
                self._rest(before, after, left, price, cell == REST)
            elif cell in self.agent.allowed:
                for kind in self.kinds_of[cell]:
                    entry = self.entries[kind]
                    if entry not in entered:
                        entered[entry] = self._work(before[OFF_KIND, 0], left, entry, day)
                    is_counted = self.kinds[kind][1] and self.night_share
                    self._fill(after[kind], entered[entry], price, is_counted)

    def _rest(self, before, after, left, price, is_counted):
        reached = before[OFF_KIND, 0] + price
        for group, step in self.entries[OFF_KIND][1]:
            np.minimum(reached, left[group].min(axis=0) + (step + price), out=reached)
        if is_counted:
            after[OFF_KIND, 0, 1:] = reached[:-1]
        else:
            after[OFF_KIND, 0] = reached

    def _work(self, off, left, entry, day):
        """Costs by run, rests, nights and weekends before a day of work that is entered so."""
        from_off, groups = entry
        costs = np.full((self.runs, *off.shape), FAR)
        blocks, longer = self.rules.max_run_blocks, self.weights.run
        for group, step in groups:
            np.minimum(costs[1:], left[group][:-1] + step, out=costs[1:])
            if not blocks:
                # the longest run stands for all that are longer
                np.minimum(costs[-1], left[group][-1] + (step + longer), out=costs[-1])
        if from_off < FAR:
            run = self._start_run if day == 0 and self._is_run_unknown else 0
            if run < self.runs:
                np.minimum(costs[run], off + from_off, out=costs[run])
            elif not blocks:
                np.minimum(costs[-1], off + (from_off + longer), out=costs[-1])
        is_counted = self.weekend_share and day in self.prices.weekend
        return self._count_weekend(costs) if is_counted else costs

    def _count_weekend(self, costs):
        more = np.empty_like(costs)
        more[..., 0] = FAR
        more[..., 1:] = costs[..., :-1]
        if more.shape[-1] == self.weekends:
            beyond = costs[..., -1] + self.weights.weekends
            np.minimum(more[..., -1], beyond, out=more[..., -1])
        return more

    def _fill(self, after, costs, price, is_night):
        if not is_night:
            np.add(costs, price, out=after)
            return
        np.add(costs[:, :, :-1], price, out=after[:, :, 1:])
        if after.shape[2] == self.nights:
            beyond = costs[:, :, -1] + (price + self.weights.nights)
            np.minimum(after[:, :, -1], beyond, out=after[:, :, -1])

    def _ends(self, layer, most):
        costs = layer.min(axis=(0, 1))
        rests = np.arange(self.rests)
        beyond = np.maximum(rests - self.prices.free_rests(self.agent), 0)
        extra = self.weights.extra_rest * beyond.astype(float)
        extra[rests < self.agent.rest_min] = FAR
        costs = costs + extra[:, None, None]
        if self.night_share:
            costs += self.weights.nights * _missing(self.nights, self.night_share[0])[:, None]
        if self.weekend_share:
            costs += self.weights.weekends * _missing(self.weekends, self.weekend_share[0])
        for index in np.argsort(costs, axis=None)[:most]:
            place = np.unravel_index(index, costs.shape)
            if costs[place] >= FAR / 2:
                return
            last = layer[(slice(None), slice(None), *place)]
            kind, run = np.unravel_index(last.argmin(), last.shape)
            yield float(costs[place]), (int(kind), int(run), *map(int, place))

    # Backward

    def _walk_back(self, state):
        cells = []
        for day in reversed(range(self.days)):
            cell = self._cell_of(state[0], day)
            if cell in OFF:
                state = self._origin_of_rest(self._layers[day], state, cell == REST)
            else:
                state = self._origin_of_work(self._layers[day], state, day)
            cells.append(cell)
        return cells[::-1]

    def _cell_of(self, kind, day):
        if kind != OFF_KIND:
            return self.kinds[kind][0]
        fixed = self.agent.fixed.get(day)
        return fixed if fixed in (LEAVE, EMPTY) else REST

    def _origin_of_rest(self, layer, state, is_counted):
        _kind, _run, rest, night, weekend = state
        rest -= is_counted
        costs = layer[:, :, rest, night, weekend] + self.steps[:, OFF_KIND, None]
        kind, run = np.unravel_index(costs.argmin(), costs.shape)
        return int(kind), int(run), rest, night, weekend

    def _origin_of_work(self, layer, state, day):
        kind, run, rest, night, weekend = state
        nights, weekends = [(night, 0)], [(weekend, 0)]
        if self.kinds[kind][1] and self.night_share:
            nights = _counts_before(night, self.nights, self.weights.nights)
        if day in self.prices.weekend and self.weekend_share:
            weekends = _counts_before(weekend, self.weekends, self.weights.weekends)
        best = FAR * FAR, None
        for (night, first), (weekend, second) in product(nights, weekends):
            costs = layer[:, :, rest, night, weekend] + self.steps[:, kind, None]
            for before, length, third in self._runs_before(costs, run, day):
                cost = costs[before, length] + first + second + third
                if cost < best[0]:
                    best = cost, (before, length, rest, night, weekend)
        return best[1]

    def _runs_before(self, costs, run, day):
        """(kind, run, cost) that a run may have been of before its last day."""
        if run:
            yield 1 + int(costs[1:, run - 1].argmin()), run - 1, 0
        if run == self.runs - 1 and not self.rules.max_run_blocks:
            yield 1 + int(costs[1:, run].argmin()), run, self.weights.run
        start = self._start_run if day == 0 and self._is_run_unknown else 0
        if run == min(start, self.runs - 1):
            yield OFF_KIND, 0, self.weights.run * (start >= self.runs)


def _least(layer, kinds):
    first, *others = kinds
    least = layer[first]
    for kind in others:
        least = np.minimum(least, layer[kind])
    return least


def _counts_before(count, limit, price):
    """(count before one more, what that one cost)."""
    before = [(count - 1, 0)] if count else []
    return before + [(count, price)] * (count == limit - 1)


def _missing(limit, fewest):
    return np.maximum(fewest - np.arange(limit), 0).astype(float)
