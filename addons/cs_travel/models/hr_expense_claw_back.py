from odoo import api, fields, models
from odoo.fields import Command


class HrExpense(models.Model):
    """Money that was reimbursed and should not have been."""

    _inherit = "hr.expense"

    cs_claw_back_ids = fields.One2many(
        "account.move", "cs_clawed_expense_id", string="Claw-back", readonly=True
    )
    cs_is_clawed_back = fields.Boolean(
        string="Clawed Back", compute="_compute_cs_is_clawed_back", compute_sudo=True
    )

    @api.depends("cs_claw_back_ids")
    def _compute_cs_is_clawed_back(self):
        for expense in self:
            expense.cs_is_clawed_back = bool(expense.cs_claw_back_ids)

    def _cs_claw_back(self):
        """One entry per expense, for ever; then what is still owed is set off again.

        The receipt stays: a closed period is not touched, and the expense keeps its entry.
        """
        missing = self.filtered(lambda expense: not expense.cs_claw_back_ids)
        date = self.env["cs.trip.reimbursement"]._accounting_date()
        for company, expenses in missing.grouped("company_id").items():
            expenses = expenses.with_company(company)
            vals_list = [expense._prepare_claw_back_vals(date) for expense in expenses]
            moves = expenses._with_key().env["account.move"]
            # the lines mirror the receipt to the cent; no tax is computed anew
            moves = moves.with_context(skip_invoice_sync=True).create(vals_list)
            moves.with_context(skip_invoice_sync=False)._post(soft=False)
            expenses.cs_trip_id._offset(date)

    def _prepare_claw_back_vals(self, date):
        self.ensure_one()
        lines = self.account_move_id.line_ids.filtered(lambda line: line.expense_id == self)
        total = sum(lines.mapped("balance"))
        account = self.company_id._cs_trip_account()
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": self.company_id._cs_trip_offset_journal().id,
            "date": date,
            "ref": self.env._(
                "%(trip)s, claw-back of %(expense)s",
                trip=self.cs_trip_id.name,
                expense=self.name,
            ),
            "cs_trip_id": self.cs_trip_id.id,
            "cs_trip_part": "claw_back",
            "cs_clawed_expense_id": self.id,
            "line_ids": [
                Command.create(
                    {
                        "name": self.name,
                        "account_id": account.id,
                        "partner_id": self.account_move_id.partner_id.id,
                        "balance": total,
                    }
                ),
                *(Command.create(self._prepare_claw_back_line_vals(line)) for line in lines),
            ],
        }

    def _prepare_claw_back_line_vals(self, line):
        return {
            "name": line.name,
            "account_id": line.account_id.id,
            "partner_id": line.partner_id.id,
            "balance": -line.balance,
            "analytic_distribution": line.analytic_distribution,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "tax_tag_ids": [Command.set(line.tax_tag_ids.ids)],
            "tax_repartition_line_id": line.tax_repartition_line_id.id,
            "group_tax_id": line.group_tax_id.id,
        }
