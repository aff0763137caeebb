from odoo.tests import HttpCase, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestBulkWork(ReturnsCommon):
    """Approve, register, appraise and settle many returns at once; each for itself."""

    SIZE = 12

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        _order, cls.move, cls.invoice = cls._sell_deliver_invoice(100)

    def _many(self, count=SIZE):
        applications = self.env["cs.return"]
        for _number in range(count):
            applications |= self._apply([(self.move, 2)])
        return applications.with_user(self.users["clerk"])

    def _bulk(self, applications, role, method):
        records = applications.with_user(self.users[role])
        progress = self._run_bulk(records._bulk_start(method, "Do it"), role)
        self.env.invalidate_all()
        return progress

    def test_the_whole_chain_in_bulk(self):
        applications = self._many()
        for role, method, state in (
            ("clerk", "action_submit", "submitted"),
            ("office", "action_approve", "submitted"),
            ("manager", "action_approve", "approved"),
            ("warehouse", "action_arrive", "arrived"),
            ("warehouse", "action_appraise", "appraised"),
            ("accountant", "action_settle", "done"),
        ):
            progress = self._bulk(applications, role, method)
            self.assertEqual((progress["done"], progress["failed"]), (self.SIZE, 0), method)
            self.assertEqual(set(applications.mapped("state")), {state})
        self.assertEqual(self.invoice.amount_residual, 10000 - 200 * self.SIZE)

    def test_one_bad_count_is_named_and_the_others_are_booked(self):
        applications = self._many(5)
        for application in applications:
            self._arrive(self._approve(application))
        bad = applications[2]
        bad.line_ids.with_user(self.users["warehouse"]).write(
            {"received_qty": 2, "rejected_qty": 1}
        )
        progress = self._bulk(applications, "warehouse", "action_appraise")
        self.assertEqual((progress["done"], progress["failed"]), (4, 1))
        (failure,) = progress["failures"]
        self.assertEqual((failure["res_id"], failure["name"]), (bad.id, bad.name))
        self.assertIn("Give the reason", failure["message"])
        self.assertEqual(bad.state, "arrived")
        self.assertFalse(bad.sudo().move_ids)
        self.assertEqual(set((applications - bad).mapped("state")), {"appraised"})

    def test_what_exceeds_the_delivery_is_refused_document_by_document(self):
        applications = self.env["cs.return"]
        for quantity in (60, 30, 20, 10):
            applications |= self._apply([(self.move, quantity)])
        progress = self._bulk(applications, "clerk", "action_submit")
        self.assertEqual((progress["done"], progress["failed"]), (3, 1))
        self.assertEqual(
            applications.mapped("state"), ["submitted", "submitted", "draft", "submitted"]
        )

    def test_who_may_not_is_told_for_each_document(self):
        applications = self._many(3)
        for application in applications:
            self._approve(application)
        progress = self._bulk(applications, "accountant", "action_arrive")
        self.assertEqual(progress["failed"], 3)
        self.assertIn("It is for", progress["failures"][0]["message"])


@tagged("post_install", "-at_install")
class TestBulkTour(HttpCase, ReturnsCommon):
    """Many returns from the list, in the browser: progress, and the bad one named."""

    def test_progress_names_the_bad_one(self):
        _order, move, _invoice = self._sell_deliver_invoice(20)
        applications = self.env["cs.return"]
        for quantity in (5, 6, 7, 8):
            applications |= self._apply([(move, quantity)])
        for user in self.users.values():
            user.lang = "zh_CN"
        self.start_tour("/odoo/returns", "cs_return_bulk", login=self.users["clerk"].login)
        self.assertEqual(sorted(applications.mapped("state")), ["draft"] + ["submitted"] * 3)
