import importlib.util
import os
from dataclasses import replace
from itertools import product
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_roster.solver.checker import check, check_agent
from odoo.addons.cs_roster.solver.model import Model
from odoo.addons.cs_roster.solver.month import Month
from odoo.addons.cs_roster.solver.price import Prices
from odoo.addons.cs_roster.solver.problem import Agent, Problem, Rules, Shift, Wish
from odoo.addons.cs_roster.solver.samples import make_shifts, make_team
from odoo.addons.cs_roster.solver.solve import Solve

# `./cs test --long` plays the long run
IS_LONG = bool(os.environ.get("CS_TEST_LONG"))
EXAMPLES = 300 if IS_LONG else 25
SEEDS = range(1, 6)
# agents, people per shift, seconds
TEAMS = [(8, 2, 30), (30, 8, 60), (100, 26, 90)] if IS_LONG else [(8, 2, 2), (30, 8, 3)]


def load_checker():
    """tests/roster_checker.py, which knows nothing of this addon."""
    file = Path(__file__).parents[3] / "tests" / "roster_checker.py"
    spec = importlib.util.spec_from_file_location("roster_checker", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CELLS = st.sampled_from("DNR-")
SHIFTS = st.sampled_from("DNR")
ALLOWED = st.lists(SHIFTS, min_size=1, max_size=3, unique=True)


@st.composite
def agents(draw, key, days):
    rest_min = draw(st.integers(0, days // 3))
    allowed = sorted(draw(ALLOWED))
    fixed = st.sampled_from(["*", "-", ".", *allowed])
    return Agent(
        key,
        key,
        rest_min,
        rest_min + draw(st.integers(0, 3)),
        draw(st.integers(0, 5)),
        draw(st.sampled_from("DNR-.")),
        allowed,
        draw(st.dictionaries(st.integers(0, days - 1), fixed, max_size=2)),
        draw(st.lists(st.builds(Wish, st.integers(0, days - 1), CELLS, st.integers(1, 5)))),
        draw(st.none() | st.lists(SHIFTS, min_size=days, max_size=days)),
        draw(st.integers(0, 4)),
        draw(st.integers(0, 4)),
    )


@st.composite
def problems(draw, most_agents=5, most_days=10):
    days = draw(st.integers(1, most_days))
    keys = "abcde"[: draw(st.integers(1, most_agents))]
    shifts = make_shifts(days, *(draw(st.integers(0, 2)) for _shift in range(3)))
    rules = Rules(draw(st.integers(1, 6)), 11, draw(st.booleans()), draw(st.booleans()))
    weekend = sorted(draw(st.sets(st.integers(0, days - 1), max_size=3)))
    team = [draw(agents(key, days)) for key in keys]
    pairs = [(keys[0], keys[1])] if len(keys) > 1 and draw(st.booleans()) else []
    return Problem(days, weekend, shifts, team, pairs, rules)


def settle(examples):
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None,
        suppress_health_check=checks,
    )  # fmt: skip


@tagged("post_install", "-at_install")
class TestRosters(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.checker = load_checker()

    def assertSound(self, problem, result):
        found = self.checker.hard_violations(problem.to_json(), result.roster)
        self.assertEqual(found, [])
        # the addon's own checker says the same
        hard = [item for item in check(problem, result.roster) if item.level == "block"]
        self.assertEqual({item.rule for item in hard} - {"coverage_floor"}, set())
        missing = sum(count for _day, _code, count in result.shortages)
        self.assertEqual(missing, self.checker.missing(problem.to_json(), result.roster))
        if result.bound is not None:
            self.assertLessEqual(result.bound, result.objective)

    def test_every_generated_roster_is_sound(self):
        for (size, per_shift, seconds), seed in product(TEAMS, SEEDS):
            with self.subTest(agents=size, seed=seed):
                problem = make_team(size, per_shift, seed)
                self.assertSound(problem, Solve(problem, seconds, seed=seed).run())

    @settle(EXAMPLES)
    @given(problems())
    def test_any_problem_has_a_sound_roster_or_no_legal_one(self, problem):
        result = Solve(problem, 0.6, workers=4).run()
        if result.status == "infeasible":
            self.assertTrue(self._is_hopeless(problem))
        else:
            self.assertSound(problem, result)

    def _is_hopeless(self, problem):
        """By CP-SAT, which shares nothing with the counting that found it."""
        work = Model(Prices(problem)).start(20, 4, 1, lambda _roster: None)
        work.run()
        return work.status == "INFEASIBLE"

    def test_checker_of_the_tests_finds_what_is_broken(self):
        problem = make_team(8, 2)
        result = Solve(problem, 1).run(is_quick=True)
        for cells in ("D" * 31, "ND" * 15 + "-", "-" * 31, "*" * 31, "D"):
            broken = {**result.roster, "1": list(cells)}
            self.assertTrue(self.checker.hard_violations(problem.to_json(), broken), cells)

    def test_rule_that_warns_gives_way_to_coverage(self):
        shifts = [Shift("D", 8, 17, False, [1] * 7, [1] * 7)]
        agent = Agent("a", "Ann", 0, 2, allowed=["D"])
        problem = Problem(7, [], shifts, [agent], rules=Rules(max_run=5))
        self.assertEqual(len(Solve(problem, 2).run().shortages), 1)
        problem = replace(problem, rules=Rules(max_run=5, max_run_blocks=False))
        self.assertEqual(Solve(problem, 2).run().shortages, [])

    def test_wishes_pairs_and_published_cells_are_respected_where_they_can_be(self):
        team = [
            Agent("a", "Ann", 1, 1, allowed=["D", "R"], wishes=[Wish(2, "-", 5)]),
            Agent("b", "Bob", 1, 1, allowed=["D", "R"], published=list("-RRRR")),
        ]
        problem = Problem(5, [], make_shifts(5, 0, 0, 0), team, [("a", "b")])
        result = Solve(problem, 3).run()
        self.assertEqual(result.status, "optimal")
        self.assertEqual(result.roster["b"], list("-RRRR"))
        self.assertEqual(result.roster["a"], list("RR-RR"))

    def test_who_had_more_nights_gets_fewer(self):
        team = [
            Agent(key, key, 2, 2, allowed=["D", "N"], nights=nights)
            for key, nights in (("a", 6), ("b", 0), ("c", 0))
        ]
        problem = Problem(8, [], make_shifts(8, 1, 1, 0), team)
        roster = Solve(problem, 4).run().roster
        nights = {key: cells.count("N") for key, cells in roster.items()}
        self.assertEqual(nights["a"], 0)
        self.assertEqual(nights["b"], nights["c"])

    def test_repair_moves_few_cells_of_others(self):
        problem = make_team(8, 2)
        published = Solve(problem, 8).run().roster
        team = [replace(agent, published=published[agent.key]) for agent in problem.agents]
        absent = team[0].key
        team[0] = replace(team[0], fixed={**team[0].fixed, 14: "*", 15: "*", 16: "*"})
        repaired = Solve(replace(problem, agents=team), 20).run()
        moved = sum(
            cell != before
            for key, cells in repaired.roster.items()
            for cell, before in zip(cells, published[key], strict=True)
            if key != absent
        )
        self.assertSound(replace(problem, agents=team), repaired)
        self.assertLessEqual(moved, 12)


@tagged("post_install", "-at_install")
class TestPrices(BaseCase):
    @settle(4 * EXAMPLES)
    @given(problems(), st.randoms(use_true_random=False))
    def test_model_and_prices_agree_on_the_cost_of_a_roster(self, problem, chance):
        prices = Prices(problem)
        rows = {}
        for agent in problem.agents:
            noise = [{cell: chance.randint(-90, 90) for cell in "DNR-"}] * problem.days
            found = Month(prices, agent).plan(noise)
            if not found:
                return
            rows[agent.key] = found[0][1]
        model = Model(prices)
        for key, row in model.cells.items():
            for cells, wanted in zip(row, rows[key], strict=True):
                for cell, variable in cells.items():
                    model.cp.add(variable == (cell == wanted))
        work = model.start(10, 1, 1, lambda _roster: None)
        work.run()
        # the solver keeps its whole number as a float
        self.assertAlmostEqual(work.solver.objective_value, prices.total(rows), places=6)

    @settle(4 * EXAMPLES)
    @given(problems(most_agents=1, most_days=6), st.randoms(use_true_random=False))
    def test_planned_month_is_the_best_of_all_months(self, problem, chance):
        prices, (agent,) = Prices(problem), problem.agents
        noise = [{cell: chance.randint(-90, 90) for cell in "DNR"} for _ in range(problem.days)]

        def cost(cells):
            own = sum(prices.of_agent(agent, cells).values())
            return own + sum(noise[day].get(cell, 0) for day, cell in enumerate(cells))

        months = map(list, product(*(prices.choices(agent, day) for day in range(problem.days))))
        legal = [
            cost(cells)
            for cells in months
            if all(item.level == "warn" for item in check_agent(problem, agent, cells))
        ]
        planned = Month(prices, agent).plan(noise)
        self.assertEqual(bool(planned), bool(legal))
        if legal:
            self.assertEqual(planned[0][0], min(legal))
            self.assertEqual(cost(planned[0][1]), min(legal))
