from datetime import date, timedelta

from odoo import Command

from odoo.addons.cs_roster.solver.problem import REST

from .hooks_common import HooksCommon


class TestProblem(HooksCommon):
    """What the solver is asked: tails, history, leaves, wishes, needs, what agents were told."""

    agent_count = 3

    def _agent(self, roster, employee):
        problem = roster._prepare_problem()
        return next(agent for agent in problem.agents if agent.key == str(employee.id))

    def _february(self, rows):
        roster = self._create_roster(date_from=date(2027, 2, 1))
        self._paint(roster, dict(zip(self.agents, rows, strict=False)))
        return roster

    def test_run_goes_on_over_the_end_of_the_month(self):
        self._february(["-" * 24 + "DDRN", "-" * 27 + "D", "D" * 27 + "-"])
        roster = self._create_roster()
        tails = [self._agent(roster, employee) for employee in self.agents]
        self.assertEqual([(a.run, a.last) for a in tails], [(4, "N"), (1, "D"), (0, REST)])

    def test_newcomers_start_from_the_average_of_nights(self):
        self._february(["N" * 10, "N" * 4])
        roster = self._create_roster()
        nights = [self._agent(roster, employee).nights for employee in self.agents]
        self.assertEqual(nights, [10, 4, 7])

    def test_agents_work_only_their_shifts(self):
        self.agents[0].cs_shift_type_ids = self.day
        roster = self._create_roster()
        self.assertEqual(self._agent(roster, self.agents[0]).allowed, ["D"])
        self.assertEqual(self._agent(roster, self.agents[1]).allowed, ["D", "N", "R"])

    def test_wishes_are_those_of_the_month(self):
        wishes = self.env["cs.roster.wish"].with_user(self.users["agent0"])
        for day in (self.first, self.first + timedelta(days=40)):
            wishes.create({"employee_id": self.agents[0].id, "date": day, "weight": "5"})
        [wish] = self._agent(self._create_roster(), self.agents[0]).wishes
        self.assertEqual((wish.day, wish.cell, wish.weight), (0, REST, 5))

    def test_needs_of_a_date_go_before_those_of_a_weekday(self):
        roster = self._create_roster()
        monday, saturday = 0, 5
        roster.coverage_ids = [
            Command.create({"shift_type_id": self.day.id, "target": 5, "floor": 1}),
            Command.create({"shift_type_id": self.day.id, "weekday": "5", "target": 3}),
            Command.create(
                {"shift_type_id": self.day.id, "date": self.first + timedelta(12), "target": 9}
            ),
        ]
        [shift] = [s for s in roster._prepare_problem().shifts if s.code == "D"]
        found = (shift.target[monday], shift.target[saturday], shift.target[12], shift.floor[0])
        self.assertEqual(found, (5, 3, 9, 1))

    def test_rest_days_shrink_with_a_long_leave(self):
        self._taken(self.agents[0], 0, 15)
        agent = self._agent(self._create_roster(), self.agents[0])
        self.assertEqual((agent.rest_min, agent.rest_max), (1, 5))
        self.assertEqual(sorted(agent.fixed), list(range(16)))

    def test_a_published_roster_is_to_change_little(self):
        roster = self._create_roster()
        self.assertIsNone(self._agent(roster, self.agents[0]).published)
        roster = self._create_published({self.agents[0]: "DDN"}, date_from=date(2027, 5, 1))
        told = self._agent(roster, self.agents[0]).published
        self.assertEqual("".join(told)[:4], "DDN-")
