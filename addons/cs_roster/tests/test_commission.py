from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .commission_common import MONTH, NEXT, CommissionCommon

THIRD = date(2026, 11, 1)


class TestCommissionInvoiced(CommissionCommon):
    """Commission on what is invoiced: net of taxes, less what came back (S-85)."""

    def test_invoice_line_earns_its_percentage_net_of_taxes(self):
        self._sell(1000, 33.33, line={"tax_ids": [Command.set(self.tax.ids)]})
        statement = self._make()
        self.assertEqual(self._amounts(statement), [(1000, 50), (33.33, 1.67)])
        self.assertEqual((statement.basis, statement.amount), (1033.33, 51.67))

    def test_discount_lowers_the_basis(self):
        self._sell(1000, line={"discount": 12.5})
        self.assertEqual(self._amounts(self._make()), [(875, 43.75)])

    def test_foreign_order_counts_at_the_rate_of_its_invoice(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "company_id": self.company.id, "name": day, "rate": rate}
                for day, rate in ((MONTH - timedelta(days=30), 0.5), (NEXT, 0.8))
            ]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        invoice = self._sell(100, pricelist_id=pricelist.id)
        self.assertEqual(invoice.currency_id, euro)
        self.assertEqual(self._amounts(self._make()), [(200, 10)])

    def test_rounding_is_carried_from_line_to_line(self):
        self._sell(0.33, 0.33, 0.33, 0.33)
        # 5 % of 1.32 is 0.066: seven cents, not four times two
        statement = self._make()
        self.assertEqual(statement.amount, 0.07)
        self.assertEqual([line.amount for line in statement.line_ids], [0.02, 0.01, 0.02, 0.02])

    def test_untagged_order_earns_nothing(self):
        self._sell(1000, work_no=False)
        self.assertFalse(self._make())

    def test_order_without_the_flag_earns_nothing(self):
        self._sell(1000, cs_is_flagged=False)
        self.assertFalse(self._make())

    def test_draft_invoice_earns_nothing(self):
        self._invoice(self._create_order(), post=False)
        self.assertFalse(self._make())

    def test_invoice_of_the_next_month_waits_for_it(self):
        self._sell(1000, day=NEXT)
        self.assertFalse(self._make())
        self.assertEqual(self._make(NEXT).amount, 50)

    def test_each_agent_has_a_statement(self):
        self._sell(1000)
        self._sell(300, work_no="1002", role="agent1")
        self.assertEqual(self._make().amount, 50)
        self.assertEqual(self._statement(self.other).amount, 15)

    def test_credit_note_before_confirmation_is_deducted_at_once(self):
        invoice = self._sell(1000)
        statement = self._make()
        self._credit(invoice, 0.3)
        statement.action_compute()
        self.assertEqual(self._amounts(statement), [(1000, 50), (-300, -15)])

    def test_credit_note_after_confirmation_is_deducted_from_the_next(self):
        invoice = self._sell(1000)
        statement = self._confirmed()
        self._credit(invoice, 0.3, NEXT)
        self._sell(100, day=NEXT)
        self.assertEqual(statement.amount, 50)
        self.assertEqual(sorted(self._amounts(self._make(NEXT))), [(-300, -15), (100, 5)])

    def test_credit_note_takes_back_at_the_old_percentage(self):
        invoice = self._sell(1000)
        self._confirmed()
        self.rule.percent = 8
        self._credit(invoice, day=NEXT)
        self.assertEqual(self._make(NEXT).amount, -50)

    def test_more_returned_than_sold_is_less_than_nothing(self):
        invoice = self._sell(1000)
        self._confirmed()
        self._credit(invoice, day=NEXT)
        self.assertEqual(self._make(NEXT).amount, -50)

    def test_invoice_that_goes_back_to_draft_is_taken_back(self):
        invoice = self._sell(1000)
        self._confirmed()
        invoice.button_draft()
        self.assertEqual(self._amounts(self._make(NEXT)), [(-1000, -50)])
        invoice.action_post()
        self._statement(self.agent, NEXT).action_compute()
        self.assertFalse(self._statement(self.agent, NEXT).line_ids)

    def test_order_tagged_late_comes_into_the_next_statement(self):
        late = self._create_order(200, work_no=False)
        self._invoice(late)
        self._sell(1000)
        self._confirmed()
        self.users["head"].group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.env["cs.order.tag"].with_user(self.users["head"]).create(
            {"order_id": late.id, "work_no": "1001", "reason": "Night shift"}
        ).action_confirm()
        self.assertEqual(self._amounts(self._make(NEXT)), [(200, 10)])

    def test_first_rule_that_fits_counts(self):
        other = self._create_product("Line")
        self._create_rule(name="Rods", percent=10, categ_id=self.category.id, sequence=1)
        self._create_rule(name="Lines", percent=2, product_id=other.id, sequence=2)
        self._sell(100)
        self._sell(100, line={"product_id": other.id})
        self.assertEqual(sorted(self._amounts(self._make())), [(100, 2), (100, 10)])

    def test_rule_of_a_parent_category_fits(self):
        self._create_rule(name="All rods", percent=10, categ_id=self.category.id, sequence=1)
        child = self.env["product.category"].create(
            {"name": "Carp Rods", "parent_id": self.category.id}
        )
        self.product.categ_id = child
        self._sell(100)
        self.assertEqual(self._make().amount, 10)

    def test_rule_counts_in_its_time_only(self):
        self.rule.date_to = MONTH - timedelta(days=1)
        self._sell(100)
        self.assertFalse(self._make())
        self.rule.date_to = MONTH
        self.assertEqual(self._make().amount, 5)

    def test_changed_rule_leaves_alone_what_was_settled(self):
        self._sell(1000)
        self._confirmed()
        self.rule.percent = 8
        self._sell(100, day=NEXT)
        self.assertEqual(self._amounts(self._make(NEXT)), [(100, 8)])

    def test_percentage_is_between_nothing_and_all(self):
        for percent in (-1, 101):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self._create_rule(percent=percent)

    def test_scheduled_action_twice_makes_nothing_twice(self):
        self._sell(1000)
        statement = self._make()
        lines = statement.line_ids
        self.assertEqual(self._make(), statement)
        self.assertEqual(statement.line_ids, lines)

    def test_month_before_a_made_one_is_not_made(self):
        self._sell(1000)
        self._sell(100, day=NEXT)
        self.assertEqual(self._make(NEXT).amount, 55)
        self.assertFalse(self._make())

    def test_drafts_count_on_each_other(self):
        invoice = self._sell(1000)
        first, second = self._make(), None
        self._credit(invoice, 0.5, NEXT)
        second = self._make(NEXT)
        self.assertEqual(second.amount, -25)
        self.assertRefused(UserError, "first", second.action_confirm)
        first.action_compute()
        self.assertEqual((first.amount, second.amount), (50, -25))
        (first | second).action_confirm()
        self.assertEqual(set((first | second).mapped("state")), {"confirmed"})

    def test_stale_draft_is_not_confirmed(self):
        invoice = self._sell(1000)
        statement = self._make()
        self._credit(invoice, 0.5)
        self.assertRefused(UserError, "have changed", statement.action_confirm)
        statement.action_compute()
        statement.action_confirm()
        self.assertEqual(statement.amount, 25)

    def test_confirmed_statement_is_not_computed(self):
        self._sell(1000)
        self.assertRefused(UserError, "Draft", self._confirmed().action_compute)

    def test_what_a_cancelled_statement_settled_comes_into_the_next(self):
        self._sell(1000)
        self._confirmed().action_cancel()
        self._sell(100, day=NEXT)
        self.assertEqual(self._make(NEXT).amount, 55)

    def test_statement_before_a_confirmed_one_stays_confirmed(self):
        self._sell(1000)
        first = self._confirmed()
        self._sell(100, day=NEXT)
        second = self._confirmed(NEXT)
        self.assertRefused(UserError, "counts on", first.action_reopen)
        second.action_reopen()
        first.action_reopen()
        self.assertEqual(first.state, "draft")

    def test_line_of_a_confirmed_statement_is_not_deleted_from_its_invoice(self):
        invoice = self._sell(1000, 200)
        statement = self._confirmed()
        invoice.button_draft()
        line = invoice.invoice_line_ids[0]
        self.assertRefused(UserError, "credit note", line.unlink)
        statement.action_cancel()
        line.unlink()
        self.assertEqual(len(statement.line_ids.filtered("move_line_id")), 1)

    def test_line_of_a_draft_statement_goes_with_its_invoice_line(self):
        invoice = self._sell(1000, 200)
        statement = self._make()
        invoice.button_draft()
        invoice.invoice_line_ids[0].unlink()
        invoice.action_post()
        statement.action_compute()
        self.assertEqual(self._amounts(statement), [(200, 10)])

    def test_down_payment_and_final_invoice_earn_once(self):
        order = self._create_order(1000)
        dialog = self.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "percentage",
                "amount": 30,
            }
        )
        advance = dialog._create_invoices(dialog.sale_order_ids)
        advance.invoice_date = MONTH
        advance.action_post()
        self.assertEqual(self._make().amount, 15)
        self._statement(self.agent).action_confirm()
        final = order.sudo()._create_invoices(final=True)
        final.invoice_date = NEXT
        final.action_post()
        self.assertEqual(self._make(NEXT).amount, 35)


