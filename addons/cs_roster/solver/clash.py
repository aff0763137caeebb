"""Which demands cannot be met together, by assumptions of CP-SAT."""

from ortools.sat.python import cp_model

from .problem import LEAVE, OFF, REST


def find_clash(problem, seconds, is_over):
    """A smallest set of demands without a roster, full coverage among them; None if unknown."""
    clash = Clash(problem, seconds)
    kept = clash.prove(clash.literals)
    if kept is None:
        return None
    for name in list(kept):
        if is_over():
            break
        fewer = clash.prove([other for other in kept if other != name])
        if fewer is not None:
            kept = [other for other in kept if other in fewer]
    return [clash.items[name] for name in kept]


class Clash:
    """Each demand holds when its literal is assumed."""

    def __init__(self, problem, seconds):
        self.problem = problem
        self.seconds = seconds
        self.cp = cp_model.CpModel()
        self.literals = {}
        self.items = {}
        self.cells = {agent.key: self._row(agent) for agent in problem.agents}
        for agent in problem.agents:
            self._limit(agent, self.cells[agent.key])
        self._cover()

    def prove(self, names):
        """Those of the demands that suffice for a clash; None when none is proven."""
        assumed = [self.literals[name] for name in names]
        self.cp.clear_assumptions()
        self.cp.add_assumptions(assumed)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_time_in_seconds = self.seconds
        if solver.solve(self.cp) != cp_model.INFEASIBLE:
            return None
        needed = set(solver.sufficient_assumptions_for_infeasibility())
        return [name for name in names if self.literals[name].index in needed]

    def _demand(self, rule, **where):
        name = (rule, *where.values())
        if name not in self.literals:
            self.literals[name] = self.cp.new_bool_var("/".join(map(str, name)))
            self.items[name] = {"rule": rule, **where}
        return self.literals[name]

    def _row(self, agent):
        """All cells are open; what is fixed or not allowed is a demand."""
        row = []
        for day in range(self.problem.days):
            codes = [shift.code for shift in self.problem.shifts]
            fixed = agent.fixed.get(day)
            choices = dict.fromkeys([REST, *codes, *([fixed] if fixed else [])])
            cells = {cell: self.cp.new_bool_var("") for cell in choices}
            self.cp.add_exactly_one(cells.values())
            if fixed:
                rule = "leave" if fixed == LEAVE else "locked"
                demand = self._demand(rule, agent=agent.key, day=day)
                self.cp.add_implication(demand, cells[fixed])
            for code in codes:
                if code not in agent.allowed and code != fixed:
                    demand = self._demand("allowed", agent=agent.key)
                    self.cp.add_implication(demand, ~cells[code])
            row.append(cells)
        return row

    def _limit(self, agent, row):
        rules = self.problem.rules
        quota = self._demand("rest_quota", agent=agent.key)
        rests = sum(cells[REST] for cells in row)
        self.cp.add(rests >= agent.rest_min).only_enforce_if(quota)
        self.cp.add(rests <= agent.rest_max).only_enforce_if(quota)
        if rules.max_run_blocks:
            worked = [sum(cells[cell] for cell in cells if cell not in OFF) for cells in row]
            longest = rules.max_run
            for begin in range(-min(agent.tail, longest), len(row) - longest):
                window = sum(worked[max(begin, 0) : begin + longest + 1]) - min(begin, 0)
                self.cp.add(window <= longest).only_enforce_if(self._demand("max_run"))
        if rules.min_rest_blocks:
            self._limit_rest(agent, row)

    def _limit_rest(self, agent, row):
        demand = self._demand("min_rest")
        for day, cells in enumerate(row):
            for after in cells:
                if day == 0:
                    if self.problem.is_too_close(agent.last, after):
                        self.cp.add_implication(demand, ~cells[after])
                    continue
                for before, variable in row[day - 1].items():
                    if self.problem.is_too_close(before, after):
                        self.cp.add_bool_or(~demand, ~variable, ~cells[after])

    def _cover(self):
        for shift in self.problem.shifts:
            for day, target in enumerate(shift.target):
                if target:
                    demand = self._demand("coverage", day=day)
                    count = sum(row[day][shift.code] for row in self.cells.values())
                    self.cp.add(count >= target).only_enforce_if(demand)
