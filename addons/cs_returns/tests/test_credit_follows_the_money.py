from odoo.fields import Command
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestCreditFollowsTheMoney(ReturnsCommon):
    """Discounts, allowances and freight: no more is credited than the dealer was charged."""

    def _sell_discounted(self, *prices, discount=0.2, taxes=()):
        """An order of ten pieces per price, with Odoo's discount on the whole order."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.dealer.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self._create_product(f"Bait {number}").id,
                            "product_uom_qty": 10,
                            "price_unit": price,
                            "tax_ids": [Command.set(tax.ids) for tax in taxes[number : number + 1]],
                        }
                    )
                    for number, price in enumerate(prices)
                ],
            }
        )
        self.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": discount,
            }
        ).action_apply_discount()
        order.action_confirm()
        moves = self._deliver(order)
        return order, moves, self._invoice(order)

    def _create_tax(self, amount):
        return self.env["account.tax"].create(
            {"name": f"{amount} %", "amount": amount, "company_id": self.company.id}
        )

    def _credited(self, applications):
        return sum(applications.credit_note_ids.mapped("amount_total"))

    def test_discount_on_the_order_is_taken_back_with_the_goods(self):
        order, move, invoice = self._sell_discounted(100)
        self.assertEqual(invoice.amount_total, 800)
        first = self._return([(move, 4)])
        self.assertEqual(self._credited(first), 320)
        self.assertEqual(set(order.order_line.mapped("qty_to_invoice")), {0})
        second = self._return([(move, 6)])
        self.assertEqual(self._credited(first | second), 800)
        self.assertEqual(invoice.amount_residual, 0)

    def test_whole_discounted_order_credits_its_invoice(self):
        order, moves, invoice = self._sell_discounted(33.33, 7.77, discount=0.07)
        application = self._return([(move, 10) for move in moves])
        self.assertAlmostEqual(self._credited(application), invoice.amount_total)
        self.assertEqual(set(order.order_line.mapped("qty_to_invoice")), {0})
        self.assertEqual(invoice.amount_residual, 0)

    def test_pieces_of_a_discounted_order_add_up_to_the_invoice(self):
        _order, move, invoice = self._sell_discounted(33.33, discount=0.07)
        applications = self.env["cs.return"].union(*(self._return([(move, 1)]) for _ in range(10)))
        self.assertAlmostEqual(self._credited(applications), invoice.amount_total)

    def test_discount_goes_with_the_taxes_of_its_goods(self):
        taxes = [self._create_tax(13), self._create_tax(6)]
        _order, moves, invoice = self._sell_discounted(100, 50, taxes=taxes)
        self.assertAlmostEqual(invoice.amount_total, 800 * 1.13 + 400 * 1.06)
        first = self._return([(moves[0], 10)])
        self.assertAlmostEqual(self._credited(first), 800 * 1.13)
        second = self._return([(moves[1], 5)])
        self.assertAlmostEqual(self._credited(second), 200 * 1.06)
        rest = self._return([(moves[1], 5)])
        self.assertAlmostEqual(self._credited(first | second | rest), invoice.amount_total)

    def test_native_credit_note_cannot_leave_the_discount_out(self):
        _order, _move, invoice = self._sell_discounted(100)
        refund = self._native_credit(invoice, 10)
        goods = refund.invoice_line_ids.filtered(lambda line: line.price_subtotal > 0)
        (refund.invoice_line_ids - goods).unlink()
        with self.assertRefused("credit its discounts too"), self.env.cr.savepoint():
            refund.action_post()
        goods.quantity = 8
        refund.action_post()

    def test_native_credit_note_may_credit_a_part_with_its_discount(self):
        _order, _move, invoice = self._sell_discounted(100)
        refund = self._native_credit(invoice, 4)
        discount = refund.invoice_line_ids.filtered(lambda line: line.price_unit < 0)
        discount.write({"quantity": 1, "price_unit": -80})
        refund.action_post()
        self.assertEqual(refund.amount_total, 320)

    def test_an_allowance_lowers_what_is_left_to_credit(self):
        _order, move, invoice = self._sell_deliver_invoice(10)
        allowance = self._native_credit(invoice, 1)
        allowance.invoice_line_ids.price_unit = 200
        allowance.action_post()
        application = self._return([(move, 10)])
        self.assertEqual(application.state, "done")
        self.assertEqual(self._credited(application), 800)
        self.assertEqual(invoice.amount_residual, 0)

    def test_an_allowance_leaves_the_price_of_a_few_pieces_alone(self):
        _order, move, invoice = self._sell_deliver_invoice(10)
        allowance = self._native_credit(invoice, 1)
        allowance.invoice_line_ids.price_unit = 200
        allowance.action_post()
        self.assertEqual(self._credited(self._return([(move, 4)])), 300)

    def test_goods_that_are_not_credited_are_named_on_record(self):
        _order, move, invoice = self._sell_deliver_invoice(10)
        allowance = self._native_credit(invoice, 10)
        allowance.invoice_line_ids.price_unit = 20
        allowance.action_post()
        application = self._return([(move, 6)])
        self.assertFalse(application.credit_note_ids)
        self.assertIn("Carp Bait: 6 Units", "".join(application.message_ids.mapped("body")))

    def test_settlement_that_credits_all_says_nothing(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._return([(move, 6)])
        self.assertNotIn("Not credited", "".join(application.message_ids.mapped("body")))

    def test_goods_sent_again_do_not_swell_the_credit(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lots = [self._create_lot(product, name, stock=20) for name in ("A", "B")]
        order = self._sell(10, product=product)
        moves = self._deliver(order, 5, lot=lots[0])
        moves |= self._deliver(order, 5, lot=lots[1])
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 8
        invoice.action_post()
        application = self._return(
            [
                (moves[0], 3, {"lot_id": lots[0].id}),
                (moves[1], 3, {"lot_id": lots[1].id, "settlement": "exchange"}),
            ]
        )
        self.assertEqual(self._credited(application), 100)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_freight_is_not_charged_where_the_company_bears_it(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._appraise(self._approve(self._apply([(move, 4)])))
        application.with_user(self.users["clerk"]).freight_charge = 50
        with self.assertRefused("the company bears the freight"):
            self._settle(application)

    def test_freight_takes_the_rate_of_its_credit_note(self):
        currency = self.env["res.currency"].create({"name": "FRT", "symbol": "F"})
        rates = self.env["res.currency.rate"]
        for day, rate in (("2026-01-01", 0.5), ("2026-06-01", 1.0)):
            rates.create(
                {
                    "currency_id": currency.id,
                    "name": day,
                    "rate": rate,
                    "company_id": self.company.id,
                }
            )
        pricelist = self.env["product.pricelist"].create(
            {"name": "F", "currency_id": currency.id, "company_id": self.company.id}
        )
        self.company.cs_return_freight_product_id.taxes_id = False
        for keeps_rate, expected in ((True, 25), (False, 50)):
            with self.subTest(keeps_rate=keeps_rate):
                self.company.cs_return_keeps_rate = keeps_rate
                order = self._sell(10, pricelist_id=pricelist.id)
                move = self._deliver(order)
                self._invoice(order, invoice_date="2026-02-01")
                application = self._approve(self._apply([(move, 4, {"reason_id": self.unsold.id})]))
                application = self._appraise(application)
                application.with_user(self.users["clerk"]).freight_charge = 50
                self._settle(application)
                self.assertEqual(self._credited(application), 400 - expected)
