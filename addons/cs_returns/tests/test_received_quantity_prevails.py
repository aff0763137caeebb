from odoo.tests import tagged

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