class TestCommissionPaid(CommissionCommon):
    """Commission on what the customer has paid, to the cent (S-85)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.kind = "paid"

    def test_unpaid_invoice_earns_nothing(self):
        self._sell(1000)
        self.assertFalse(self._make())

    def test_paid_invoice_earns_net_of_taxes(self):
        invoice = self._sell(1000, line={"tax_ids": [Command.set(self.tax.ids)]})
        self._pay(invoice)
        self.assertEqual(self._amounts(self._make()), [(1000, 50)])

    def test_part_payments_add_up_to_the_whole(self):
        invoice = self._sell(100, 0.01, 33.32, line={"tax_ids": [Command.set(self.tax.ids)]})
        months = [date(2026, month, 1) for month in (3, 4, 5, 6, 7, 8)]
        invoice.button_draft()
        invoice.invoice_date = months[0]
        invoice.action_post()
        earned = 0
        for month in months[:-1]:
            self._pay(invoice, 21.37, month)
            earned += self._confirmed(month).amount
        self._pay(invoice, day=months[-1])
        statement = self._confirmed(months[-1])
        self.assertEqual(round(earned + statement.amount, 2), 6.67)
        lines = self.env["cs.commission.statement.line"].search([])
        self.assertEqual(round(sum(lines.mapped("basis")), 2), 133.33)
        for line in invoice.invoice_line_ids:
            basis = lines.filtered(lambda each, own=line: each.move_line_id == own).mapped("basis")
            self.assertEqual(round(sum(basis), 2), line.price_subtotal)

    def test_credit_note_is_no_payment(self):
        invoice = self._sell(1000)
        self._pay(invoice, 600)
        self._credit(invoice, 0.4)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self._amounts(self._make()), [(600, 30)])

    def test_money_that_is_paid_back_is_deducted_when_it_is_paid(self):
        invoice = self._sell(1000)
        self._pay(invoice)
        self._confirmed()
        note = self._credit(invoice, 0.3, NEXT)
        self.assertFalse(self._make(NEXT))
        self._pay(note, 100, day=NEXT)
        self.assertEqual(self._amounts(self._make(NEXT)), [(-100, -5)])
        self._pay(note, day=THIRD)
        self._statement(self.agent, NEXT).action_confirm()
        self.assertEqual(self._amounts(self._make(THIRD)), [(-200, -10)])

    def test_payment_that_is_loosened_is_taken_back(self):
        invoice = self._sell(1000)
        self._pay(invoice)
        self._confirmed()
        invoice.line_ids.remove_move_reconcile()
        self.assertEqual(self._amounts(self._make(NEXT)), [(-1000, -50)])

    def test_what_is_written_off_is_not_paid(self):
        invoice = self._sell(1000)
        account = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )
        self._pay(
            invoice,
            980,
            payment_difference_handling="reconcile",
            writeoff_account_id=account.id,
        )
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(self._amounts(self._make()), [(980, 49)])

    def test_foreign_invoice_paid_at_another_rate_earns_at_its_own(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            [
                {"currency_id": euro.id, "company_id": self.company.id, "name": day, "rate": rate}
                for day, rate in ((MONTH - timedelta(days=30), 0.5), (NEXT, 0.8))
            ]
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        invoice = self._sell(100, pricelist_id=pricelist.id)
        self._pay(invoice, 50, day=MONTH)
        self.assertEqual(self._amounts(self._confirmed()), [(100, 5)])
        self._pay(invoice, day=NEXT)
        self.assertEqual(self._amounts(self._make(NEXT)), [(100, 5)])

    def test_changed_basis_leaves_alone_what_was_settled(self):
        invoice = self._sell(1000)
        self._pay(invoice, 400)
        self._confirmed()
        self.rule.kind = "invoiced"
        self._pay(invoice, 100, day=NEXT)
        self.assertEqual(self._amounts(self._make(NEXT)), [(100, 5)])
