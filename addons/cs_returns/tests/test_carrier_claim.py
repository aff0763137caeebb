from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestCarrierClaim(ReturnsCommon):
    """What the carrier lost or damaged is claimed from it and leaves the books (S-51)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight", "is_company": True})

    def _claim(self, picking, quantity, user="clerk"):
        action = picking.with_user(self.users[user]).action_new_cs_claim()
        claim = self.env["cs.carrier.claim"].with_user(self.users[user]).browse(action["res_id"])
        claim.carrier_id = self.carrier
        claim.line_ids.quantity = quantity
        return self._attach_evidence(claim)

    def _lodged(self, quantity=4):
        order, move, invoice = self._sell_deliver_invoice(10)
        claim = self._claim(move.picking_id, quantity)
        claim.action_lodge()
        return order, invoice, claim

    def _post(self, claim):
        claim.sudo().move_ids.action_post()
        return claim.sudo().move_ids

    def _pay(self, move, amount):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        wizard.create({"amount": amount}).action_create_payments()

    def test_claim_proposes_what_was_delivered_at_its_price(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._return([(move, 3)])
        action = move.picking_id.with_user(self.users["clerk"]).action_new_cs_claim()
        claim = self.env["cs.carrier.claim"].browse(action["res_id"])
        self.assertEqual(claim.line_ids.quantity, 7)
        self.assertEqual(claim.amount, 700)
        self.assertEqual(claim.partner_id, self.dealer)
        self.assertEqual(claim.team_id, self.office)

    def test_only_finished_deliveries_are_claimed(self):
        order = self._sell(10)
        with self.assertRefused("not a finished delivery"):
            order.picking_ids.with_user(self.users["clerk"]).action_new_cs_claim()

    def test_claim_is_lodged_with_carrier_goods_and_evidence(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        action = move.picking_id.with_user(self.users["clerk"]).action_new_cs_claim()
        claim = self.env["cs.carrier.claim"].with_user(self.users["clerk"]).browse(action["res_id"])
        with self.assertRefused("Name the carrier"):
            claim.action_lodge()
        claim.carrier_id = self.carrier
        with self.assertRefused("Attach the evidence"):
            claim.action_lodge()
        self._attach_evidence(claim)
        claim.line_ids.unlink()
        with self.assertRefused("Add the lost or damaged goods"):
            claim.action_lodge()

    def test_lost_goods_leave_delivered_quantity_and_stock_value(self):
        order, invoice, claim = self._lodged(4)
        value = self.product.with_company(self.company).total_value
        application = self.env["cs.return"].browse(claim.action_take_off()["res_id"])
        self.assertEqual(application.way, "transit")
        self.assertEqual(application.line_ids.outcome, "free")
        self.assertEqual(application.line_ids.policy_rule, "transit_loss")
        self._approve(application)
        self._attach_evidence(application)
        application.with_user(self.users["office"]).action_dispose()
        self._settle(application)
        self.env.invalidate_all()
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(application.scrap_ids.scrap_qty, 4)
        self.assertEqual(self.product.with_company(self.company).total_value, value)
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        self.assertEqual(invoice.amount_residual, 600)

    def test_lost_goods_can_be_sent_again(self):
        order, invoice, claim = self._lodged(4)
        application = self.env["cs.return"].browse(claim.action_take_off()["res_id"])
        application.line_ids.settlement = "exchange"
        self._approve(application)
        self._attach_evidence(application)
        application.with_user(self.users["office"]).action_dispose()
        self._settle(application)
        again = application.move_ids.filtered(lambda m: m.cs_return_role == "exchange")
        self.assertEqual(again.product_uom_qty, 4)
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_goods_of_a_claim_are_taken_off_once_and_as_claimed(self):
        _order, _invoice, claim = self._lodged(4)
        application = self.env["cs.return"].browse(claim.action_take_off()["res_id"])
        application = application.with_user(self.users["clerk"])
        with self.assertRefused("have their application already"):
            claim.action_take_off()
        with self.assertRefused("no longer be changed"):
            application.line_ids.quantity = 9
        with self.assertRefused("no longer be changed|no longer a draft"):
            application.line_ids.unlink()
        with self.assertRefused("by hand", AccessError):
            application.claim_id = False
        with self.assertRefused("Cancel the application"):
            claim.action_cancel()
        application.action_cancel()
        self.assertTrue(claim.action_take_off())

    def test_a_draft_claim_takes_nothing_off(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        claim = self._claim(move.picking_id, 2)
        with self.assertRefused("Lodge"):
            claim.action_take_off()

    def test_invoice_to_the_carrier_recovers_what_is_paid(self):
        _order, _invoice, claim = self._lodged(4)
        with self.assertRefused("agreed to"):
            claim.action_invoice()
        claim.agreed_amount = 500
        with self.assertRefused("cannot agree to more"):
            claim.action_invoice()
        claim.agreed_amount = 300
        claim.action_invoice()
        move = claim.sudo().move_ids
        self.assertEqual(
            (move.move_type, move.amount_total, move.state), ("out_invoice", 300, "draft")
        )
        self.assertEqual(claim.recovered_amount, 0)
        self._post(claim)
        with self.assertRefused("not paid"):
            claim.action_recover()
        self._pay(move, 120)
        self.assertEqual(claim.recovered_amount, 120)
        with self.assertRefused("not paid"):
            claim.action_recover()
        self._pay(move, 180)
        self.assertEqual(claim.recovered_amount, 300)
        claim.action_recover()
        self.assertEqual(claim.state, "recovered")

    def test_deduction_from_the_carriers_bill_counts_once_it_is_set_off(self):
        _order, _invoice, claim = self._lodged(4)
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.carrier.id,
                "company_id": self.company.id,
                "invoice_date": "2026-01-31",
                "invoice_line_ids": [(0, 0, {"name": "Freight", "price_unit": 900, "tax_ids": []})],
            }
        )
        bill.action_post()
        claim.agreed_amount = 400
        claim.action_deduct()
        refund = self._post(claim)
        self.assertEqual(refund.move_type, "in_refund")
        self.assertEqual(claim.recovered_amount, 0)
        payable = (bill | refund).line_ids.filtered(
            lambda line: line.account_type == "liability_payable"
        )
        payable.reconcile()
        self.assertEqual(bill.amount_residual, 500)
        self.assertEqual(claim.recovered_amount, 400)
        claim.action_recover()

    def test_goods_ordered_in_a_foreign_currency_are_claimed_in_the_companys(self):
        pricelist = self._euro_pricelist(0.8)
        _order, move, _invoice = self._sell_deliver_invoice(10, pricelist_id=pricelist.id)
        claim = self._claim(move.picking_id, 4)
        self.assertAlmostEqual(claim.amount, 500)
        claim.action_lodge()
        claim.agreed_amount = 500
        claim.action_invoice()
        entry = claim.sudo().move_ids.with_env(self.env)
        self.assertEqual(entry.currency_id, self.company.currency_id)
        # the accountant bills the carrier in euros all the same
        entry.currency_id = pricelist.currency_id
        entry.invoice_line_ids.price_unit = 400
        entry.action_post()
        self._pay(entry, 200)
        self.assertAlmostEqual(claim.recovered_amount, 250)
        self._pay(entry, 200)
        self.assertAlmostEqual(claim.recovered_amount, 500)
        claim.action_recover()

    def test_credited_claim_invoice_is_not_recovered(self):
        _order, _invoice, claim = self._lodged(4)
        claim.agreed_amount = 300
        claim.action_invoice()
        move = self._post(claim)
        move._reverse_moves([{"invoice_date": move.invoice_date}], cancel=True)
        self.assertEqual(move.amount_residual, 0)
        self.assertEqual(claim.recovered_amount, 0)
        with self.assertRefused("not paid"):
            claim.action_recover()
        manager = claim.with_user(self.users["manager"])
        manager.give_up_reason = "The carrier is insolvent"
        manager.action_give_up()
        self.assertEqual(claim.state, "written_off")

    def test_rest_is_written_off_by_a_manager_with_a_reason(self):
        _order, _invoice, claim = self._lodged(4)
        with self.assertRefused("It is for", AccessError):
            claim.action_give_up()
        manager = claim.with_user(self.users["manager"])
        with self.assertRefused("Say why"):
            manager.action_give_up()
        manager.give_up_reason = "No contract"
        manager.action_give_up()
        self.assertEqual(claim.state, "written_off")

    def test_open_claim_invoice_bars_the_write_off(self):
        _order, _invoice, claim = self._lodged(4)
        claim.agreed_amount = 300
        claim.action_invoice()
        manager = claim.with_user(self.users["manager"])
        manager.give_up_reason = "No contract"
        with self.assertRefused("still open in the books"):
            manager.action_give_up()

    def test_a_claim_is_billed_once(self):
        _order, _invoice, claim = self._lodged(4)
        claim.agreed_amount = 300
        claim.action_invoice()
        with self.assertRefused("is in state"):
            claim.action_deduct()
        self.assertEqual(len(claim.sudo().move_ids), 1)

    def test_claim_from_an_arrival_holds_what_is_missing(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._appraise(self._approve(self._apply([(move, 5)])), [{"received_qty": 3}])
        action = application.with_user(self.users["clerk"]).action_new_claim()
        claim = self.env["cs.carrier.claim"].browse(action["res_id"])
        self.assertEqual(claim.line_ids.quantity, 2)
        self.assertEqual(claim.source_return_id, application)
        self._settle(application)
        self.assertEqual(order.order_line.qty_delivered, 7)

    def test_claimed_and_recovered_per_carrier(self):
        for agreed in (300, 200):
            _order, _invoice, claim = self._lodged(4)
            claim.agreed_amount = agreed
            claim.action_invoice()
            self._pay(self._post(claim), agreed)
        self.env.flush_all()
        ((carrier, claimed, recovered),) = self.env["cs.carrier.claim"]._read_group(
            [("carrier_id", "=", self.carrier.id)],
            ["carrier_id"],
            ["amount:sum", "recovered_amount:sum"],
        )
        self.assertEqual((carrier, claimed, recovered), (self.carrier, 800, 500))

    def test_lodged_claim_keeps_its_goods_and_amounts(self):
        _order, _invoice, claim = self._lodged(4)
        with self.assertRefused("no longer be changed"):
            claim.line_ids.quantity = 8
        with self.assertRefused("no longer be changed"):
            claim.line_ids.unlink()
        with self.assertRefused("by hand", AccessError):
            claim.amount = 9
        with self.assertRefused("by hand", AccessError):
            claim.recovered_amount = 9
        with self.assertRefused("stays on record"):
            claim.unlink()

    def test_letter_names_goods_and_amount(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        claim = self._claim(move.picking_id, 4)
        claim.waybill = "SF1001"
        claim.action_lodge()
        html, _type = self.env["ir.actions.report"]._render_qweb_html(
            "cs_returns.report_cs_carrier_claim_letter", claim.ids
        )
        text = html.decode()
        self.assertIn("Swift Freight", text)
        self.assertIn("SF1001", text)
        self.assertIn("Carp Bait", text)
        self.assertIn("400.00", text)
