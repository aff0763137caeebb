from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.cs_returns.tests.common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReturnsOfACase(ReturnsCommon):
    """A case leads to a return, and a return can be what a case is about (S-54)."""

    def _create_case(self, role="clerk"):
        complaint = self.env["cs.feedback.type"].search([("kind", "=", "complaint")], limit=1)
        cases = self.env["cs.feedback"].with_user(self.users[role])
        values = {
            "subject": "Bait is wet",
            "partner_id": self.dealer.id,
            "type_id": complaint.id,
        }
        return cases.create(values)

    def test_return_is_begun_for_the_customer_of_the_case(self):
        case = self._create_case()
        found = self.env["cs.return"].browse(case.action_new_return()["res_id"])
        self.assertEqual((found.feedback_id, found.partner_id), (case, self.dealer))
        self.assertEqual(found.state, "draft")
        self.assertEqual(case.effect_return_count, 1)
        self.assertEqual(found.with_user(self.users["clerk"]).action_open_case()["res_id"], case.id)

    def test_second_click_opens_the_same_draft(self):
        case = self._create_case()
        first = case.action_new_return()["res_id"]
        self.assertEqual(case.action_new_return()["res_id"], first)
        self.assertEqual(case.action_open_returns()["res_id"], first)

    def test_closed_cases_lead_to_no_return(self):
        case = self._create_case()
        case.sudo()._write_protected({"state": "closed"})
        with self.assertRefused("In Progress"):
            case.action_new_return()
        self.assertFalse(case.effect_return_ids)

    def test_case_without_customer_leads_to_no_return(self):
        case = self._create_case()
        case.partner_id = False
        with self.assertRefused("Enter the customer"):
            case.action_new_return()

    def test_nobody_sets_the_link_by_hand(self):
        case = self._create_case()
        found = self.env["cs.return"].browse(case.action_new_return()["res_id"])
        other = self._create_case()
        for user in (self.users["clerk"], self.users["manager"]):
            with self.assertRefused("feedback_id|Case", AccessError):
                found.with_user(user).feedback_id = other
            values = {"partner_id": self.dealer.id, "feedback_id": case.id}
            with self.assertRefused("feedback_id|Case", AccessError):
                found.with_user(user).create(values)

    def test_case_about_a_return_is_counted_on_it(self):
        found = self.env["cs.return"].with_user(self.users["clerk"])
        found = found.create({"partner_id": self.dealer.id})
        context = found.action_new_cs_feedback()["context"]
        self.assertEqual(context["default_return_id"], found.id)
        self._create_case().return_id = found
        self.env.invalidate_all()
        self.assertEqual(found.cs_feedback_count, 1)
