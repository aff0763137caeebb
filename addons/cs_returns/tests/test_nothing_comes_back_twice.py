from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestNothingComesBackTwice(ReturnsCommon):
    """Returned never exceeds delivered, credited never exceeds invoiced, whoever tries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # so that Odoo's own wizards get as far as they can
        cls.company.cs_return_requires_application = False

    def test_cannot_announce_more_than_delivered(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        with self.assertRefused("Only 10 Units"):
            self._apply([(move, 11)]).action_submit()

    def test_cannot_announce_what_another_application_announces(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        first = self._apply([(move, 7)])
        second = self._apply([(move, 4)])
        first.action_submit()
        self.assertEqual(second.line_ids.returnable_qty, 3)
        with self.assertRefused("Only 3 Units"):
            second.action_submit()
        first.action_cancel()
        second.action_submit()

    def test_cannot_accept_more_than_delivered(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 9)]))
        self._arrive(application, [{"received_qty": 11}])
        with self.assertRefused("reject the surplus"):
            application.with_user(self.users["warehouse"]).action_appraise()
        self.assertEqual(application.state, "arrived")
        self.assertFalse(application.move_ids)
        line = application.line_ids.with_user(self.users["warehouse"])
        line.write({"rejected_qty": 1, "reject_reason": "surplus"})
        application.with_user(self.users["warehouse"]).action_appraise()
        self.assertEqual(application.line_ids.accepted_qty, 10)

    def test_native_return_counts_what_we_took_back(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        self._return([(move, 8)])
        receipt = self._native_return(move.picking_id, 3)
        with self.assertRefused("Lower the quantity"):
            receipt.button_validate()
        receipt.move_ids.quantity = 2
        receipt.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipt.ids
        ).button_validate()
        self.assertEqual(order.order_line.qty_delivered, 0)

    def test_native_return_counts_what_is_announced(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._approve(self._apply([(move, 8)]))
        receipt = self._native_return(move.picking_id, 3)
        with self.assertRefused("Lower the quantity"):
            receipt.button_validate()

    def test_native_return_alone_cannot_take_back_more_than_delivered(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        receipt = self._native_return(move.picking_id, 30)
        with self.assertRefused("delivered 10 Units"):
            receipt.button_validate()

    def test_we_count_what_a_native_return_took_back(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._native_return(move.picking_id, 8).button_validate()
        with self.assertRefused("Only 2 Units"):
            self._apply([(move, 3)]).action_submit()

    def test_finished_transfer_cannot_be_corrected_beyond_the_delivery(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._return([(move, 4)])
        receipt = self._native_return(move.picking_id, 2)
        receipt.button_validate()
        with self.assertRefused("Lower the quantity"):
            receipt.move_ids.move_line_ids.quantity = 7
        receipt.move_ids.move_line_ids.quantity = 6

    def test_receipt_without_origin_cannot_turn_the_order_negative(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        receipt_type = move.picking_type_id.return_picking_type_id
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": receipt_type.id,
                "partner_id": self.dealer.id,
                "location_id": move.location_dest_id.id,
                "location_dest_id": receipt_type.default_location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": 12,
                            "location_id": move.location_dest_id.id,
                            "location_dest_id": receipt_type.default_location_dest_id.id,
                            "sale_line_id": order.order_line.id,
                            "to_refund": True,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.move_ids.write({"quantity": 12, "picked": True})
        with self.assertRefused("than order"):
            receipt.button_validate()

    def test_native_credit_note_counts_what_we_credited(self):
        _order, move, invoice = self._sell_deliver_invoice(10)
        self._return([(move, 8)])
        refund = self._native_credit(invoice, 3)
        with self.assertRefused("beyond what was invoiced"):
            refund.action_post()
        refund.invoice_line_ids.quantity = 2
        refund.action_post()

    def test_native_credit_note_cannot_credit_more_money_than_invoiced(self):
        _order, _move, invoice = self._sell_deliver_invoice(10)
        refund = self._native_credit(invoice, 10)
        refund.invoice_line_ids.price_unit = 120
        with self.assertRefused("beyond what was invoiced"):
            refund.action_post()

    def test_native_credit_note_cannot_hide_behind_another_currency(self):
        """1200 of a weak currency are not less than 1000 of the invoice's, they are others."""
        _order, _move, invoice = self._sell_deliver_invoice(10)
        refund = self._native_credit(invoice, 5)
        currency = self.env["res.currency"].create({"name": "WEA", "symbol": "W"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 2.0, "company_id": self.company.id}
        )
        refund.currency_id = currency
        refund.invoice_line_ids.price_unit = 190
        with self.assertRefused("beyond what was invoiced"):
            refund.action_post()

    def test_we_credit_only_what_a_native_credit_note_left(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        application = self._appraise(self._approve(self._apply([(move, 8)])))
        self._native_credit(invoice, 5).action_post()
        self._settle(application)
        self.assertEqual(sum(application.credit_note_ids.mapped("amount_total")), 300)
        self.assertEqual(order.order_line.qty_invoiced, 2)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_lot_must_be_one_that_was_delivered(self):
        product = self._create_product("Lot Bait", tracking="lot")
        sold = self._create_lot(product, "L1")
        other = self._create_lot(product, "L2")
        order = self._sell(5, product=product)
        move = self._deliver(order, lot=sold)
        with self.assertRefused("was not delivered"):
            self._apply([(move, 1, {"lot_id": other.id})])
        with self.assertRefused("Name the lot"):
            self._apply([(move, 1)])
        with self.assertRefused("leave the lot empty"):
            plain_move = self._deliver(self._sell(5))
            self._apply([(plain_move, 1, {"lot_id": sold.id})])

    def test_limit_holds_per_lot(self):
        product = self._create_product("Two Lots", tracking="lot")
        lots = [self._create_lot(product, name, stock=3) for name in ("A", "B")]
        order = self._sell(6, product=product)
        move = self._deliver_reserved(order)
        self.assertEqual(move.move_line_ids.lot_id, lots[0] | lots[1])
        with self.assertRefused("Only 3"):
            self._apply([(move, 4, {"lot_id": lots[0].id})]).action_submit()
        self._invoice(order)
        goods = [(move, 3, {"lot_id": lots[0].id}), (move, 1, {"lot_id": lots[1].id})]
        application = self._return(goods)
        self.assertEqual(application.move_ids.move_line_ids.lot_id, lots[0] | lots[1])
        with self.assertRefused("Only 0"):
            self._apply([(move, 1, {"lot_id": lots[0].id})]).action_submit()
        # the other lot still has two, and Odoo's own wizard must not take three of it
        receipt = self._native_return(move.picking_id, 2)
        receipt.move_ids.move_line_ids.lot_id = lots[0]
        with self.assertRefused("lot A"):
            receipt.button_validate()

    def test_native_return_counts_the_lots_that_are_announced(self):
        product = self._create_product("Two Lots", tracking="lot")
        lots = [self._create_lot(product, name, stock=3) for name in ("A", "B")]
        move = self._deliver_reserved(self._sell(6, product=product))
        self._approve(self._apply([(move, 3, {"lot_id": lots[0].id})]))
        receipt = self._native_return(move.picking_id, 1)
        receipt.move_ids.move_line_ids.lot_id = lots[0]
        with self.assertRefused("lot A"), self.env.cr.savepoint():
            receipt.button_validate()
        receipt.move_ids.move_line_ids.lot_id = lots[1]
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")

    def test_exchanged_goods_come_back_no_more_than_they_were_sent(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._return([(move, 4, {"settlement": "exchange"})])
        sent = application.move_ids.filtered(lambda m: m.cs_return_role == "exchange")
        sent = sent.with_env(self.env)
        sent.write({"quantity": 4, "picked": True})
        sent.picking_id.with_context(skip_sms=True)._action_done()
        receipt = self._native_return(sent.picking_id, 5)
        with self.assertRefused("delivered 4 Units"), self.env.cr.savepoint():
            receipt.button_validate()
        with self.assertRefused("Only 4 Units"):
            self._apply([(sent, 5)]).action_submit()
        self._return([(sent, 4)])
        self._return([(move, 6)])
        with self.assertRefused("Only 0 Units"):
            self._apply([(move, 1)]).action_submit()

    def test_rejected_goods_sent_back_are_not_returned_apart_from_their_order(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        counts = {"received_qty": 4, "rejected_qty": 4, "reject_reason": "opened"}
        application = self._appraise(self._approve(self._apply([(move, 4)])), [counts])
        application.with_user(self.users["clerk"]).action_take_back_rejected()
        sent = application.move_ids.filtered(lambda m: m.cs_return_role == "take_back")
        sent = sent.with_env(self.env)
        sent.write({"quantity": 4, "picked": True})
        sent.picking_id.with_context(skip_sms=True)._action_done()
        receipt = self._native_return(sent.picking_id, 4)
        with self.assertRefused("first delivery"), self.env.cr.savepoint():
            receipt.button_validate()
        # they were delivered once, and can come back once
        self._return([(move, 10)])
        self.assertEqual(order.order_line.qty_delivered, 0)

    def test_invoicing_the_order_credits_only_what_we_left(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        self._return([(move, 4)])
        with self.assertRaises(UserError):
            order._create_invoices(final=True)
        self._native_return(move.picking_id, 3).button_validate()
        refund = order._create_invoices(final=True)
        self.assertEqual(refund.move_type, "out_refund")
        self.assertEqual(refund.amount_total, 300)
        refund.action_post()
        self.assertEqual(order.order_line.qty_invoiced, 3)

    def test_invoicing_the_order_meanwhile_leaves_our_return_alone(self):
        order = self._sell(10)
        move = self._deliver(order, 6)
        self._invoice(order)
        self._deliver(order, 4)
        application = self._appraise(self._approve(self._apply([(move, 2)])))
        self.assertEqual(self._invoice(order).amount_total, 400)
        self._settle(application)
        self.assertEqual(application.credit_note_ids.amount_total, 200)
        self.assertEqual(order.order_line.qty_invoiced, 8)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def _deliver_reserved(self, order):
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        return picking.move_ids

    def test_guard_can_be_switched_off(self):
        self.company.cs_return_is_guarded = False
        order, move, _invoice = self._sell_deliver_invoice(10)
        self._native_return(move.picking_id, 30).button_validate()
        self.assertEqual(order.order_line.qty_delivered, -20)
