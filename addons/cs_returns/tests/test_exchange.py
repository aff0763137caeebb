from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestExchange(ReturnsCommon):
    """Goods against goods: the same or others, afterwards or ahead of the return (S-49)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dear = cls._create_product("Dear Bait", list_price=130.0)
        cls.cheap = cls._create_product("Cheap Bait", list_price=70.0)

    def _approved(self, quantity=4, **vals):
        order, move, invoice = self._sell_deliver_invoice(10)
        lines = [(move, quantity, {"settlement": "exchange", **vals})]
        return order, invoice, self._approve(self._apply(lines))

    def _send_ahead(self, application, user="manager"):
        dialog = self.env["cs.return.ahead"].with_user(self.users[user])
        dialog = dialog.create({"return_id": application.id, "reason": "Good customer"})
        dialog.action_confirm()
        return dialog

    def _exchanged(self, application):
        moves = application.sudo().move_ids.filtered(lambda m: m.cs_return_role == "exchange")
        return moves.with_env(self.env)

    def _ship(self, moves):
        for move in moves.filtered(lambda m: m.state not in ("done", "cancel")):
            move.write({"quantity": move.product_uom_qty, "picked": True})
        pickings = moves.picking_id.filtered(lambda p: p.state not in ("done", "cancel"))
        pickings.with_context(skip_sms=True)._action_done()

    def _other(self, product):
        order, invoice, application = self._approved(4, exchange_product_id=product.id)
        self._settle(self._appraise(application))
        return order, invoice, application

    def test_dearer_goods_leave_a_balance_to_pay(self):
        _order, invoice, application = self._other(self.dear)
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(application.exchange_order_ids.amount_untaxed, 520)
        self.assertEqual(application.balance_amount, 120)

    def test_cheaper_goods_leave_a_balance_in_the_dealers_favour(self):
        _order, _invoice, application = self._other(self.cheap)
        self.assertEqual(application.exchange_order_ids.amount_untaxed, 280)
        self.assertEqual(application.balance_amount, -120)

    def test_exchange_order_is_billed_natively(self):
        _order, _invoice, application = self._other(self.dear)
        order = application.exchange_order_ids.with_env(self.env)
        self._deliver(order)
        self.assertEqual(self._invoice(order).amount_untaxed, 520)

    def test_only_a_manager_sends_ahead_and_with_a_reason(self):
        _order, _invoice, application = self._approved()
        for role in ("clerk", "warehouse", "salesman", "accountant", "office"):
            with self.assertRefused("It is for", AccessError):
                application.with_user(self.users[role])._send_ahead("so")
        self.assertTrue(application.with_user(self.users["manager"]).can_send_ahead)
        self._send_ahead(application)
        self.assertEqual(application.ahead_user_id, self.users["manager"])
        self.assertEqual(application.ahead_reason, "Good customer")
        self.assertFalse(application.with_user(self.users["manager"]).can_send_ahead)

    def test_dialog_shows_what_is_at_risk(self):
        _order, _invoice, first = self._approved(4)
        self._send_ahead(first)
        _order, _invoice, second = self._approved(3)
        dialog = self._send_ahead(second)
        self.assertEqual(dialog.goods_amount, 300)
        self.assertEqual(dialog.open_amount, 2000)
        self.assertEqual(dialog.ahead_count, 2)

    def test_goods_sent_ahead_are_not_sent_again(self):
        order, invoice, application = self._approved(4)
        self._send_ahead(application)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self._ship(self._exchanged(application))
        self.assertEqual(order.order_line.qty_delivered, 14)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self._appraise(application)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self._settle(application)
        self.assertEqual(sum(self._exchanged(application).mapped("product_uom_qty")), 4)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_what_does_not_come_back_is_invoiced(self):
        order, _invoice, application = self._approved(4)
        self._send_ahead(application)
        self._ship(self._exchanged(application))
        self._settle(self._appraise(application, [{"received_qty": 3}]))
        self.assertEqual(order.order_line.qty_delivered, 11)
        self.assertEqual(order.order_line.qty_to_invoice, 1)
        self.assertIn("Sent ahead and not given back", application.message_ids[0].body)
        self.assertEqual(self._invoice(order).amount_untaxed, 100)

    def test_more_than_was_announced_is_sent_afterwards(self):
        order, _invoice, application = self._approved(4)
        self._send_ahead(application)
        self._ship(self._exchanged(application))
        self._settle(self._appraise(application, [{"received_qty": 6}]))
        self.assertEqual(sorted(self._exchanged(application).mapped("product_uom_qty")), [2, 4])
        self._ship(self._exchanged(application))
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_goods_still_under_way_at_the_settlement_keep_the_order_quiet(self):
        order, _invoice, application = self._approved(4)
        self._send_ahead(application)
        self._settle(self._appraise(application))
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self._ship(self._exchanged(application))
        self.assertEqual(order.order_line.qty_delivered, 10)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_other_goods_are_ordered_ahead_once(self):
        _order, invoice, application = self._approved(4, exchange_product_id=self.dear.id)
        self._send_ahead(application)
        self.assertEqual(application.exchange_order_ids.amount_untaxed, 520)
        self._settle(self._appraise(application))
        self.assertEqual(len(application.exchange_order_ids), 1)
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        self.assertEqual(invoice.amount_residual, 600)

    def test_what_went_ahead_is_settled_by_exchange(self):
        _order, _invoice, application = self._approved(4)
        self._send_ahead(application)
        self._appraise(application)
        line = application.line_ids.with_user(self.users["clerk"])
        line.settlement = "credit"
        with self.assertRefused("was sent ahead in exchange"):
            self._settle(application)
        line.write({"settlement": "exchange", "exchange_product_id": self.dear.id})
        with self.assertRefused("was sent ahead in exchange"):
            self._settle(application)

    def test_an_exchange_under_way_bars_the_cancellation(self):
        _order, _invoice, application = self._approved(4)
        self._send_ahead(application)
        with self.assertRefused("is under way"):
            application.with_user(self.users["clerk"]).action_cancel()
        self._exchanged(application).picking_id.action_cancel()
        application.with_user(self.users["clerk"]).action_cancel()
        self.assertEqual(application.state, "cancel")

    def test_credits_have_nothing_to_send_ahead(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 4)]))
        with self.assertRefused("nothing to exchange"):
            self._send_ahead(application)
