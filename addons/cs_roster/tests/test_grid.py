from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from .common import RosterCommon


class TestGrid(RosterCommon):
    """What the month grid reads and writes, and for whom (S-76, S-77)."""

    agent_count = 3

    def _row(self, data, employee):
        return next(row for row in data["rows"] if row["id"] == employee.id)

    def test_grid_says_what_is_painted(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DDN-"})
        row = self._row(roster.grid_read(), self.agents[0])
        self.assertEqual(row["cells"], "DDN-" + "." * 27)
        self.assertEqual(row["published"], "." * 31)
        self.assertEqual((row["rest_min"], row["rest_max"]), (4, 5))

    def test_cells_are_painted_over(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DDN-", self.agents[1]: "RRRR"})
        self._paint(roster, {self.agents[0]: "-NN.", self.agents[1]: ".R"})
        data = roster.grid_read()
        self.assertEqual(self._row(data, self.agents[0])["cells"], "-NN" + "." * 28)
        self.assertEqual(self._row(data, self.agents[1])["cells"], ".RRR" + "." * 27)
        slot = self._slot(self.agents[0], 1)
        self.assertEqual((slot.kind, slot.shift_type_id), ("shift", self.night))
        self.assertEqual(slot.department_id, self.department)
        self.assertEqual(self._slot(self.agents[1], 1).write_uid, self.users["planner"])

    def test_what_no_grid_sends_is_refused_in_a_sentence(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DDN-"})
        own, stranger = self.agents[0].id, self.head.id
        wrong = [
            *([[employee, 0, "D"]] for employee in (str(own), own + 0.5, float(own), stranger)),
            *([[employee, 0, "D"]] for employee in (None, True, 0, -1, 10**30, [own], {})),
            *([[own, day, "D"]] for day in ("0", 0.0, 1.5, -1, 31, 10**30, None, False, [0], {})),
            *([[own, 0, cell]] for cell in ("", "X", "d", "DN", 0, 1.5, None, True, ["D"], {})),
            *([change] for change in ([], [own], [own, 0], [own, 0, "D", 1], None, 5, "abc", {})),
            *(None, 7, "abc", True, {"a": 1}),
            [[own, 1, "N"], [own, 31, "D"]],
        ]
        for changes in wrong:
            with self.subTest(changes=changes):
                self.assertRefused(
                    UserError, "not part of", roster.grid_write, roster.revision, changes
                )
        for cells in (
            [[own, "0"]],
            [[own, 1.0]],
            [[stranger, 0]],
            [[own]],
            [None],
            None,
            [[{}, 0]],
        ):
            with self.subTest(cells=cells):
                self.assertRefused(
                    UserError, "not part of", roster.grid_lock, roster.revision, cells, True
                )
        for revision in (None, "1", 1.5, [], {}, False, -1):
            with self.subTest(revision=revision):
                self.assertRefused(
                    UserError, "changed the roster", roster.grid_write, revision, [[own, 0, "D"]]
                )
        self.assertEqual(self._row(roster.grid_read(), self.agents[0])["cells"][:4], "DDN-")

    def test_slots_have_the_user_of_their_agent(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "D"})
        self.assertEqual(self._slot(self.agents[0], 0).user_id, self.users["agent0"])

    def test_published_cells_do_not_become_empty(self):
        roster = self._create_published({self.agents[0]: "N"})
        change = [[self.agents[0].id, 0, "."]]
        self.assertRefused(
            UserError, "has been published", roster.grid_write, roster.revision, change
        )

    def test_leave_keeps_the_shift_that_it_replaces(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "N"})
        roster._write_cells({(self.agents[0].id, self.first): "*"}, "leave")
        slot = self._slot(self.agents[0], 0)
        self.assertEqual((slot.kind, slot.shift_type_id), ("leave", self.night))

    def test_agent_of_two_departments_has_one_slot_a_day(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "D"})
        other = self.env["hr.department"].create(
            {"name": "Second Line", "company_id": self.company.id}
        )
        second = self._create_roster(department_id=other.id)
        second.sudo().employee_ids = self.agents
        change = [[self.agents[0].id, 0, "N"]]
        self.assertRefused(UserError, "another department", second.grid_write, 0, change)
        self.assertEqual(self._slot(self.agents[0], 0).shift_type_id, self.day)

    def test_fixed_cells_are_named_and_released(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DD"})
        places = [[self.agents[0].id, 0], [self.agents[0].id, 1]]
        roster.grid_lock(roster.revision, places, True)
        self.assertEqual(self._row(roster.grid_read(), self.agents[0])["locked"][:3], "110")
        self.assertEqual(roster._prepare_problem().agents[0].fixed, {0: "D", 1: "D"})
        roster.grid_lock(roster.revision, places[:1], False)
        self.assertEqual(self._row(roster.grid_read(), self.agents[0])["locked"][:3], "010")

    def test_fixing_asks_for_the_present_revision(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "D"})
        other = self._as(roster, "head")
        place = [[self.agents[0].id, 0]]
        self.assertRefused(UserError, "r_planner changed", other.grid_lock, 0, place, True)

    def test_agents_see_what_they_were_told_and_no_plan(self):
        roster = self._create_published({self.agents[0]: "N"})
        self._paint(roster, {self.agents[0]: "D"})
        data = self._as(roster, "agent1").grid_read()
        self.assertEqual(self._row(data, self.agents[0])["cells"][0], "N")
        self.assertFalse(data["can_edit"] or data["sees_plan"] or data["violations"])
        plan = self._as(roster, "personnel").grid_read()
        self.assertEqual(self._row(plan, self.agents[0])["cells"][0], "D")
        self.assertFalse(plan["can_edit"])

    def test_wishes_are_seen_by_those_who_plan(self):
        wishes = self._as(self.env["cs.roster.wish"], "agent0")
        wishes.create({"date": self.first + timedelta(days=2), "kind": "rest"})
        roster = self._create_published()
        row = self._row(roster.grid_read(), self.agents[0])
        self.assertEqual(row["wishes"], [(2, "-")])
        row = self._row(self._as(roster, "agent1").grid_read(), self.agents[0])
        self.assertFalse(row["wishes"])

    def test_draft_is_read_by_planners_only(self):
        roster = self._create_roster()
        self.assertRefused(AccessError, "", self._as(roster, "agent0").grid_read)
        self.assertRefused(AccessError, "", self._as(roster, "salesman").grid_read)
        self.assertTrue(self._as(roster, "head").grid_read()["can_edit"])

    def test_days_worked_before_the_month_count(self):
        february = self._create_roster(date_from=self.first - timedelta(days=28))
        self._paint(february, {self.agents[0]: "-" * 24 + "DDRN", self.agents[1]: "D" * 27 + "-"})
        roster = self._create_roster()
        tails = roster._tails(roster._agents())
        self.assertEqual(tails[self.agents[0].id], (4, "N"))
        self.assertEqual(tails[self.agents[1].id], (0, "-"))
        self.assertNotIn(self.agents[2].id, tails)

    def test_letters_of_retired_shifts_stay_in_their_months(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "R"})
        self.regular.active = False
        codes = [shift["code"] for shift in roster.grid_read()["shifts"]]
        self.assertEqual(codes, ["D", "N", "R"])
        april = self._create_roster(date_from=self.first + timedelta(days=31))
        self.assertEqual([shift["code"] for shift in april.grid_read()["shifts"]], ["D", "N"])

    def test_months_lead_to_their_neighbours(self):
        roster = self._create_roster()
        april = self._create_roster(date_from=self.first + timedelta(days=31))
        self.assertEqual(roster.grid_read()["next_id"], april.id)
        self.assertFalse(roster.grid_read()["previous_id"])
        self.assertEqual(april.grid_read()["previous_id"], roster.id)
        self.assertFalse(april.grid_read()["next_id"])
