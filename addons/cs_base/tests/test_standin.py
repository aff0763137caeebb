from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BaseCommon

MANAGER = "cs_base.group_cs_base_manager"
GENERAL = "cs_base.group_cs_base_general_manager"


@tagged("post_install", "-at_install")
class TestStandin(BaseCommon):
    def test_standin_signs_in_the_name_of_the_absent(self):
        self._create_rule(GENERAL)
        self._create_standin("general", "plain")
        document = self._create_submitted()
        self.assertTrue(self._as(document, "plain").can_approve)
        self._approve(document, "plain")
        step = self._steps(document)
        self.assertEqual(step.decided_by_id, self.users["plain"])
        self.assertEqual(step.on_behalf_of_id, self.users["general"])
        self.assertEqual(document.state, "approved")

    def test_absent_may_still_sign_in_person(self):
        self._create_rule(GENERAL)
        self._create_standin("general", "plain")
        document = self._create_submitted()
        self._approve(document, "general")
        self.assertFalse(self._steps(document).on_behalf_of_id)

    def test_own_signature_comes_before_that_for_an_absent(self):
        self._create_rule(GENERAL, sequence=1)
        self._create_rule(MANAGER, sequence=1)
        self._create_standin("general", "manager")
        document = self._create_submitted()
        self._approve(document, "manager")
        steps = self._steps(document)
        self.assertEqual(steps.mapped("state"), ["pending", "approved"])
        self.assertFalse(steps[1].on_behalf_of_id)

    def test_standin_counts_from_the_first_to_the_last_day(self):
        self._create_rule(GENERAL)
        document = self._create_submitted()
        periods = {
            (-3, -1): False,
            (-3, 0): True,
            (0, 0): True,
            (0, 3): True,
            (1, 3): False,
        }
        for (first, last), may_sign in periods.items():
            with self.subTest(first=first, last=last):
                standin = self._create_standin("general", "plain", first, last)
                as_plain = self._as(document, "plain")
                self.assertEqual(as_plain.can_approve, may_sign)
                if not may_sign:
                    self.assertRefused(UserError, "cannot sign", as_plain.action_approve)
                standin.unlink()

    def test_own_document_is_not_approved_as_a_standin(self):
        self._create_rule(GENERAL)
        self._create_standin("general", "clerk")
        document = self._create_submitted("clerk")
        self.assertFalse(document.can_approve)
        self.assertRefused(UserError, "yourself", document.action_approve)

    def test_own_document_is_not_approved_through_a_standin(self):
        self._create_rule(GENERAL, MANAGER)
        self._create_standin("manager", "plain")
        document = self._create_submitted("manager")
        as_plain = self._as(document, "plain")
        self.assertFalse(as_plain.can_approve)
        self.assertNotIn(document, as_plain.search([("can_approve", "=", True)]))
        self.assertRefused(UserError, "cannot sign", as_plain.action_approve)

    def test_nobody_signs_twice_through_or_as_a_standin(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(MANAGER, GENERAL, sequence=2)
        self._create_standin("manager", "plain")
        for first, second in (("manager", "plain"), ("plain", "manager"), ("plain", "plain")):
            with self.subTest(first=first, second=second):
                document = self._create_submitted()
                self._approve(document, first)
                again = self._as(document, second)
                self.assertFalse(again.can_approve)
                self.assertRefused(UserError, "", again.action_approve)
                self.assertEqual(self._states(document), ["approved", "pending"])

    def test_standin_of_a_standin_does_not_sign(self):
        self._create_rule(GENERAL)
        self._create_standin("general", "plain")
        self._create_standin("plain", "technician")
        document = self._create_submitted()
        as_technician = self._as(document, "technician")
        self.assertRefused(UserError, "cannot sign", as_technician.action_approve)

    def test_standin_of_another_company_does_not_sign(self):
        self._create_rule(GENERAL)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("cs_stranger", company=other)
        self.users["stranger"] = stranger
        self.addCleanup(self.users.pop, "stranger")
        self._create_standin("general", "stranger")
        document = self._create_submitted()
        self.assertFalse(self._steps(document)._find_represented(stranger))
        as_stranger = self._as(document, "stranger")
        self.assertRefused(AccessError, "", as_stranger.action_approve)

    def test_standin_is_another_employee_for_a_period(self):
        portal = self._create_user("cs_portal", company=self.company)
        portal.group_ids = self.env.ref("base.group_portal")
        self.users["portal"] = portal
        self.addCleanup(self.users.pop, "portal")
        self.assertRefused(
            ValidationError, "Only employees", self._create_standin, "general", "portal"
        )


@tagged("post_install", "-at_install")
class TestStandinRights(BaseCommon):
    def _vals(self, absent, standin):
        return {
            "user_id": self.users[absent].id,
            "standin_id": self.users[standin].id,
            "date_from": "2026-01-01",
            "date_to": "2026-01-02",
        }

    def test_everybody_names_their_own_standin(self):
        standins = self.env["cs.approval.standin"]
        for role in self.users:
            other = "plain" if role != "plain" else "clerk"
            own = standins.with_user(self.users[role]).create(self._vals(role, other))
            own.date_to = "2026-01-05"
            own.unlink()

    def test_nobody_makes_themselves_the_standin_of_another(self):
        for role in ("plain", "clerk", "office", "technician", "salesman", "general"):
            with self.subTest(role=role):
                standins = self.env["cs.approval.standin"].with_user(self.users[role])
                vals = self._vals("region", role)
                self.assertRefused(AccessError, "", standins.create, vals)
                own = standins.create(self._vals(role, "region"))
                self.assertRefused(AccessError, "", own.write, vals)
                self.assertRefused(
                    AccessError, "", own.write, {"user_id": self.users["manager"].id}
                )
                self.assertEqual(own.user_id, self.users[role])

    def test_others_see_and_change_no_standin(self):
        standin = self._create_standin("general", "plain")
        for role in ("plain", "clerk", "office", "technician", "salesman"):
            with self.subTest(role=role):
                as_role = self._as(standin, role)
                self.assertFalse(as_role.search([("id", "=", standin.id)]))
                self.assertRefused(AccessError, "", as_role.read, ["user_id"])
                self.assertRefused(AccessError, "", as_role.write, {"date_to": "2030-01-01"})
                self.assertRefused(AccessError, "", as_role.unlink)

    def test_managers_and_administrators_name_standins_for_anybody(self):
        for role in ("manager", "system"):
            standins = self.env["cs.approval.standin"].with_user(self.users[role])
            standin = standins.create(self._vals("region", "office"))
            standin.write(self._vals("office", "region"))
            self.assertEqual(standin.user_id, self.users["office"])
