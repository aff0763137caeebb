from odoo.tests import tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalTour(PortalCommon):
    """A dealer applies in the browser, in Chinese, and answers on what is rejected."""

    def test_dispute_in_chinese(self):
        self.contact.lang = "zh_CN"
        lot = self._sell_lot_to(self.dealer)
        self.start_tour("/my/returns", "cs_dispute_portal_raise", login=self.contact.login)
        dispute = self.env["cs.quality.dispute"].search([("partner_id", "=", self.dealer.id)])
        self.assertEqual((dispute.state, dispute.lot_ids), ("raised", lot))
        self.assertEqual(dispute.create_uid, self.contact)

    def test_dealer_in_chinese(self):
        self.contact.lang = "zh_CN"
        move = self._sell_to(self.dealer)
        self.start_tour("/my/returns", "cs_return_portal_apply", login=self.contact.login)
        application = self.env["cs.return"].search([("partner_id", "=", self.dealer.id)])
        self.assertEqual(application.state, "submitted")
        self.assertEqual(application.line_ids.origin_move_id, move)
        self.assertEqual(application.requester_id, self.contact)
        self.assertTrue(application.dealer_signature)
        application.with_user(self.users["office"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self._appraise(
            application, [{"received_qty": 3, "rejected_qty": 1, "reject_reason": "Opened"}]
        )
        url = f"/my/returns/{application.id}"
        self.start_tour(url, "cs_return_portal_answer", login=self.contact.login)
        self.assertEqual(application.rejected_answer, "take_back")


@tagged("post_install", "-at_install")
class TestPortalTourOnAPhone(TestPortalTour):
    """The same on the width of a phone; no page is wider than it."""

    browser_size = "375x667"
    touch_enabled = True
