import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError

from .commission_common import MONTH, NEXT, CommissionCommon


class TestCommissionPayout(CommissionCommon):
    """A confirmed statement is paid once: by one bill, or with the wages (S-85)."""

    def _bill(self, statement, role="accountant"):
        self._as(statement, role).action_bill()
        return statement.sudo().bill_ids.with_user(self.users["accountant"])

    def _as_accountant(self, record):
        return record.with_user(self.users["accountant"])

    def test_bill_is_a_draft_to_the_agents_contact(self):
        self._sell(1000)
        statement = self._confirmed()
        bill = self._bill(statement)
        self.assertEqual((bill.state, bill.move_type), ("draft", "in_invoice"))
        self.assertEqual(bill.partner_id, self.agent.work_contact_id)
        self.assertEqual(bill.amount_total, 50)
        self.assertEqual((statement.state, statement.payout), ("done", "bill"))
        bill.action_post()
        self.assertEqual(bill.state, "posted")

    def test_hr_makes_bills_without_rights_in_invoicing(self):
        self._sell(1000)
        statement = self._confirmed()
        self.assertTrue(statement.action_bill())
        self.assertEqual(len(statement.sudo().bill_ids), 1)

    def test_less_than_nothing_is_a_refund(self):
        invoice = self._sell(1000)
        self._confirmed()
        self._credit(invoice, day=NEXT)
        bill = self._bill(self._confirmed(NEXT))
        self.assertEqual((bill.move_type, bill.amount_total), ("in_refund", 50))
        bill.action_post()

    def test_nothing_is_not_billed(self):
        invoice = self._sell(1000)
        self._credit(invoice)
        statement = self._confirmed()
        self.assertRefused(UserError, "comes to nothing", statement.action_bill)
        statement.action_pay_with_wages()
        self.assertEqual(statement.state, "done")

    def test_draft_is_not_billed(self):
        self._sell(1000)
        self.assertRefused(UserError, "Confirmed", self._make().action_bill)

    def test_second_click_makes_no_second_bill(self):
        self._sell(1000)
        statement = self._confirmed()
        self._bill(statement)
        self.assertRefused(UserError, "Done", statement.action_bill)
        self.assertRefused(UserError, "Done", statement.action_pay_with_wages)
        self.assertRefused(UserError, "Done", statement.action_cancel)
        self.assertEqual(len(statement.sudo().bill_ids), 1)

    def test_agent_without_a_contact_is_named(self):
        self._sell(1000)
        statement = self._confirmed()
        self.agent.work_contact_id = False
        self.assertRefused(UserError, "Agent 0 has no work contact", statement.action_bill)

    def test_other_amount_or_payee_is_not_posted(self):
        self._sell(1000)
        bill = self._bill(self._confirmed())
        for edit in (
            lambda: bill.invoice_line_ids.write({"price_unit": 500}),
            lambda: bill.write({"partner_id": self.customer.id}),
        ):
            with self.assertRaisesRegex(UserError, "must be"), self.env.cr.savepoint():
                edit()
                bill.action_post()
        self.env.invalidate_all()
        bill.action_post()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            bill.with_context(skip_readonly_check=True).write({"partner_id": self.customer.id})

    def test_agent_does_not_post_their_own_bill(self):
        self.users["agent0"].group_ids |= self.env.ref("account.group_account_invoice")
        self._sell(1000)
        statement = self._confirmed()
        own = self._as(statement, "agent0")
        self.assertRefused(UserError, "your own", own.action_bill)
        bill = self._bill(statement).with_user(self.users["agent0"])
        self.assertRefused(UserError, "your own", bill.action_post)
        self.assertRefused(UserError, "your own", bill.write, {"state": "posted"})

    def test_cancelled_bill_gives_the_statement_back(self):
        self._sell(1000)
        statement = self._confirmed()
        first = self._bill(statement)
        first.button_cancel()
        self.assertEqual((statement.state, statement.payout), ("confirmed", False))
        second = self._bill(statement) - first
        self.assertEqual(second.state, "draft")
        self.assertRefused(UserError, "cancelled for good", first.button_draft)
        self.assertRefused(UserError, "cancelled for good", first.write, {"state": "posted"})
        second.write({"state": "cancel"})
        self.assertEqual(statement.state, "confirmed")

    def test_deleted_bill_gives_the_statement_back(self):
        self._sell(1000)
        statement = self._confirmed()
        self._bill(statement).unlink()
        self.assertEqual(statement.state, "confirmed")

    def test_bill_is_not_reversed(self):
        self._sell(1000)
        bill = self._bill(self._confirmed())
        bill.action_post()
        self.assertRefused(UserError, "bill of commission", bill._reverse_moves)

    def test_link_is_nobodys_to_set(self):
        self._sell(1000)
        statement = self._confirmed()
        bill = self._bill(statement)
        link = {"cs_commission_statement_id": statement.id}
        self.assertRefused(AccessError, "by hand", bill.write, {**link, "ref": "x"})
        self.assertRefused(AccessError, "by hand", bill.create, {"move_type": "in_invoice", **link})
        copy = bill.copy()
        self.assertFalse(copy.cs_commission_statement_id)

    def test_batch_is_billed_at_once(self):
        self._sell(1000)
        self._sell(300, work_no="1002", role="agent1")
        both = self._make() | self._statement(self.other)
        both.action_confirm()
        self._as_accountant(both).action_bill()
        self.assertEqual(sorted(both.sudo().bill_ids.mapped("amount_total")), [15, 50])

    def test_batch_with_a_bad_one_makes_no_bill(self):
        self._sell(1000)
        self._sell(300, work_no="1002", role="agent1")
        both = self._make() | self._statement(self.other)
        both.action_confirm()
        self.other.work_contact_id = False
        self.assertRefused(UserError, "Agent 1", both.action_bill)
        self.assertFalse(both.sudo().bill_ids)

    def test_sheet_has_what_payroll_needs_and_every_line(self):
        self._sell(1000, 33.33)
        statement = self._confirmed()
        action = statement.action_pay_with_wages()
        self.assertIn("/cs/export/cs.commission.statement", action["url"])
        book = load_workbook(io.BytesIO(statement._export_xlsx()))
        payroll, lines = book.worksheets
        values = [cell.value for cell in payroll[2]]
        self.assertEqual(values[:2], ["1001", "Agent 0"])
        self.assertEqual(values[-2:], [1033.33, 51.67])
        self.assertEqual([row[-1].value for row in lines.iter_rows(min_row=2)], [50, 1.67])

    def test_agent_reads_all_of_the_own_sheet(self):
        self._sell(1000)
        own = self._as(self._confirmed(), "agent0")
        book = load_workbook(io.BytesIO(own._export_xlsx()))
        self.assertEqual([sheet.max_row for sheet in book.worksheets], [2, 2])

    def test_wages_name_the_month(self):
        self._sell(1000)
        statement = self._confirmed()
        self.assertEqual(statement.date_from, MONTH)
        self.assertIn("September 2026", statement.name)
