from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError

from .people_common import PeopleCommon

PROTECTED = {
    "state": "confirmed",
    "decision_note": "forged",
    "statement": "forged",
    "is_appeal": True,
    "first_amount": 999,
    "period_months": 1,
}


class TestConduct(PeopleCommon):
    """An entry is made by the head or planner, and decided by personnel (S-86, S-87)."""

    def test_head_enters_and_personnel_confirms(self):
        entry = self._enter()
        self.assertEqual(entry.reported_by_id, self.users["head"])
        self.assertIn(self.users["hr"], entry.sudo().activity_ids.user_id)
        self._as(entry, "hr").action_confirm()
        self.assertEqual((entry.state, entry.decided_by_id), ("confirmed", self.users["hr"]))
        self.assertFalse(entry.sudo().activity_ids)

    def test_first_second_third_are_proposals(self):
        entries = [self._confirmed(date(2026, month, 2)) for month in (1, 2, 3)]
        self.assertEqual([entry.ordinal for entry in entries], [1, 2, 3])
        self.assertEqual(
            [(entry.proposal, entry.proposed_amount) for entry in entries],
            [("amount", 10), ("amount", 30), ("dismissal", 0)],
        )
        dismissal = self.env.ref("cs_roster.mail_activity_type_dismissal")
        reminders = self.env["mail.activity"].search([("activity_type_id", "=", dismissal.id)])
        self.assertEqual((reminders.res_id, reminders.user_id), (entries[2].id, self.users["hr"]))
        self.assertTrue(self.agent.active)

    def test_entry_counts_for_the_period_only(self):
        self._confirmed(date(2025, 3, 2))
        self.assertEqual(self._confirmed(date(2026, 3, 1)).ordinal, 2)
        self.assertEqual(self._confirmed(date(2026, 3, 2)).ordinal, 2)

    def test_voided_entry_does_not_count_and_later_ones_move(self):
        entries = [self._confirmed(date(2026, month, 2)) for month in (1, 2, 3)]
        third = self._as(entries[2], "hr")
        self.assertEqual(third.ordinal, 3)
        self._as(entries[0], "hr").action_void("Seen wrongly")
        self.assertEqual([entry.ordinal for entry in entries], [0, 1, 2])
        self.assertEqual((third.ordinal, third.proposed_amount), (2, 30))
        self.assertFalse(third.activity_ids, "nothing is left to be done about a dismissal")
        self.assertIn("number 2 instead of 3", "".join(third.message_ids.mapped("body")))

    def test_late_confirmation_moves_later_entries(self):
        early = self._enter(date(2026, 1, 2))
        second, third = (self._confirmed(date(2026, month, 2)) for month in (2, 3))
        self.assertEqual((second.ordinal, third.ordinal), (1, 2))
        self._as(early, "hr").action_confirm()
        self.assertEqual((early.ordinal, second.ordinal, third.ordinal), (1, 2, 3))
        reminder = third.sudo().activity_ids
        self.assertEqual(
            reminder.activity_type_id, self.env.ref("cs_roster.mail_activity_type_dismissal")
        )

    def test_entry_that_is_not_confirmed_shows_what_it_would_be(self):
        self._confirmed(date(2026, 1, 2))
        entry = self._enter(date(2026, 2, 2))
        self.assertEqual((entry.ordinal, entry.proposed_amount), (2, 30))
        self.assertEqual(self._enter(date(2026, 2, 3)).ordinal, 2)

    def test_kinds_count_together_unless_the_company_says(self):
        self._confirmed(date(2026, 1, 2), kind="late")
        entry = self._confirmed(date(2026, 2, 2), kind="complaint")
        self.assertEqual(entry.ordinal, 2)
        self.company.cs_conduct_by_kind = True
        self.assertEqual(entry.ordinal, 1)

    def test_change_of_settings_changes_no_decided_entry(self):
        entry = self._confirmed()
        self.company.write({"cs_conduct_first_amount": 50, "cs_conduct_months": 1})
        self.env.invalidate_all()
        self.assertEqual((entry.proposed_amount, entry.period_months), (10, 12))
        self.assertEqual(self._enter(date(2026, 5, 2)).proposed_amount, 50)

    def test_nobody_decides_their_own(self):
        own = self._create_employee("HR as Agent", self.users["hr"])
        entry = self._enter(employee_id=own.id)
        self.assertRefused(UserError, "somebody else decides", self._as(entry, "hr").action_confirm)
        self.assertNotIn(self.users["hr"], entry.sudo().activity_ids.user_id)
        self._as(entry, "hr2").action_confirm()

    def test_who_entered_does_not_decide(self):
        self.department.manager_id = self._create_employee("HR Head", self.users["hr"])
        entry = self._enter(role="hr")
        self.assertRefused(UserError, "somebody else decides", self._as(entry, "hr").action_confirm)

    def test_only_personnel_decides(self):
        entry = self._enter()
        for role in ("head", "planner", "personnel", "manager", "agent0"):
            with self.subTest(role=role):
                self.assertRefused(AccessError, "", self._as(entry, role).action_confirm)

    def test_void_takes_a_reason(self):
        entry = self._enter()
        self.assertRefused(UserError, "Say why", self._as(entry, "hr").action_void, " ")
        self._as(entry, "hr").action_void("Wrong person")
        self.assertEqual((entry.state, entry.decision_note), ("voided", "Wrong person"))
        self.assertRefused(UserError, "“Voided”", self._as(entry, "hr").action_confirm)

    def test_dialog_decides(self):
        entry = self._enter()
        dialogs = self.env["cs.conduct.decision"]
        vals = {"conduct_id": entry.id, "decision": "confirm", "note": "Seen by two"}
        self.assertRefused(AccessError, "", dialogs.with_user(self.users["head"]).create, vals)
        dialogs.with_user(self.users["hr"]).create(vals).action_apply()
        self.assertEqual((entry.state, entry.decision_note), ("confirmed", "Seen by two"))

    def test_agent_comments_once(self):
        entry = self._enter()
        own = self._as(entry, "agent0")
        self.assertTrue(own.can_state)
        own.action_state("It was my break")
        self.assertEqual((entry.statement, entry.is_appeal), ("It was my break", False))
        self.assertRefused(UserError, "no further statement", own.action_state, "And more")
        self._as(entry, "hr").action_confirm()
        self.assertRefused(UserError, "no further statement", own.action_state, "And more")

    def test_agent_appeals_and_personnel_decides(self):
        entry = self._confirmed()
        self._as(entry, "agent0").action_state("I was told to")
        self.assertTrue(entry.is_appeal)
        self.assertIn(self.users["hr"], entry.sudo().activity_ids.user_id)
        self.assertRefused(UserError, "Say why", self._as(entry, "hr2").action_uphold)
        self._as(entry, "hr2").action_uphold("Nobody told so")
        self.assertEqual((entry.state, entry.is_appeal), ("confirmed", False))
        self.assertRefused(
            UserError, "Nobody has appealed", self._as(entry, "hr").action_uphold, "Again"
        )

    def test_nobody_else_speaks_for_the_agent(self):
        entry = self._enter()
        for role in ("head", "hr"):
            self.assertRefused(
                AccessError, "Only the agent", self._as(entry, role).action_state, "Sorry"
            )
        self.assertRefused(AccessError, "", self._as(entry, "agent1").action_state, "Sorry")

    def test_agent_is_told(self):
        entry = self._enter()
        told = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.users["agent0"].partner_id.id)]
        )
        self.assertIn(entry.id, told.mail_message_id.mapped("res_id"))

    def test_day_to_come_is_refused(self):
        self.assertRefused(ValidationError, "has not come yet", self._enter, self._days_ago(-2))

    def test_decided_entry_is_frozen(self):
        entry = self._confirmed()
        change = {"description": "Slept", "date": date(2026, 3, 3)}
        self.assertRefused(UserError, "no longer be changed", self._as(entry, "head").write, change)

    def test_whom_it_is_about_is_never_changed(self):
        entry = self._enter()
        change = {"employee_id": self.agents[1].id}
        self.assertRefused(UserError, "no longer be changed", self._as(entry, "head").write, change)

    def test_protected_fields_are_refused(self):
        entry = self._enter()
        for name, value in PROTECTED.items():
            with self.subTest(field=name):
                self.assertRefused(
                    AccessError, "by hand", self._as(entry, "head").write, {name: value}
                )
                self.assertRefused(AccessError, "by hand", self._enter, None, **{name: value})
        context = {"default_state": "confirmed", "default_reported_by_id": self.users["hr"].id}
        forged = self.env["cs.conduct"].with_user(self.users["head"]).with_context(**context)
        entry = forged.create({"employee_id": self.agent.id, "description": "Forged"})
        self.assertEqual((entry.state, entry.reported_by_id), ("reported", self.users["head"]))

    def test_complaints_are_counted_per_agent_and_month(self):
        buyer = self.env["res.partner"].create({"name": "Buyer"})
        for day in (2, 9):
            self._confirmed(date(2026, 3, day), kind="complaint", partner_id=buyer.id)
        self._confirmed(date(2026, 4, 2), kind="complaint")
        self._enter(date(2026, 4, 3), kind="complaint")
        self._confirmed(date(2026, 4, 4), kind="late")
        action = self.env.ref("cs_roster.cs_conduct_action_complaints")
        entries = self._as(self.env["cs.conduct"], "manager")
        self.assertEqual(
            entries._read_group(
                [("kind", "=", "complaint"), ("state", "=", "confirmed")],
                ["employee_id", "date:month"],
                ["__count"],
            ),
            [(self.agent, date(2026, 3, 1), 2), (self.agent, date(2026, 4, 1), 1)],
        )
        self.assertEqual(action.domain, "[('kind', '=', 'complaint'), ('state', '=', 'confirmed')]")
