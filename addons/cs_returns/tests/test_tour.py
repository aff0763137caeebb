from odoo.tests import HttpCase, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestTour(HttpCase, ReturnsCommon):
    """The whole chain in the browser, each step by its role, in both languages."""

    def _walk(self, lang):
        for user in self.users.values():
            user.lang = lang
        self.env["cs.return.reason"].create({"name": "Clumped Bait", "is_quality_fault": True})
        order, _move, invoice = self._sell_deliver_invoice(10)
        self.start_tour("/odoo/returns", "cs_return_apply", login=self.users["salesman"].login)
        application = self.env["cs.return"].search([("partner_id", "=", self.dealer.id)])
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.requester_id, self.users["salesman"])
        url = f"/odoo/returns/{application.id}"
        for role in ("office", "manager"):
            self.start_tour(url, "cs_return_approve", login=self.users[role].login)
        self.assertEqual(application.state, "approved")
        self.start_tour(url, "cs_return_appraise", login=self.users["warehouse"].login)
        self.start_tour(url, "cs_return_settle", login=self.users["accountant"].login)
        self.assertEqual(application.state, "done")
        self.assertEqual(order.order_line.qty_delivered, 8)
        self.assertEqual(application.credit_note_ids.amount_total, 200)
        self.assertEqual(invoice.amount_residual, 800)

    def test_chain_in_chinese(self):
        self._walk("zh_CN")

    def test_chain_in_english(self):
        self._walk("en_US")
