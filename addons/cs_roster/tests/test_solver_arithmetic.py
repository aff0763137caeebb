from dataclasses import replace

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_roster.solver.arithmetic import explain
from odoo.addons.cs_roster.solver.core import conflicts
from odoo.addons.cs_roster.solver.problem import Agent, Problem, Rules
from odoo.addons.cs_roster.solver.samples import CODES, make_shifts
from odoo.addons.cs_roster.solver.solve import Solve


def make_team(size, rests=(4, 4), changed=None, days=31):
    """A plain team without leave; ``changed`` holds what differs for some agents."""
    agents = [
        Agent(str(number), f"Agent {number}", *rests, allowed=list(CODES))
        for number in range(1, size + 1)
    ]
    agents = [replace(agent, **(changed or {}).get(agent.key, {})) for agent in agents]
    return Problem(days, [], make_shifts(days), agents, rules=Rules())


@tagged("post_install", "-at_install")
class TestArithmetic(BaseCase):
    def findings(self, problem):
        return {finding.code: finding.data for finding in explain(problem)}

    def test_six_agents_lack_24_shifts_and_seven_are_needed(self):
        found = self.findings(make_team(6))["capacity_short"]
        self.assertEqual((found["need"], found["capacity"], found["missing"]), (186, 162, 24))
        self.assertEqual(found["minimum"], 7)

    def test_seven_agents_are_enough_on_paper(self):
        self.assertEqual(set(self.findings(make_team(7))), {"capacity"})

    def test_tail_of_four_days_leaves_no_month_with_four_rests(self):
        problem = make_team(7, changed={"3": {"run": 4, "last": "D"}})
        found = self.findings(problem)["no_legal_month"]
        self.assertEqual((found["agent"], found["least"], found["most"]), ("3", 27, 26))
        self.assertEqual(found["rules"], ["rest_quota", "max_run"])
        tail_of_three = make_team(7, changed={"3": {"run": 3, "last": "D"}})
        self.assertNotIn("no_legal_month", self.findings(tail_of_three))

    def test_too_many_on_leave_are_named_with_their_day(self):
        leave = {"fixed": {17: "*"}}
        problem = make_team(8, (4, 5), {"3": leave, "4": leave, "5": leave})
        found = self.findings(problem)["day_below_target"]
        self.assertEqual((found["day"], found["present"], found["needed"]), (17, 5, 6))
        self.assertEqual(found["away"], ["3", "4", "5"])

    def test_shift_that_too_few_may_work(self):
        only_days = {"allowed": ["D", "R"]}
        problem = make_team(8, (4, 5), {str(number): only_days for number in range(1, 8)})
        found = self.findings(problem)
        self.assertEqual(found["too_few_for_shift"]["shift"], "N")
        self.assertEqual(found["shift_below_target"]["present"], 1)

    def test_locked_cells_that_break_a_rule_are_named(self):
        problem = make_team(8, (4, 5), {"2": {"fixed": {9: "N", 10: "D"}}})
        found = self.findings(problem)
        self.assertEqual(found["fixed_breaks_rule"]["rule"], "min_rest")
        self.assertEqual(found["fixed_breaks_rule"]["day"], 10)
        self.assertEqual(found["no_legal_month"]["rules"], ["min_rest", "locked"])

    def test_large_team_is_counted_at_once(self):
        self.assertEqual(self.findings(make_team(500))["capacity"]["capacity"], 500 * 27)


@tagged("post_install", "-at_install")
class TestClashes(BaseCase):
    def clash(self, problem):
        result = Solve(problem, 2).run()
        return result, conflicts(problem, result, lambda: False)

    def test_agent_without_a_month_clashes_by_its_quota_and_the_longest_run(self):
        result, found = self.clash(make_team(7, changed={"3": {"run": 4, "last": "D"}}))
        self.assertEqual(result.status, "infeasible")
        expected = [{"rule": "rest_quota", "agent": "3"}, {"rule": "max_run", "agent": "3"}]
        self.assertEqual(found, [expected])

    def test_locked_days_of_a_clash_are_named(self):
        changed = {"2": {"fixed": {3: "-", 9: "N", 10: "D"}}}
        _result, found = self.clash(make_team(8, (4, 5), changed))
        expected = [
            {"rule": "min_rest", "agent": "2"},
            {"rule": "locked", "agent": "2", "day": 9},
            {"rule": "locked", "agent": "2", "day": 10},
        ]
        self.assertEqual(found, [expected])

    def test_leave_of_three_clashes_with_the_coverage_of_their_day(self):
        leave = {"fixed": {17: "*"}}
        problem = make_team(8, (4, 5), {"3": leave, "4": leave, "5": leave})
        result, found = self.clash(problem)
        self.assertIn(17, [day for day, _code, _count in result.shortages])
        self.assertEqual(len(found), 1)
        self.assertIn({"rule": "coverage", "day": 17}, found[0])
        leaves = [{"rule": "leave", "agent": key, "day": 17} for key in "345"]
        self.assertTrue(all(item in found[0] for item in leaves))

    def test_six_agents_clash_with_the_coverage_of_a_week(self):
        result, found = self.clash(make_team(6, (4, 5)))
        self.assertGreaterEqual(sum(count for _day, _code, count in result.shortages), 24)
        self.assertTrue([item["day"] for item in found[0] if item["rule"] == "coverage"])
