"""From a problem to a result: counting, a first roster, a bound, ever better rosters."""

import time
from dataclasses import dataclass, field
from math import ceil
from threading import Thread

from .arithmetic import working_days
from .checker import BLOCK, check_agent
from .month import Month
from .neighbourhood import Search
from .price import Prices
from .problem import EMPTY

# Parts of the time after which the first search, the repair, the bound and the dive end.
FIRST, REPAIR, BOUND, DIVE = 0.06, 0.6, 0.5, 0.75
FIRST_SECONDS = 1.5
# While people are missing the first search goes on for this part of the time.
STAFFED = 0.3
HEAT, WARM, COLD = 40.0, 8.0, 0.5
# Up to so many agents CP-SAT works on the whole roster, else on the months of a few.
WHOLE = 15
REPAIRED_WHOLE = 40
FEW = 8
FEW_SECONDS = 4.0
SHAKE_SECONDS = 2.0
# This part of the time is left to explain why people are missing, if they are.
EXPLAIN = 0.25
# What sums of prices may lack in precision.
ROUNDING = 1e-4


@dataclass
class Result:
    """``bound`` is proven: no roster costs less."""

    status: str
    roster: dict[str, list[str]] = field(default_factory=dict)
    objective: int | None = None
    bound: int | None = None
    seconds: float = 0.0
    shortages: list = field(default_factory=list)
    conflicts: list = field(default_factory=list)
    relaxations: list = field(default_factory=list)
    cancelled: bool = False


class Solve:
    """One run; ``cancel`` may be called at any time and leaves the best so far.

    :param report: called with (seconds, objective, bound, short) as the roster gets better
    """

    def __init__(self, problem, seconds=60, workers=8, seed=1, report=None, parent=None):
        self.problem = problem
        self.seconds = seconds
        self.workers = workers
        self.seed = seed
        self.report = report or (lambda *_progress: None)
        self.bound = None
        self.parent = parent
        self._is_cancelled = False
        self._begin = time.monotonic()
        self._reported = None
        self.short = 0
        self._limit = seconds

    @property
    def elapsed(self):
        return time.monotonic() - self._begin

    @property
    def is_cancelled(self):
        return self._is_cancelled or bool(self.parent and self.parent.is_cancelled)

    def cancel(self):
        self._is_cancelled = True

    def run(self, roster=None, is_quick=False):
        """
        :param roster: a legal one to begin from, if there is one
        :param is_quick: search only, without a bound
        """
        if any(working_days(self.problem, agent) is None for agent in self.problem.agents):
            return Result("infeasible", seconds=self.elapsed)
        self.prices = Prices(self.problem)
        self.months = {agent.key: Month(self.prices, agent) for agent in self.problem.agents}
        self.search = Search(self.prices, self.months, self.seed, self._tell)
        self.search.build(self._published())
        if roster:
            self.search.take(roster)
        if is_quick:
            self._shake(self.seconds)
        elif self.months:
            self._shake(min(FIRST_SECONDS, FIRST * self.seconds))
            while self.short and self.elapsed < STAFFED * self.seconds and not self._is_over():
                self._shake(min(FIRST_SECONDS, FIRST * self.seconds))
            self._repair()
            self._generate()
            self._polish()
        else:
            self.bound = self.search.cost
        return self._result()

    def is_cancelled_or_after(self, seconds):
        """A function that tells whether it is time to end."""
        end = self.elapsed + seconds
        return lambda: self.is_cancelled or self.elapsed >= end

    def try_quickly(self, problem, seconds, roster):
        """A result for another problem, from this roster on; cancelling this run ends it."""
        other = Solve(problem, seconds, seed=self.seed, parent=self)
        return other.run(roster, is_quick=True)

    def _result(self):
        search = self.search
        return Result(
            "optimal" if self._is_proven() else "feasible",
            {key: list(cells) for key, cells in search.roster.items()},
            search.cost,
            self.bound,
            self.elapsed,
            self.prices.shortages(search.roster),
            cancelled=self.is_cancelled,
        )

    def _published(self):
        """What was published, of those who can still work it: a repair begins there."""
        return {
            agent.key: list(agent.published)
            for agent in self.problem.agents
            if agent.published
            and EMPTY not in agent.published
            and all(v.level != BLOCK for v in check_agent(self.problem, agent, agent.published))
        }

    # Steps

    def _shake(self, seconds, heat=HEAT):
        """Search for so long, and cool down."""
        begin = self.elapsed
        while self.months and not self._is_over():
            left = 1 - (self.elapsed - begin) / seconds
            if left <= 0:
                return
            self.search.shake(max(COLD, heat * left))

    def _repair(self):
        """A published roster ties CP-SAT down so much that it often proves the best at once."""
        self._limit = REPAIR * self.seconds
        is_small = len(self.months) <= REPAIRED_WHOLE
        if is_small and any(agent.published for agent in self.problem.agents):
            self._solve_model(None, self._limit)

    def _generate(self):
        self._limit = BOUND * self.seconds
        if self._is_over():
            return
        # OR-Tools takes its time to load; the first roster is there without it
        from .columns import Columns

        self.columns = Columns(self.prices, self.months, self._is_over)
        self.columns.add(self.search.roster)
        self.columns.solve()
        self._prove(self.columns.bound)
        self._limit = DIVE * self.seconds
        if not self._is_over():
            self.search.build(self.columns.dive())
            self._prove(self.columns.bound)

    def _polish(self):
        self._limit = self.seconds
        while not self._is_over():
            self.search.take_back()
            self._shake(SHAKE_SECONDS, WARM)
            self.search.take_back()
            if len(self.months) <= WHOLE:
                self._solve_model(None, self.seconds)
            else:
                self._solve_model(self.search.pick(FEW), FEW_SECONDS)

    def _solve_model(self, keys, seconds):
        """Let CP-SAT better the months of some agents, or of all."""
        from .model import Model

        model = Model(self.prices, self.search.roster, keys)
        model.hint(self.search.roster)
        if keys is None and self.bound is not None:
            model.require_at_least(self.bound)
        seconds = min(seconds, self.seconds - self.elapsed)
        with_solver = model.start(seconds, self.workers, self.seed, self.search.take)
        thread = Thread(target=with_solver.run)
        thread.start()
        # signals reach Python only while it is not inside the solver
        while thread.is_alive():
            thread.join(0.1)
            if self._is_over():
                with_solver.stop()
        if keys is None:
            self._prove(with_solver.bound)

    # What is known

    def _prove(self, bound):
        if bound is not None:
            bound = max(0, ceil(bound - ROUNDING * max(1, len(self.problem.agents))))
            self.bound = bound if self.bound is None else max(self.bound, bound)
            self._tell(self.search, is_due=True)

    def _is_proven(self):
        return self.bound is not None and self.search.cost <= self.bound

    def _is_over(self):
        limit = self._limit
        if self.short:
            limit = min(limit, (1 - EXPLAIN) * self.seconds)
        return self.is_cancelled or self.elapsed >= limit or self._is_proven()

    def _tell(self, search, is_due=False):
        """Report, but not more than twice a second."""
        self.short = sum(count for _day, _code, count in self.prices.shortages(search.roster))
        if is_due or self._reported is None or self.elapsed - self._reported > 0.5:
            self._reported = self.elapsed
            self.report(self.elapsed, search.cost, self.bound, self.short)
