from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestCreditNoteTakesTheInvoice(ReturnsCommon):
    """A credit note repeats the invoice line it takes back, and nothing else (S-49)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls._create_tax("Sales 13%", 13.0)
        cls.included = cls._create_tax("Included 13%", 13.0, price_include_override="tax_included")

    @classmethod
    def _create_tax(cls, name, amount, **vals):
        return cls.env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                "country_id": cls.company.account_fiscal_country_id.id,
                **vals,
            }
        )

    def test_price_discount_tax_account_and_analytic_are_those_of_the_invoice(self):
        analytic = self.env["account.analytic.account"].create(
            {
                "name": "Bait",
                "company_id": self.company.id,
                "plan_id": self.env["account.analytic.plan"].create({"name": "Line"}).id,
            }
        )
        order = self._sell(10, line_vals={"discount": 10, "tax_ids": [Command.set(self.tax.ids)]})
        move = self._deliver(order)
        invoice = order._create_invoices()
        account = invoice.invoice_line_ids.account_id.copy({"name": "Bait sales"})
        invoice.invoice_line_ids.write(
            {
                "price_unit": 80,
                "account_id": account.id,
                "analytic_distribution": {str(analytic.id): 100},
            }
        )
        invoice.action_post()
        # what changes after the invoice does not touch the credit note
        order.order_line.price_unit = 55
        self.product.list_price = 999
        self.product.taxes_id = self.included
        credit_note = self._return([(move, 3)]).credit_note_ids
        line = credit_note.invoice_line_ids
        self.assertEqual(line.price_unit, 80)
        self.assertEqual(line.discount, 10)
        self.assertEqual(line.tax_ids, self.tax)
        self.assertEqual(line.account_id, account)
        self.assertEqual(line.analytic_distribution, {str(analytic.id): 100})
        self.assertEqual(line.sale_line_ids, order.order_line)
        self.assertEqual(credit_note.amount_untaxed, 216)
        self.assertEqual(credit_note.amount_tax, 28.08)
        self.assertEqual(credit_note.journal_id, invoice.journal_id)
        self.assertEqual(credit_note.fiscal_position_id, invoice.fiscal_position_id)

    def test_price_included_tax_credits_what_was_paid(self):
        order = self._sell(4, price=113, line_vals={"tax_ids": [Command.set(self.included.ids)]})
        move = self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 452)
        credit_note = self._return([(move, 1)]).credit_note_ids
        self.assertEqual(credit_note.amount_total, 113)
        self.assertEqual(credit_note.amount_untaxed, 100)
        self.assertEqual(invoice.amount_residual, 339)

    def test_two_invoices_of_one_line_are_credited_each_at_its_own_price(self):
        order = self._sell(10)
        first_move = self._deliver(order, 6)
        first = self._invoice(order)
        second_move = self._deliver(order, 4)
        second = order._create_invoices()
        second.invoice_line_ids.price_unit = 90
        second.action_post()
        application = self._return([(second_move, 2), (first_move, 1)])
        by_invoice = {note.reversed_entry_id: note for note in application.credit_note_ids}
        self.assertEqual(set(by_invoice), {first, second})
        self.assertEqual(by_invoice[first].amount_total, 100)
        self.assertEqual(by_invoice[second].amount_total, 180)
        self.assertEqual(first.amount_residual, 500)
        self.assertEqual(second.amount_residual, 180)

    def test_one_delivery_in_two_invoices_takes_the_older_first_and_then_the_other(self):
        order = self._sell(10)
        move = self._deliver(order)
        first = order._create_invoices()
        first.invoice_line_ids.quantity = 6
        first.action_post()
        second = order._create_invoices()
        second.invoice_line_ids.price_unit = 90
        second.action_post()
        application = self._return([(move, 8)])
        amounts = {
            note.reversed_entry_id: note.amount_total for note in application.credit_note_ids
        }
        self.assertEqual(amounts, {first: 600, second: 180})
        again = self._return([(move, 2)])
        self.assertEqual(again.credit_note_ids.reversed_entry_id, second)
        self.assertEqual(again.credit_note_ids.amount_total, 180)

    def test_one_application_over_two_orders_credits_each_invoice(self):
        order_1, move_1, invoice_1 = self._sell_deliver_invoice(5)
        order_2, move_2, invoice_2 = self._sell_deliver_invoice(5, price=40)
        application = self._return([(move_1, 2), (move_2, 3)])
        amounts = {
            note.reversed_entry_id: note.amount_total for note in application.credit_note_ids
        }
        self.assertEqual(amounts, {invoice_1: 200, invoice_2: 120})
        self.assertEqual(len(application.picking_ids), 1)

    def test_unit_of_the_invoice(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._sell(2, price=1200, line_vals={"product_uom_id": dozen.id})
        move = self._deliver(order)
        invoice = self._invoice(order)
        application = self._apply([(move, 6 if move.product_uom == self.product.uom_id else 0.5)])
        self._settle(self._appraise(self._approve(application)))
        line = application.credit_note_ids.invoice_line_ids
        self.assertEqual(line.product_uom_id, dozen)
        self.assertEqual(line.quantity, 0.5)
        self.assertEqual(application.credit_note_ids.amount_total, 600)
        self.assertEqual(invoice.amount_residual, 1800)
        self.assertEqual(order.order_line.qty_delivered, 1.5)

    def test_rate_of_the_invoice_is_kept(self):
        euro, company_currency = self.env.ref("base.EUR"), self.company.currency_id
        euro.active = True
        rates = self.env["res.currency.rate"]
        today = fields.Date.context_today(rates)
        day = rates.create(
            {"currency_id": euro.id, "company_id": self.company.id, "name": today, "rate": 0.8}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        order = self._sell(5, pricelist_id=pricelist.id)
        move = self._deliver(order)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 500)
        self.assertEqual(invoice.amount_total_signed, 625)
        day.rate = 0.5
        credit_note = self._return([(move, 2)]).credit_note_ids
        self.assertEqual(credit_note.currency_id, euro)
        self.assertEqual(credit_note.amount_total, 200)
        self.assertEqual(credit_note.amount_total_signed, -250)
        self.assertEqual(invoice.amount_residual, 300)
        self.assertFalse(
            credit_note.line_ids.matched_debit_ids.exchange_move_id,
            "returning goods makes no exchange difference",
        )
        self.company.cs_return_keeps_rate = False
        today_rate = self._return([(move, 2)]).credit_note_ids
        self.assertEqual(today_rate.amount_total_signed, -400)
        self.assertNotEqual(company_currency, euro)

    def test_piecewise_credits_never_exceed_the_invoice_by_more_than_rounding(self):
        order = self._sell(3, price=0.335, line_vals={"tax_ids": [Command.set(self.tax.ids)]})
        move = self._deliver(order)
        self._invoice(order)
        for _piece in range(3):
            self._return([(move, 1)])
        self.assertEqual(order.order_line.qty_invoiced, 0)
        with self.assertRaises(UserError):
            self._apply([(move, 1)]).action_submit()

    def test_ordered_quantity_policy_does_not_reopen_invoicing(self):
        product = self._create_product("Prepaid Bait", invoice_policy="order")
        order, move, invoice = self._sell_deliver_invoice(5, product=product)
        application = self._return([(move, 2)])
        line = order.order_line
        self.assertEqual(application.credit_note_ids.amount_total, 200)
        self.assertEqual(line.qty_invoiced, 3)
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertNotEqual(order.invoice_status, "to invoice")

    def test_prepaid_goods_that_came_back_before_the_invoice_are_never_billed(self):
        product = self._create_product("Prepaid Bait", invoice_policy="order")
        order = self._sell(10, product=product)
        application = self._return([(self._deliver(order), 4)])
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(order.order_line.qty_to_invoice, 6)
        self.assertEqual(self._invoice(order).amount_total, 600)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_prepaid_goods_billed_in_part_are_credited_down_to_what_the_dealer_keeps(self):
        product = self._create_product("Prepaid Bait", invoice_policy="order")
        order = self._sell(10, product=product)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 6
        invoice.action_post()
        move = self._deliver(order)
        first = self._return([(move, 3)])
        self.assertFalse(first.credit_note_ids, "7 are kept and 6 billed")
        self.assertEqual(order.order_line.qty_to_invoice, 1)
        second = self._return([(move, 5)])
        self.assertEqual(second.credit_note_ids.amount_total, 400)
        self.assertEqual(order.order_line.qty_invoiced, 2)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_prepaid_goods_credited_by_hand_are_not_credited_again(self):
        product = self._create_product("Prepaid Bait", invoice_policy="order")
        order, move, invoice = self._sell_deliver_invoice(10, product=product)
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        refund.invoice_line_ids.quantity = 5
        refund.action_post()
        application = self._return([(move, 8)])
        self.assertEqual(application.credit_note_ids.amount_total, 300)
        self.assertEqual(order.order_line.qty_invoiced, 2)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_pieces_of_a_dozen_add_up_to_the_dozen(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        for policy in ("delivery", "order"):
            with self.subTest(policy=policy):
                product = self._create_product(f"Boxed {policy}", invoice_policy=policy)
                order = self._sell(
                    1, product=product, price=1200, line_vals={"product_uom_id": dozen.id}
                )
                move = self._deliver(order)
                invoice = self._invoice(order)
                line, total = order.order_line, 0
                for number, pieces in enumerate((1, 1, 5, 5), start=1):
                    application = self._return([(move, pieces)])
                    total += pieces
                    credited = 1 - line.qty_invoiced
                    # two decimals, rounded at each return
                    self.assertAlmostEqual(credited, total / 12, delta=0.0051 * number)
                    self.assertEqual(line.qty_to_invoice, 0)
                    self.assertNotEqual(order.invoice_status, "to invoice")
                    self.assertEqual(application.state, "done")
                self.assertEqual(line.qty_invoiced, 0)
                self.assertEqual(invoice.amount_residual, 0)

    def _exchange(self, move, quantity):
        """Give goods back for the same product, and have it delivered; its done move."""
        application = self._return([(move, quantity, {"settlement": "exchange"})])
        sent = application.move_ids.filtered(lambda m: m.cs_return_role == "exchange")
        sent = sent.with_env(self.env)
        sent.write({"quantity": quantity, "picked": True})
        sent._action_done()
        return sent

    def test_exchanged_goods_were_billed_with_the_goods_they_replace(self):
        order = self._sell(20)
        first_move = self._deliver(order, 10)
        first = self._invoice(order)
        exchanged = self._exchange(first_move, 10)
        now = fields.Datetime.now()
        first_move.date, exchanged.date = now - timedelta(days=2), now - timedelta(days=1)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        second_move = order.order_line.move_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
        )
        second_move.write({"quantity": 10, "picked": True})
        second_move._action_done()
        second = order._create_invoices()
        second.invoice_line_ids.price_unit = 90
        second.action_post()
        credit_note = self._return([(second_move, 2)]).credit_note_ids
        self.assertEqual(credit_note.reversed_entry_id, second)
        credit_note = self._return([(exchanged, 2)]).credit_note_ids
        self.assertEqual(credit_note.reversed_entry_id, first)
        again = self._exchange(exchanged, 2)
        credit_note = self._return([(again, 2)]).credit_note_ids
        self.assertEqual(credit_note.reversed_entry_id, first)

    def test_fiscal_position_of_the_invoice(self):
        positions = self.env["account.fiscal.position"]
        there, here = positions.create(
            [{"name": name, "company_id": self.company.id} for name in ("There", "Here")]
        )
        order = self._sell(10, fiscal_position_id=there.id)
        move = self._deliver(order)
        invoice = self._invoice(order)
        self.dealer.with_company(self.company).property_account_position_id = here
        credit_note = self._return([(move, 1)]).credit_note_ids
        self.assertEqual(invoice.fiscal_position_id, there)
        self.assertEqual(credit_note.fiscal_position_id, there)

    def test_invoice_of_a_locked_period_is_credited_today(self):
        order = self._sell(10)
        move = self._deliver(order)
        today = fields.Date.context_today(order)
        invoice = self._invoice(order, invoice_date=today - timedelta(days=40))
        self.company.fiscalyear_lock_date = today - timedelta(days=1)
        self.assertLess(invoice.date, self.company.fiscalyear_lock_date)
        credit_note = self._return([(move, 4)]).credit_note_ids
        self.assertEqual(credit_note.date, today)
        self.assertEqual(credit_note.invoice_date, today)
        self.assertEqual(invoice.amount_residual, 600)

    def test_taxes_of_piecewise_credits_add_up_to_those_of_the_invoice(self):
        order = self._sell(7, price=14.29, line_vals={"tax_ids": [Command.set(self.tax.ids)]})
        move = self._deliver(order)
        invoice = self._invoice(order)
        for pieces in (1, 2, 4):
            self._return([(move, pieces)])
        credits = self.env["account.move"].search([("reversed_entry_id", "=", invoice.id)])
        self.assertEqual(len(credits), 3)
        self.assertAlmostEqual(
            sum(credits.mapped("amount_untaxed")), invoice.amount_untaxed, places=2
        )
        self.assertAlmostEqual(sum(credits.mapped("amount_tax")), invoice.amount_tax, delta=0.02)

    def test_what_is_not_invoiced_yet_is_not_credited(self):
        order = self._sell(10)
        move = self._deliver(order)
        application = self._return([(move, 4)])
        self.assertEqual(application.state, "done")
        self.assertFalse(application.credit_note_ids)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 600)

    def test_order_is_quiet_between_appraisal_and_settlement(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        application = self._appraise(self._approve(self._apply([(move, 4)])))
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        self.assertNotEqual(order.invoice_status, "to invoice")
        self._settle(application)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_draft_invoice_must_be_dealt_with_first(self):
        order = self._sell(10)
        move = self._deliver(order, 6)
        self._invoice(order)
        self._deliver(order, 4)
        application = self._appraise(self._approve(self._apply([(move, 2)])))
        draft = order._create_invoices()
        with self.assertRefused("Post or delete the draft"):
            self._settle(application)
        self.assertEqual(application.state, "appraised")
        self.assertFalse(application.credit_note_ids)
        draft.action_post()
        self._settle(application)
        self.assertEqual(application.credit_note_ids.amount_total, 200)

    def test_paid_invoice_leaves_the_credit_outstanding(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({}).action_create_payments()
        self.assertEqual(invoice.amount_residual, 0)
        credit_note = self._return([(move, 4)]).credit_note_ids
        self.assertEqual(credit_note.amount_residual, 400)
        self.assertEqual(credit_note.reversed_entry_id, invoice)

    def test_partly_paid_invoice_with_several_terms_is_set_off(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Halves",
                "company_id": self.company.id,
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (0, 30)
                ],
            }
        )
        order = self._sell(10, payment_term_id=terms.id)
        move = self._deliver(order)
        invoice = self._invoice(order)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": 300}).action_create_payments()
        self._return([(move, 4)])
        self.assertEqual(invoice.amount_residual, 300)

    def test_freight_is_deducted_and_never_turns_the_credit_note_round(self):
        self.company.cs_return_freight_product_id.taxes_id = False
        order, move, invoice = self._sell_deliver_invoice(10)
        unsold = {"reason_id": self.unsold.id}
        application = self._appraise(self._approve(self._apply([(move, 4, unsold)])))
        application.with_user(self.users["clerk"]).freight_charge = 30
        self._settle(application)
        self.assertEqual(application.credit_note_ids.amount_total, 370)
        other = self._appraise(self._approve(self._apply([(move, 1, unsold)])))
        other.with_user(self.users["clerk"]).freight_charge = 130
        self._settle(other)
        self.assertEqual(other.credit_note_ids.amount_total, 100)
        self.assertEqual(other.freight_move_ids.amount_total, 130)

    def test_credit_note_of_a_return_cannot_be_reset_or_cancelled(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        credit_note = self._return([(move, 4)]).credit_note_ids
        credit_note = credit_note.with_user(self.users["accountant"])
        for action in ("button_draft", "button_cancel"):
            with self.assertRefused("stays as it is"):
                getattr(credit_note, action)()
        self.assertEqual(credit_note.state, "posted")

    def test_one_credit_note_for_ever(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        application = self._return([(move, 4)])
        with self.assertRefused("Settled"):
            self._settle(application)
        self.assertEqual(len(application.credit_note_ids), 1)

    def test_credit_note_is_where_accountants_look(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        application = self._return([(move, 4)])
        accountant = self.users["accountant"]
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_refund_type_non_legacy"
        )
        found = (
            self.env["account.move"]
            .with_user(accountant)
            .search(
                [*eval(action["domain"]), ("cs_return_id", "=", application.id)]  # noqa: S307
            )
        )
        self.assertEqual(found, application.credit_note_ids)
        self.assertEqual(invoice.with_user(accountant).cs_return_count, 1)
        self.assertEqual(order.with_user(self.users["salesman"]).cs_return_count, 1)
        self.assertEqual(application.picking_ids.cs_return_count, 1)
        with Form(application.with_user(accountant)) as form:
            self.assertEqual(form.credit_note_count, 1)
