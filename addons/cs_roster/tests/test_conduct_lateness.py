from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .hooks_common import HooksCommon


class TestConductOfLateness(HooksCommon):
    """A late shift is entered in the conduct register by one click, once (S-86, S-87)."""

    first = date(2026, 3, 1)

    def setUp(self):
        super().setUp()
        self.agent = self.agents[0]
        self._create_published({self.agent: "DD", self.agents[1]: "D"})
        self._attend(self.agent, 0, 8.5, 17)
        self._attend(self.agent, 1, 8, 17)

    def _row(self, role, day=0, agent=None):
        slot = self._slot(agent or self.agent, day)
        return self._as(self.env["cs.roster.lateness"].browse(slot.id), role)

    def _entries(self):
        self.env.invalidate_all()
        return self.env["cs.conduct"].search([("employee_id", "=", self.agent.id)])

    @freeze_time("2026-03-05")
    def test_head_and_planner_enter_it_with_one_click(self):
        for role in ("head", "planner", "admin"):
            with self.subTest(role), self.env.cr.savepoint() as savepoint:
                row = self._row(role)
                self.assertTrue(row.can_enter)
                row.action_enter_conduct()
                entry = self._entries()
                self.assertEqual(
                    (entry.kind, entry.date, entry.state), ("late", self.first, "reported")
                )
                self.assertEqual(entry.reported_by_id, self.users[role])
                self.assertEqual(entry.slot_id, self._slot(self.agent, 0))
                self.assertIn("30 minutes late", entry.description)
                row = self._row(role)
                self.assertEqual((row.conduct_id, row.can_enter), (entry, False))
                savepoint.rollback()
            self.env.invalidate_all()

    @freeze_time("2026-03-05")
    def test_once_per_shift(self):
        self._row("head").action_enter_conduct()
        with mute_logger("odoo.sql_db"):
            self.assertRefused(IntegrityError, "slot", self._row("planner").action_enter_conduct)
        self.assertEqual(len(self._entries()), 1)

    @freeze_time("2026-03-05")
    def test_voided_entry_is_not_made_again(self):
        self._row("head").action_enter_conduct()
        self._as(self._entries(), "hr").action_void("The clock was wrong")
        self.assertFalse(self._row("head").can_enter)

    @freeze_time("2026-03-05")
    def test_a_shift_that_was_not_late_is_refused(self):
        row = self._row("head", day=1)
        self.assertFalse(row.can_enter)
        self.assertRefused(UserError, "was not late", row.action_enter_conduct)

    @freeze_time("2026-03-05")
    def test_others_do_not_enter_it(self):
        for role in ("personnel", "hr", "agent0", "agent1", "plain", "manager", "salesman"):
            with self.subTest(role):
                row = self._row(role)
                self.assertRefused(AccessError, "", row.action_enter_conduct)
                if role in ("personnel", "hr", "agent0"):
                    self.assertFalse(row.can_enter)
        self.assertFalse(self._entries())

    @freeze_time("2026-03-05")
    def test_nobody_enters_their_own(self):
        self.head.cs_is_rostered = True
        roster = self.env["cs.roster"].search([("department_id", "=", self.department.id)])
        roster = roster.with_user(self.users["planner"])
        roster.write({"employee_ids": [Command.link(self.head.id)]})
        self._paint(roster, {self.head: "D" + "-" * 30})
        roster.action_publish()
        self._attend(self.head, 0, 9, 17)
        row = self._row("head", agent=self.head)
        self.assertFalse(row.can_enter)
        self.assertRefused(AccessError, "", row.action_enter_conduct)

    @freeze_time("2026-03-05")
    def test_the_shift_of_an_entry_is_not_set_by_hand(self):
        entry = (
            self.env["cs.conduct"]
            .with_user(self.users["head"])
            .create({"employee_id": self.agent.id, "date": self.first, "description": "Late"})
        )
        slot = self._slot(self.agent, 0)
        self.assertRefused(AccessError, "", entry.write, {"slot_id": slot.id})
