"""The best month of one agent at given prices: an exact dynamic programme.

A state is what later days and the end of the month depend on: the last shift (nights apart as
first and later ones of a run), the length of the run, and the rest days, nights and weekend days
of work so far. All states of a day are one array, so a month takes milliseconds.
"""

from itertools import product

import numpy as np

from .problem import EMPTY, LEAVE, OFF, REST

FAR = np.float32(1e12)


class Month:
    """Plans months of one agent; ``plan`` may be called with ever new prices."""

    def __init__(self, prices, agent):
        self.agent = agent
        self.days = prices.problem.days
        self.rules = prices.problem.rules
        self.weights = prices.weights
        self.prices = prices
        self.choices = [prices.choices(agent, day) for day in range(self.days)]
        self._own = prices.cells[agent.key]
        self._set_kinds()
        self._set_steps()
        self.runs = self.rules.max_run + 1
        self.rests = agent.rest_max + 1
        self.night_share = prices.night_shares.get(agent.key)
        self.weekend_share = prices.weekend_shares[agent.key]
        self.nights = self._limit(self.night_share)
        self.weekends = self._limit(self.weekend_share)
        self._set_layers(prices)

    def _set_kinds(self):
        """Kind 0 is off; a night shift has two kinds: the first of a run of nights and later."""
        self.kinds = [(EMPTY, False, False)]
        for code in self.prices.shifts:
            is_night = code in self.prices.nights
            self.kinds.append((code, is_night, False))
            if is_night:
                self.kinds.append((code, True, True))

    def _set_steps(self):
        """What it costs to go from kind to kind; FAR where it cannot be."""
        self.steps = np.array(
            [[self._step(before, after) for after in self.kinds] for before in self.kinds],
            np.float32,
        )
        # kinds that are entered alike need be worked out once
        self.entries = [
            tuple((kind, step) for kind, step in enumerate(column) if step < FAR)
            for column in self.steps.T
        ]
        self._entry_arrays = [
            (np.array([kind for kind, _step in entry], int), column[column < FAR])
            for entry, column in zip(self.entries, self.steps.T, strict=True)
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
        self._layers = prices.scratch.setdefault(
            shape, np.empty((self.days + 1, *shape), np.float32)
        )
        # after so many days no more rests, nights and weekend days can have been
        self._reach = []
        weekends = 0
        for day in range(self.days):
            weekends += day in prices.weekend
            sizes = (self.rests, day + 2), (self.nights, day + 2), (self.weekends, weekends + 1)
            reach = (slice(min(size)) for size in sizes)
            self._reach.append((slice(None), slice(None), *reach))

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
        kind = 0
        for index, (code, is_night, is_later) in enumerate(self.kinds):
            # how the nights before began is over and done with
            if code == self.agent.last != EMPTY and is_later == is_night:
                kind = index
        layer[kind, min(self.agent.run, self.rules.max_run), 0, 0, 0] = 0

    def _advance(self, day, prices):
        self._layers[day + 1].fill(FAR)
        reach = self._reach[day]
        before, after = self._layers[day][reach], self._layers[day + 1][reach]
        own = self._own[day]
        entered = {}
        for cell in self.choices[day]:
            price = np.float32(prices.get(cell, 0) + own.get(cell, 0))
            if cell in OFF:
                reached = _enter(before, self.entries[0]).min(axis=0)
                if cell == REST:
                    np.add(reached[:-1], price, out=after[0, 0, 1:])
                else:
                    np.add(reached, price, out=after[0, 0])
            elif cell in self.agent.allowed:
                for kind, (code, is_night, _is_later) in enumerate(self.kinds):
                    if code == cell:
                        entry = self.entries[kind]
                        if entry not in entered:
                            entered[entry] = self._work(before, entry, day)
                        is_counted = is_night and self.night_share
                        self._fill(after[kind, 1:], entered[entry], price, is_counted)

    def _work(self, layer, entry, day):
        """Costs by run, rests, nights and weekends before a day of work that is entered so."""
        before = _enter(layer, entry)
        costs = before[:-1]
        if not self.rules.max_run_blocks:
            # the longest run stands for all that are longer
            costs[-1] = np.minimum(costs[-1], before[-1] + self.weights.run)
        if day not in self.prices.weekend:
            return costs
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
        extra = self.weights.extra_rest * (rests - self.agent.rest_min).astype(np.float32)
        extra[rests < self.agent.rest_min] = FAR
        costs = costs + extra[:, None, None]
        if self.night_share:
            costs += self.weights.nights * _missing(self.nights, self.night_share[0])[:, None]
        costs += self.weights.weekends * _missing(self.weekends, self.weekend_share[0])
        for index in np.argsort(costs, axis=None)[:most]:
            place = np.unravel_index(index, costs.shape)
            if costs[place] >= FAR / 2:
                return
            last = layer[(slice(None), slice(None), *place)]
            kind, run = np.unravel_index(last.argmin(), last.shape)
            yield float(costs[place]), (int(kind), int(run), *map(int, place))

    def _walk_back(self, state):
        cells = []
        for day in reversed(range(self.days)):
            cell = self._cell_of(state[0], day)
            layer = self._layers[day]
            state = self._origin(layer, state, cell, day)
            cells.append(cell)
        return cells[::-1]

    def _cell_of(self, kind, day):
        if kind:
            return self.kinds[kind][0]
        fixed = self.agent.fixed.get(day)
        return fixed if fixed in (LEAVE, EMPTY) else REST

    def _origin(self, layer, state, cell, day):
        """The state of the day before that led to ``state``."""
        kind, run, rest, night, weekend = state
        kinds, steps = self._entry_arrays[kind]
        if cell in OFF:
            costs = layer[kinds, :, rest - (cell == REST), night, weekend] + steps[:, None]
            before, run = np.unravel_index(costs.argmin(), costs.shape)
            return int(kinds[before]), int(run), rest - (cell == REST), night, weekend
        nights, weekends, runs = [(night, 0)], [(weekend, 0)], [(run - 1, 0)]
        if self.kinds[kind][1] and self.night_share:
            nights = _counts_before(night, self.nights, self.weights.nights)
        if day in self.prices.weekend:
            weekends = _counts_before(weekend, self.weekends, self.weights.weekends)
        if run == self.runs - 1 and not self.rules.max_run_blocks:
            runs.append((run, self.weights.run))
        best = None
        for (night, first), (weekend, second), (run, third) in product(nights, weekends, runs):
            costs = layer[kinds, run, rest, night, weekend] + steps
            before = costs.argmin()
            cost = costs[before] + first + second + third
            if best is None or cost < best[0]:
                best = cost, (int(kinds[before]), run, rest, night, weekend)
        return best[1]


def _counts_before(count, limit, price):
    """(count before one more, what that one cost)."""
    before = [(count - 1, 0)] if count else []
    return before + [(count, price)] * (count == limit - 1)


def _missing(limit, fewest):
    counts = np.arange(limit)
    return np.maximum(fewest - counts, 0).astype(np.float32)


def _enter(layer, entry):
    """The least costs over the kinds that lead there."""
    if not entry:
        return np.full(layer.shape[1:], FAR, np.float32)
    (kind, step), *others = entry
    least = layer[kind] + step
    for kind, step in others:
        np.minimum(least, layer[kind] + step if step else layer[kind], out=least)
    return least
