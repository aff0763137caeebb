from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestReceivedQuantityPrevails(ReturnsCommon):
    """What was counted goes into stock, on the order and on the credit note (S-47, S-49)."""

    def _on_hand(self):
        # quantities on hand are not invalidated by what other users book
        self.env.invalidate_all()
        return self.product.with_company(self.company).qty_available

    def test_as_announced(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        before = self._on_hand()
        application = self._return([(move, 4)])
        self.assertEqual(application.state, "done")
        self.assertEqual(self._on_hand(), before + 4)
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(order.order_line.qty_invoiced, 6)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        credit_note = application.credit_note_ids
        self.assertEqual(credit_note.reversed_entry_id, invoice)
        self.assertEqual(credit_note.amount_total, 400)
        self.assertEqual(credit_note.payment_state, "paid")
        self.assertEqual(invoice.amount_residual, 600)

    def test_less_than_announced(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        before = self._on_hand()
        application = self._return([(move, 4)], [{"received_qty": 3}])
        self.assertEqual(self._on_hand(), before + 3)
        self.assertEqual(order.order_line.qty_delivered, 7)
        self.assertEqual(application.credit_note_ids.amount_total, 300)

    def test_more_than_announced(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        before = self._on_hand()
        application = self._return([(move, 4)], [{"received_qty": 5}])
        self.assertEqual(self._on_hand(), before + 5)
        self.assertEqual(order.order_line.qty_delivered, 5)
        self.assertEqual(application.credit_note_ids.amount_total, 500)

    def test_rejected_goods_are_neither_on_hand_nor_valued_nor_credited(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        product = self.product.with_company(self.company)
        before, value = self._on_hand(), product.total_value
        counts = {"received_qty": 4, "rejected_qty": 1, "reject_reason": "opened"}
        application = self._return([(move, 4)], [counts])
        self.assertEqual(self._on_hand(), before + 3)
        self.assertEqual(product.total_value, value + 3 * 60)
        self.assertEqual(order.order_line.qty_delivered, 7)
        self.assertEqual(application.credit_note_ids.amount_total, 300)
        hold = self.company.cs_return_hold_location_id
        rejected = application.move_ids.filtered(lambda m: m.location_dest_id == hold)
        self.assertEqual(rejected.quantity, 1)
        self.assertEqual(rejected.value, 0)

    def test_nothing_received(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        before = self._on_hand()
        application = self._return([(move, 4)], [{"received_qty": 0}])
        self.assertEqual(application.state, "done")
        self.assertFalse(application.move_ids)
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(self._on_hand(), before)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self._return([(move, 10)])

    def test_rejected_never_exceeds_received(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 4)]))
        for counts in ({"rejected_qty": 5}, {"received_qty": -1}, {"rejected_qty": -1}):
            with (
                self.subTest(counts=counts),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._arrive(application, [counts])
                self.env.flush_all()
            self.env.invalidate_all()

    def test_rejection_needs_a_reason(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 4)]))
        with self.assertRefused("Give the reason"):
            self._appraise(application, [{"rejected_qty": 1}])

    def test_goods_ordered_by_the_dozen_are_counted_by_the_piece(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._sell(2, price=1200, line_vals={"product_uom_id": dozen.id})
        move = self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(move.product_uom, self.product.uom_id)
        before = self._on_hand()
        application = self._return([(move, 18)], [{"received_qty": 6}])
        self.assertEqual(self._on_hand(), before + 6)
        self.assertEqual(order.order_line.qty_delivered, 1.5)
        self.assertEqual(application.credit_note_ids.amount_total, 600)
        self.assertEqual(invoice.amount_residual, 1800)
        with self.assertRefused("Only 18 Units"):
            self._apply([(move, 19)]).action_submit()

    def test_each_line_counts_for_its_own_order_and_delivery(self):
        order = self._sell(10)
        first, second = self._deliver(order, 6), self._deliver(order, 4)
        self._invoice(order)
        other, third, _invoice = self._sell_deliver_invoice(5)
        before = self._on_hand()
        application = self._return(
            [(first, 3), (second, 2), (third, 1)],
            [{"received_qty": 2}, {"received_qty": 4}, {"received_qty": 0}],
        )
        self.assertEqual(self._on_hand(), before + 6)
        self.assertEqual((first.cs_returned_qty, second.cs_returned_qty), (2, 4))
        self.assertEqual(third.cs_returned_qty, 0)
        self.assertEqual(order.order_line.qty_delivered, 4)
        self.assertEqual(other.order_line.qty_delivered, 5)
        self.assertEqual(len(application.picking_ids), 1)

    def test_goods_go_back_to_the_warehouse_that_sent_them(self):
        south = self.env["stock.warehouse"].create(
            {"name": "South", "code": "STH", "company_id": self.company.id}
        )
        self.env["stock.quant"].create(
            {"product_id": self.product.id, "location_id": south.lot_stock_id.id, "quantity": 10}
        )
        _order, move, _invoice = self._sell_deliver_invoice(5)
        _order, south_move, _invoice = self._sell_deliver_invoice(5, warehouse_id=south.id)
        application = self._return([(move, 2), (south_move, 3)])
        self.assertEqual(len(application.picking_ids), 2)
        on_hand = self.product.with_context(location=south.lot_stock_id.id).qty_available
        self.assertEqual(on_hand, 8)
        receipts = {picking.picking_type_id.warehouse_id for picking in application.picking_ids}
        self.assertEqual(receipts, {south, move.picking_type_id.warehouse_id})
        self.assertEqual(set(application.picking_ids.mapped("state")), {"done"})

    def test_receipt_in_two_steps_goes_on_to_the_stock(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        warehouse = move.picking_type_id.warehouse_id
        warehouse.reception_steps = "two_steps"
        counts = {"received_qty": 4, "rejected_qty": 1, "reject_reason": "opened"}
        application = self._return([(move, 4)], [counts])
        accepted = application.move_ids.filtered(lambda m: m.cs_return_role == "accept")
        self.assertEqual(accepted.location_dest_id, warehouse.wh_input_stock_loc_id)
        stored = accepted.move_dest_ids.with_env(self.env)
        self.assertEqual(stored.location_dest_id, warehouse.lot_stock_id)
        self.assertEqual(stored.product_uom_qty, 3)
        before = self._in_stock(warehouse)
        stored.write({"quantity": 3, "picked": True})
        stored.picking_id._action_done()
        self.assertEqual(self._in_stock(warehouse), before + 3)
        self.assertEqual(application.credit_note_ids.amount_total, 300)

    def _in_stock(self, warehouse):
        self.env.invalidate_all()
        return self.product.with_context(location=warehouse.lot_stock_id.id).qty_available

    def _deliver_lot(self, **lot_vals):
        product = self._create_product("Lot Bait", tracking="lot", use_expiration_date=True)
        lot = self._create_lot(product, "L1")
        order = self._sell(5, product=product)
        move = self._deliver(order, lot=lot)
        self._invoice(order)
        lot.write(lot_vals)
        return order, move, lot

    def test_expired_lot_is_taken_back(self):
        _order, move, lot = self._deliver_lot(
            expiration_date=fields.Datetime.now() - timedelta(days=400)
        )
        application = self._return([(move, 2, {"lot_id": lot.id})])
        self.assertEqual(application.move_ids.move_line_ids.lot_id, lot)
        self.assertEqual(application.credit_note_ids.amount_total, 200)

    def _rejected(self):
        order, move, lot = self._deliver_lot()
        counts = {"received_qty": 3, "rejected_qty": 2, "reject_reason": "opened"}
        application = self._approve(self._apply([(move, 3, {"lot_id": lot.id})]))
        self._appraise(application, [counts])
        return order, lot, application.with_user(self.users["clerk"])

    def _held(self, lot):
        self.env.invalidate_all()
        hold = self.company.cs_return_hold_location_id
        quants = self.env["stock.quant"].search(
            [("location_id", "=", hold.id), ("lot_id", "=", lot.id)]
        )
        return sum(quants.mapped("quantity"))

    def test_rejected_lot_goes_back_to_the_dealer(self):
        order, lot, application = self._rejected()
        self.assertEqual(self._held(lot), 2)
        application.action_take_back_rejected()
        sent = application.sudo().move_ids.filtered(lambda m: m.cs_return_role == "take_back")
        self.assertEqual(sent.picking_id.picking_type_code, "outgoing")
        self.assertEqual(sent.picking_id.partner_id, self.dealer)
        picking = sent.picking_id.with_user(self.users["warehouse"])
        self.assertEqual(picking.move_ids.move_line_ids.lot_id, lot)
        self.assertEqual(picking.move_ids.quantity, 2)
        picking.with_context(skip_sms=True, skip_expired=True).button_validate()
        self.assertEqual(picking.state, "done")
        self.assertEqual(self._held(lot), 0)
        self.assertEqual(order.order_line.qty_delivered, 4)
        self.assertEqual(sent.value, 0)

    def test_rejected_lot_is_destroyed(self):
        order, lot, application = self._rejected()
        application.action_destroy_rejected()
        destroyed = application.sudo().move_ids.filtered(lambda m: m.cs_return_role == "destroy")
        self.assertEqual(destroyed.state, "done")
        self.assertEqual(destroyed.value, 0)
        self.assertEqual(destroyed.move_line_ids.lot_id, lot)
        self.assertEqual(self._held(lot), 0)
        self.assertEqual(order.order_line.qty_delivered, 4)
        for answer in ("action_destroy_rejected", "action_take_back_rejected"):
            with self.assertRefused("is on record"):
                getattr(application, answer)()

    def test_answer_is_asked_anew_when_its_transfer_was_cancelled(self):
        _order, lot, application = self._rejected()
        application.action_take_back_rejected()
        transfer = (
            application.sudo()
            .move_ids.filtered(lambda m: m.cs_return_role == "take_back")
            .picking_id
        )
        transfer.with_user(self.users["warehouse"]).action_cancel()
        self.assertTrue(application.can_answer_rejected)
        application.action_destroy_rejected()
        self.assertEqual(self._held(lot), 0)
