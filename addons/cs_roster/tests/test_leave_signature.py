from odoo import Command
from odoo.exceptions import AccessError, RedirectWarning, UserError

from .hooks_common import SIGNATURE, HooksCommon


class TestLeaveSignature(HooksCommon):
    """Time off of agents is approved with the drawn signature of the supervisor (S-86)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["officer"] = cls._create_user("r_officer", "hr_holidays.group_hr_holidays_user")

    def setUp(self):
        super().setUp()
        self.agent = self.agents[0]
        self._create_published({self.agent: "DDD", self.agents[1]: "DDD"})

    def test_approving_without_a_signature_leads_to_the_dialog(self):
        leave = self._as(self._request(self.agent, 0), "head")
        self.assertRefused(RedirectWarning, "needs your signature", leave.action_approve)
        self.assertEqual(leave.state, "confirm")

    def test_no_call_approves_without_a_signature(self):
        leave = self._request(self.agent, 0)
        for role in ("head", "officer"):
            own = self._as(leave, role)
            self.assertRefused(UserError, "needs your signature", own.write, {"state": "validate"})
        vals = {
            "employee_id": self.agent.id,
            "holiday_status_id": self.leave_types["day"].id,
            "request_date_from": self._date(1),
            "request_date_to": self._date(1),
            "state": "validate",
        }
        leaves = self.env["hr.leave"].with_user(self.users["officer"])
        # what a client may put into the context
        loose = leaves.with_context(leave_skip_state_check=True, leave_fast_create=True)
        self.assertRefused(UserError, "needs your signature", loose.create, vals)

    def test_the_approver_signs_and_approves_in_one_step(self):
        leave = self._taken(self.agent, 0)
        self.assertEqual((leave.state, leave.cs_signed_by_id), ("validate", self.users["head"]))
        self.assertTrue(leave.cs_signature and leave.cs_signed_at)
        self.assertEqual(leave.first_approver_id, self.head)

    def test_one_signature_approves_all_that_were_chosen(self):
        requests = [self._request(a, 1) for a in (self.agent, self.agents[1], self.outsider)]
        leaves = self._as(self.env["hr.leave"].concat(*requests), "head")
        self._approve(leaves)
        self.assertEqual(leaves.mapped("state"), ["validate"] * 3)
        self.assertEqual(leaves.mapped(lambda leave: bool(leave.cs_signed_at)), [True, True, False])

    def test_personnel_signs_too(self):
        leave = self._approve(self._request(self.agent, 0), "officer")
        self.assertEqual((leave.state, leave.cs_signed_by_id), ("validate", self.users["officer"]))

    def test_an_empty_slip_is_not_signed(self):
        leave = self._request(self.agent, 0)
        dialogs = self.env["cs.leave.signature"].with_user(self.users["head"])
        dialog = dialogs.create({"leave_ids": [Command.set(leave.ids)]})
        self.assertRefused(UserError, "Draw your signature", dialog.action_confirm)

    def test_nobody_signs_their_own_time_off(self):
        leave = self._request(self.agent, 0)
        self.assertRefused(UserError, "their own", self._approve, leave, "agent0")
        self.users["agent1"].group_ids += self.env.ref("hr_holidays.group_hr_holidays_manager")
        self.agents[1].leave_manager_id = self.users["agent1"]
        own = self._request(self.agents[1], 0)
        self.assertRefused(UserError, "their own", self._approve, own, "agent1")

    def test_who_does_not_approve_does_not_sign(self):
        leave = self._request(self.agent, 0)
        for role in ("agent1", "planner", "hr", "manager", "plain"):
            with self.subTest(role):
                self.assertRefused(AccessError, "", self._approve, leave, role)

    def test_the_signature_is_not_written_by_hand(self):
        leave = self._request(self.agent, 0)
        vals = {"cs_signature": SIGNATURE, "cs_signed_by_id": self.users["head"].id}
        for role in ("agent0", "head", "officer"):
            own = self._as(leave, role)
            self.assertRefused(AccessError, "by hand", own.write, vals)
        signed = {
            "employee_id": self.agent.id,
            "holiday_status_id": self.leave_types["day"].id,
            "request_date_from": self._date(1),
            "request_date_to": self._date(1),
            **vals,
        }
        leaves = self.env["hr.leave"].with_user(self.users["agent0"])
        self.assertRefused(AccessError, "by hand", leaves.create, signed)
        forged = leaves.with_context(default_cs_signed_at="2027-03-01 00:00:00")
        self.assertFalse(forged.default_get(["cs_signed_at"]).get("cs_signed_at"))

    def test_what_is_taken_back_is_signed_anew(self):
        leave = self._as(self._taken(self.agent, 0), "officer")
        leave.action_back_to_approval()
        self.assertFalse(leave.cs_signature or leave.cs_signed_by_id or leave.cs_signed_at)
        self.assertRefused(RedirectWarning, "needs your signature", leave.action_approve)

    def test_a_type_that_nobody_approves_is_not_for_agents(self):
        self.leave_types["day"].leave_validation_type = "no_validation"
        self.assertRefused(UserError, "choose another type", self._request, self.agent, 0)
        self.assertEqual(self._request(self.outsider, 0).state, "validate")

    def test_two_approvals_take_one_signature(self):
        self.leave_types["day"].leave_validation_type = "both"
        leave = self._request(self.agent, 0)
        self._approve(leave)
        self.assertEqual((leave.state, leave.cs_signed_by_id), ("validate1", self.users["head"]))
        self._as(leave, "officer").action_approve()
        self.assertEqual(leave.state, "validate")
        self.assertEqual(self._slot(self.agent, 0).published_kind, "leave")

    def test_others_are_approved_as_ever(self):
        leave = self._as(self._request(self.outsider, 0), "head")
        leave.action_approve()
        self.assertEqual((leave.state, leave.cs_signed_at), ("validate", False))

    def test_what_personnel_gives_to_all_needs_no_slip(self):
        wizards = self.env["hr.leave.generate.multi.wizard"].with_user(self.users["officer"])
        wizard = wizards.create(
            {
                "name": "Company day",
                "holiday_status_id": self.leave_types["day"].id,
                "allocation_mode": "employee",
                "employee_ids": [Command.set((self.agents[:2] | self.outsider).ids)],
                "company_id": self.company.id,
                "date_from": self._date(1),
                "date_to": self._date(1),
            }
        )
        wizard.action_generate_time_off()
        kinds = [self._slot(agent, 1).published_kind for agent in self.agents[:2]]
        self.assertEqual(kinds, ["leave", "leave"])

    def test_the_slip_names_the_shifts_and_who_signed(self):
        self.agent.cs_work_no = "A-017"
        leave = self._taken(self.agent, 0, 1)
        for role in ("agent0", "head", "officer"):
            own = self._as(leave, role)
            reports = own.env["ir.actions.report"]
            html = reports._render_qweb_html("cs_roster.report_hr_leave_slip", own.ids)[0].decode()
            for words in ("Leave Slip", "Agent 0", "A-017", "Day", "data:image"):
                self.assertIn(words, html)
