"""The roster as a model of CP-SAT: exact, with a bound that proves how good it is."""

from ortools.sat.python import cp_model

from .problem import OFF, REST


class Model:
    """The months of ``free`` agents beside the others' as they are in ``roster``.

    :param free: keys of the agents whose months are sought; all when left out
    """

    def __init__(self, prices, roster=None, free=None):
        self.prices = prices
        self.problem = prices.problem
        self.weights = prices.weights
        self.roster = roster or {}
        self.free = [agent for agent in self.problem.agents if free is None or agent.key in free]
        self.cp = cp_model.CpModel()
        self.terms = []
        self.constant = 0
        self._make_cells()
        for agent in self.free:
            self._limit(agent)
            self._price(agent)
        self._cover()
        self._pair()
        self._cost = sum(self.terms) + self.constant
        self.cp.minimize(self._cost)

    def _make_cells(self):
        """``cells``: {agent key: [{cell: variable} per day]}; one choice is the number 1."""
        self.cells = {}
        for agent in self.free:
            self.cells[agent.key] = row = []
            for day in range(self.problem.days):
                choices = self.prices.choices(agent, day)
                if len(choices) == 1:
                    row.append({choices[0]: 1})
                    continue
                row.append(
                    {cell: self.cp.new_bool_var(f"{agent.key}/{day}{cell}") for cell in choices}
                )
                self.cp.add_exactly_one(row[-1].values())

    # Hard rules of one agent

    def _limit(self, agent):
        row = self.cells[agent.key]
        rests = sum(cells.get(REST, 0) for cells in row)
        self._require(rests >= agent.rest_min)
        self._require(rests <= agent.rest_max)
        free = self.prices.free_rests(agent)
        if free == agent.rest_min:
            self._pay(self.weights.extra_rest, rests - free)
        else:
            self._pay_excess(self.weights.extra_rest, rests - free, self.problem.days)
        self._limit_runs(agent, row)
        self._limit_rest(agent, row)

    def _limit_runs(self, agent, row):
        """Among any max_run + 1 days, some before day 0, one is off."""
        longest, blocks = self.problem.rules.max_run, self.problem.rules.max_run_blocks
        worked = [self._works(cells) for cells in row]
        for begin in range(-min(agent.tail, longest), len(row) - longest):
            window = sum(worked[max(begin, 0) : begin + longest + 1]) - min(begin, 0)
            if blocks:
                self._require(window <= longest)
            else:
                self._pay_excess(self.weights.run, window - longest)

    def _limit_rest(self, agent, row):
        blocks = self.problem.rules.min_rest_blocks
        before = {agent.last: 1}
        for cells in row:
            for code, variable in before.items():
                close = sum(cells[after] for after in cells if (code, after) in self.prices.close)
                if isinstance(close, int) and close == 0:
                    continue
                if blocks:
                    self._require(variable + close <= 1)
                else:
                    self._pay_excess(self.weights.short_rest, variable + close - 1)
            before = cells

    # Prices of one agent

    def _price(self, agent):
        row = self.cells[agent.key]
        for cells, costs in zip(row, self.prices.cells[agent.key], strict=True):
            for cell, cost in costs.items():
                self._pay(cost, cells.get(cell, 0))
        weekends = sum(self._works(row[day]) for day in self.prices.weekend)
        self._pay_distance(self.weights.weekends, weekends, self.prices.weekend_shares[agent.key])
        nights = [self._is_night(cells) for cells in row]
        if agent.key in self.prices.night_shares:
            share = self.prices.night_shares[agent.key]
            self._pay_distance(self.weights.nights, sum(nights), share)
        before = int(agent.last in self.prices.nights)
        was_day = int(agent.last in self.prices.shifts) - before
        for day, night in enumerate(nights):
            if day + 1 < len(nights):
                alone = night - before - nights[day + 1]
                self._pay_excess(self.weights.isolated_night, alone)
            self._pay_excess(self.weights.switch, was_day + night - 1)
            before, was_day = night, self._works(row[day]) - night

    def _works(self, cells):
        return sum(variable for cell, variable in cells.items() if cell not in OFF)

    def _is_night(self, cells):
        return sum(variable for cell, variable in cells.items() if cell in self.prices.nights)

    # What agents have to do with each other

    def _cover(self):
        others = [cells for key, cells in self.roster.items() if key not in self.cells]
        for shift in self.problem.shifts:
            for day in range(self.problem.days):
                count = sum(row[day].get(shift.code, 0) for row in self.cells.values())
                count += sum(cells[day] == shift.code for cells in others)
                self._price_coverage(shift, day, count)

    def _price_coverage(self, shift, day, count):
        weights = self.weights
        self._pay_excess(weights.shortage, shift.target[day] - count, shift.target[day])
        self._pay_excess(weights.floor, shift.floor[day] - count, shift.floor[day])
        enough = self.prices.enough(shift, day)
        self._pay_excess(weights.surplus, count - enough, len(self.problem.agents))

    def _pair(self):
        for pair in self.problem.pairs:
            if not any(key in self.cells for key in pair):
                continue
            first, second = (self._row(key) for key in pair)
            for day in range(self.problem.days):
                self._pay_difference(first[day], second[day])

    def _row(self, key):
        return self.cells.get(key) or [{cell: 1} for cell in self.roster[key]]

    def _pay_difference(self, first, second):
        both = self._works(first) + self._works(second)
        codes = {cell for cell in (*first, *second) if cell not in OFF}
        if all(isinstance(value, int) for value in (*first.values(), *second.values())):
            different = both == 2 and first != second
            self.constant += self.weights.pair * different
            return
        cost = self.cp.new_bool_var("")
        for code in codes:
            self._require(
                cost >= first.get(code, 0) + self._works(second) - second.get(code, 0) - 1
            )
        self._pay(self.weights.pair, cost)

    # Ways to say it

    def _require(self, constraint):
        """Add a constraint, which may be settled already."""
        if not isinstance(constraint, bool):
            self.cp.add(constraint)
        elif not constraint:
            self.cp.add_bool_or([])

    def _pay(self, price, amount):
        if isinstance(amount, int):
            self.constant += price * amount
        elif price:
            self.terms.append(price * amount)

    def _pay_distance(self, price, count, share):
        fewest, most = share
        limit = self.problem.days
        self._pay_excess(price, fewest - count, limit)
        self._pay_excess(price, count - most, limit)

    def _pay_excess(self, price, amount, limit=1):
        """Pay for ``amount`` where it is above 0; it is never above ``limit``."""
        if isinstance(amount, int):
            self.constant += price * max(0, amount)
        elif price and limit > 0:
            excess = self.cp.new_bool_var("") if limit == 1 else self.cp.new_int_var(0, limit, "")
            self.cp.add(excess >= amount)
            self.terms.append(price * excess)

    # Solving

    def require_at_least(self, bound):
        """Tell what is known: the bound of elsewhere saves much work."""
        self.cp.add(self._cost >= bound)

    def start(self, seconds, workers, seed, on_roster):
        return Work(self, seconds, workers, seed, on_roster)

    def hint(self, roster):
        self.cp.clear_hints()
        for key, row in self.cells.items():
            for cells, wanted in zip(row, roster[key], strict=True):
                for cell, variable in cells.items():
                    if not isinstance(variable, int):
                        self.cp.add_hint(variable, cell == wanted)

    def roster_of(self, value):
        """The whole roster, given what tells the value of a variable."""
        roster = dict(self.roster)
        for key, row in self.cells.items():
            roster[key] = [
                next(cell for cell, variable in cells.items() if _is_set(variable, value))
                for cells in row
            ]
        return roster


def _is_set(variable, value):
    return variable == 1 if isinstance(variable, int) else value(variable)


class Work(cp_model.CpSolverSolutionCallback):
    """CP-SAT at work on a model.

    :param on_roster: called with each roster that is found
    """

    def __init__(self, model, seconds, workers, seed, on_roster):
        super().__init__()
        self.model = model
        self.on_roster = on_roster
        self.status = None
        self.bound = None
        self.solver = cp_model.CpSolver()
        self.solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        self.solver.parameters.num_workers = workers
        self.solver.parameters.random_seed = seed

    def run(self):
        status = self.solver.solve(self.model.cp, self)
        self.status = self.solver.status_name(status)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.bound = self.solver.best_objective_bound

    def stop(self):
        self.solver.stop_search()

    def on_solution_callback(self):
        self.on_roster(self.model.roster_of(self.boolean_value))
