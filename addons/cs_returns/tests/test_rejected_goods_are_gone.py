from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestRejectedGoodsAreGone(ReturnsCommon):
    """What was rejected is not with the dealer any more, until it is sent back (S-58)."""

    def _reject(self, move, quantity, received=None, **vals):
        received = received or quantity
        counts = {"received_qty": received, "rejected_qty": quantity, "reject_reason": "opened"}
        return self._appraise(self._approve(self._apply([(move, quantity, vals)])), [counts])

    def _send(self, picking, quantity, cancel_backorder=False):
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_sms=True, cancel_backorder=cancel_backorder)._action_done()

    def _sent_back(self, application):
        moves = application.move_ids.filtered(lambda move: move.cs_return_role == "take_back")
        return moves.with_env(self.env)

    def test_goods_on_hold_or_destroyed_are_not_returned_again(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._reject(move, 6)
        with self.assertRefused("Only 4 Units"):
            self._apply([(move, 5)]).action_submit()
        application.with_user(self.users["clerk"]).action_destroy_rejected()
        with self.assertRefused("Only 4 Units"):
            self._apply([(move, 5)]).action_submit()
        self._return([(move, 4)])
        with self.assertRefused("Only 0 Units"):
            self._apply([(move, 1)]).action_submit()

    def test_appraisal_takes_no_more_than_is_left_beside_rejected_goods(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._reject(move, 6)
        application = self._arrive(self._approve(self._apply([(move, 4)])), [{"received_qty": 10}])
        with self.assertRefused("Only 4 Units"):
            application.with_user(self.users["warehouse"]).action_appraise()

    def test_native_return_counts_rejected_goods(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._reject(move, 6)
        self.company.cs_return_requires_application = False
        receipt = self._native_return(move.picking_id, 5)
        with self.assertRefused("would come to 11"):
            receipt.button_validate()

    def test_goods_sent_back_can_be_returned_once_more(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._reject(move, 6)
        application.with_user(self.users["clerk"]).action_take_back_rejected()
        with self.assertRefused("Only 4 Units"):
            self._apply([(move, 5)]).action_submit()
        self._send(self._sent_back(application).picking_id, 6)
        self._return([(move, 10)])

    def test_a_surplus_does_not_lower_what_can_come_back(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._appraise(
            self._approve(self._apply([(move, 6)])),
            [{"received_qty": 8, "rejected_qty": 2, "reject_reason": "ours"}],
        )
        self.assertEqual(application.line_ids.surplus_qty, 0)
        self.assertEqual(move.cs_returned_qty, 8)
        other = self._appraise(
            self._approve(self._apply([(move, 2)])),
            [{"received_qty": 5, "rejected_qty": 3, "reject_reason": "never sold"}],
        )
        self.assertEqual(other.line_ids.accepted_qty, 2)
        self.assertEqual(other.line_ids.surplus_qty, 3)
        self.assertEqual(move.cs_returned_qty, 10)
        other.with_user(self.users["clerk"]).action_take_back_rejected()
        self._send(self._sent_back(other).picking_id, 3)
        self.assertEqual(move.cs_returned_qty, 10)

    def test_rejected_goods_count_for_their_lot(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lots = [self._create_lot(product, name, stock=3) for name in ("A", "B")]
        order = self._sell(6, product=product)
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_sms=True)._action_done()
        move = order.picking_ids.move_ids
        self._invoice(order)
        application = self._reject(move, 2, lot_id=lots[0].id)
        with self.assertRefused("Only 1"):
            self._apply([(move, 2, {"lot_id": lots[0].id})]).action_submit()
        application.with_user(self.users["clerk"]).action_destroy_rejected()
        with self.assertRefused("Only 1"):
            self._apply([(move, 2, {"lot_id": lots[0].id})]).action_submit()
        self._return([(move, 3, {"lot_id": lots[1].id}), (move, 1, {"lot_id": lots[0].id})])

    def test_lot_that_was_sent_back_can_be_returned_once_more(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lot = self._create_lot(product, "A", stock=3)
        order = self._sell(3, product=product)
        move = self._deliver(order, lot=lot)
        self._invoice(order)
        application = self._reject(move, 2, lot_id=lot.id)
        application.with_user(self.users["clerk"]).action_take_back_rejected()
        self._send(self._sent_back(application).picking_id, 2)
        self._return([(move, 3, {"lot_id": lot.id})])

    def test_what_a_cancelled_rest_leaves_asks_for_an_answer_again(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        as_clerk = self._reject(move, 6).with_user(self.users["clerk"])
        as_clerk.action_take_back_rejected()
        self.assertFalse(as_clerk.can_answer_rejected)
        with self.assertRefused("is on record"):
            as_clerk.action_destroy_rejected()
        self._send(self._sent_back(as_clerk.sudo()).picking_id, 2, cancel_backorder=True)
        self.assertTrue(as_clerk.can_answer_rejected)
        as_clerk.action_destroy_rejected()
        destroyed = as_clerk.sudo().move_ids.filtered(lambda m: m.cs_return_role == "destroy")
        self.assertEqual(destroyed.quantity, 4)
        self.assertFalse(as_clerk.can_answer_rejected)
        self.assertEqual(move.cs_returned_qty, 4)

    def test_rest_of_a_delivery_in_parts_stays_with_the_return(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        as_clerk = self._reject(move, 6).with_user(self.users["clerk"])
        as_clerk.action_take_back_rejected()
        self._send(self._sent_back(as_clerk.sudo()).picking_id, 2)
        rest = self._sent_back(as_clerk.sudo()).filtered(lambda move: move.state != "done")
        self.assertEqual(rest.product_uom_qty, 4)
        self.assertFalse(as_clerk.can_answer_rejected)
        rest.picking_id.action_cancel()
        self.assertTrue(as_clerk.can_answer_rejected)
        as_clerk.action_take_back_rejected()
        again = self._sent_back(as_clerk.sudo()).filtered(lambda move: move.state == "assigned")
        self._send(again.picking_id, 4)
        self.assertEqual(move.cs_returned_qty, 0)
