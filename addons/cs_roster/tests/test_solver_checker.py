import json
import time

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_roster.solver.checker import check, check_agent
from odoo.addons.cs_roster.solver.problem import Agent, Problem, Rules, Wish
from odoo.addons.cs_roster.solver.samples import make_shifts, make_team

CODES = ["D", "N", "R"]


def make_problem(days, *agents, rules=None, pairs=(), need=0):
    shifts = make_shifts(days, need, need, need)
    return Problem(days, [], shifts, list(agents), list(pairs), rules or Rules())


@tagged("post_install", "-at_install")
class TestChecker(BaseCase):
    def agent(self, **values):
        values = {"rest_min": 0, "rest_max": 31, "allowed": CODES, **values}
        return Agent("a", "Ann", **values)

    def found(self, cells, rules=None, **values):
        """(rule, level, day) of all that is wrong with one agent's month."""
        agent = self.agent(**values)
        problem = make_problem(len(cells), agent, rules=rules)
        found = check_agent(problem, agent, list(cells))
        return [(violation.rule, violation.level, violation.day) for violation in found]

    def test_sound_month_has_no_violation(self):
        self.assertEqual(self.found("DDNN-*RR", fixed={5: "*"}), [])

    def test_run_counts_the_days_before_the_month(self):
        self.assertEqual(self.found("DDDDDD-"), [])
        self.assertEqual(self.found("DDDDDD-", run=1, last="D"), [("max_run", "block", 5)])
        self.assertEqual(self.found("DDDDDDDDD"), [("max_run", "block", 6)])
        self.assertEqual(self.found("D-", run=9, last="D"), [("max_run", "block", 0)])
        self.assertEqual(self.found("-D", run=9, last="D"), [])

    def test_leave_ends_a_run(self):
        self.assertEqual(self.found("DDDDDD*DDDDDD", fixed={6: "*"}), [])

    def test_night_leaves_too_little_rest_before_a_day_shift(self):
        self.assertEqual(self.found("ND"), [("min_rest", "block", 1)])
        self.assertEqual(self.found("R", run=1, last="N"), [("min_rest", "block", 0)])
        self.assertEqual(self.found("N-D"), [])
        self.assertEqual(self.found("ND", Rules(min_rest_hours=7)), [])

    def test_rule_that_warns_does_not_block(self):
        rules = Rules(max_run=2, max_run_blocks=False, min_rest_blocks=False)
        expected = [("max_run", "warn", 2), ("min_rest", "warn", 2)]
        self.assertEqual(self.found("DND", rules), expected)

    def test_quota_waits_for_open_days(self):
        self.assertEqual(self.found("DD..", rest_min=2), [])
        self.assertEqual(self.found("DDD.", rest_min=2), [("rest_quota", "block", None)])
        self.assertEqual(self.found("--..", rest_max=1), [("rest_quota", "block", None)])

    def test_day_on_which_an_agent_is_not_employed_cannot_become_rest(self):
        found = self.found("DD..", rest_min=1, fixed={2: ".", 3: "."})
        self.assertEqual(found, [("rest_quota", "block", None)])

    def test_leave_is_kept_and_needs_approval(self):
        self.assertEqual(self.found("D", fixed={0: "*"}), [("leave", "block", 0)])
        self.assertEqual(self.found("*"), [("leave", "block", 0)])

    def test_locked_cell_and_shifts_not_allowed(self):
        self.assertEqual(self.found("D", fixed={0: "-"}), [("locked", "block", 0)])
        self.assertEqual(self.found("N", allowed=["D"]), [("allowed", "block", 0)])

    def test_coverage_below_floor_blocks_and_below_target_warns(self):
        agents = [Agent(key, key, 0, 9, allowed=CODES) for key in "ab"]
        problem = make_problem(1, *agents, need=2)
        found = check(problem, {"a": ["D"], "b": ["-"]})
        self.assertEqual(
            [(violation.rule, violation.level, violation.data["shift"]) for violation in found],
            [
                ("coverage_target", "warn", "D"),
                ("coverage_floor", "block", "N"),
                ("coverage_floor", "block", "R"),
            ],
        )

    def test_pair_works_the_same_shift_on_days_both_work(self):
        agents = [Agent(key, key, 0, 9, allowed=CODES) for key in "ab"]
        problem = make_problem(3, *agents, pairs=[("a", "b")])
        found = check(problem, {"a": list("DD-"), "b": list("DRD")})
        self.assertEqual([(item.rule, item.agent, item.day) for item in found], [("pair", "a", 1)])

    def test_month_of_500_agents_is_judged_well_below_a_second(self):
        problem = make_team(500, 120)
        roster = {agent.key: list("DDDDNN-" * 5)[:31] for agent in problem.agents}
        begin = time.process_time()
        self.assertTrue(check(problem, roster))
        self.assertLess(time.process_time() - begin, 0.5)


@tagged("post_install", "-at_install")
class TestProblem(BaseCase):
    def test_json_gives_the_same_problem_back(self):
        problem = make_team(8, 2)
        agent = Agent("x", "X", 1, 2, fixed={3: "*"}, wishes=[Wish(1, "-", 5)], published=["D"])
        problem = Problem(
            31, problem.weekend, problem.shifts, [*problem.agents, agent], [("x", "1")]
        )
        self.assertEqual(Problem.from_json(json.loads(json.dumps(problem.to_json()))), problem)
