from odoo.tests import HttpCase, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestCaseTour(HttpCase, ReturnsCommon):
    """Disposal on site, claim and dispute in the browser, each step by its role, in Chinese."""

    def setUp(self):
        super().setUp()
        for user in self.users.values():
            user.lang = "zh_CN"

    def _tour(self, record, name, role):
        url = f"/odoo/{record._name}/{record.id}"
        self.start_tour(url, name, login=self.users[role].login)
        record.invalidate_recordset()

    def test_office_manager_confirms_a_disposal(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._attach_evidence(self._approve_on_site([(move, 4)]))
        self._tour(application, "cs_return_dispose", "office")
        self.assertEqual(application.scrap_ids.scrap_qty, 4)

    def test_clerk_claims_and_the_accountant_recovers(self):
        carrier = self.env["res.partner"].create({"name": "Swift Freight", "is_company": True})
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._tour(move.picking_id, "cs_carrier_claim_begin", "clerk")
        claim = self.env["cs.carrier.claim"].search([("carrier_id", "=", carrier.id)])
        self.assertEqual(claim.amount, 400)
        self._attach_evidence(claim.with_user(self.users["clerk"]))
        self._tour(claim, "cs_carrier_claim_agree", "clerk")
        invoice = claim.sudo().move_ids
        self.assertEqual(invoice.amount_untaxed, 300)
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({}).action_create_payments()
        self._tour(claim, "cs_carrier_claim_recover", "accountant")

    def test_dispute_takes_the_batch_back_from_every_dealer(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lot = self._create_lot(product, "LOT-TOUR")
        for dealer in (self.dealer, self._create_dealer("Red River Tackle")):
            order = self._sell(5, product=product, partner_id=dealer.id)
            self._deliver(order, lot=lot)
            self._invoice(order)
        clerk = self.users["clerk"].login
        self.start_tour("/odoo/quality-disputes", "cs_quality_dispute_raise", login=clerk)
        dispute = self.env["cs.quality.dispute"].search([("lot_ids", "=", lot.id)])
        self._tour(dispute, "cs_quality_dispute_confirm", "technician")
        self._tour(dispute, "cs_quality_dispute_open", "clerk")
        self.assertEqual(dispute.return_ids.mapped("state"), ["submitted"] * 2)
