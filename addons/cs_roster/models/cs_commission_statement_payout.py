from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.cs_base.domain.xlsx import write_tables

from .cs_commission_statement import FINANCE, HR

PAYROLL_COLUMNS = ("work_no", "employee_id", "department_id", "date_from", "basis", "amount")
LINE_COLUMNS = (
    "order_name",
    "move_name",
    "date",
    "partner_name",
    "product_name",
    "kind",
    "percent",
    "basis",
    "amount",
)


class CsCommissionStatement(models.Model):
    """How a confirmed statement is paid: by a vendor bill or with the wages."""

    _inherit = "cs.commission.statement"

    TRANSITIONS = {
        "bill": (("confirmed",), "done"),
        "unbill": (("done",), "confirmed"),
        "pay_with_wages": (("confirmed",), "done"),
    }
    TRANSITION_GROUPS = {
        "bill": (HR, FINANCE),
        # only by the bill itself, when it goes
        "unbill": ("base.group_system",),
        "pay_with_wages": (HR,),
    }
    PROTECTED_FIELDS = frozenset({"payout", "done_at", "bill_ids"})

    payout = fields.Selection(
        [("bill", "Vendor Bill"), ("wages", "With the Wages")],
        string="Paid by",
        readonly=True,
        copy=False,
    )
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    bill_ids = fields.One2many(
        "account.move", "cs_commission_statement_id", string="Bills", groups=FINANCE
    )

    def action_bill(self):
        """A draft bill of each agent, for finance to post and pay."""
        self._transition("bill")
        if not self.env.user.has_group(FINANCE):
            return True
        return self.action_open_bills()

    def action_open_bills(self):
        return self._open_records(self.bill_ids, "account.action_move_in_invoice_type")

    def action_pay_with_wages(self):
        """Finish the statements and download them for the payroll."""
        self._transition("pay_with_wages")
        return self.action_export_xlsx()

    def _check_can_bill(self):
        self._check_not_own()
        for statement in self:
            # sudo: the contact is on the employee's record, which finance need not read
            if not statement.employee_id.sudo().work_contact_id:
                raise UserError(
                    self.env._(
                        "%s has no work contact; have personnel enter one.",
                        statement.employee_id.sudo().name,
                    )
                )
            if statement.currency_id.is_zero(statement.amount):
                raise UserError(
                    self.env._(
                        "%s comes to nothing; finish it with the wages instead.", statement.name
                    )
                )

    def _do_bill(self):
        for company, statements in self.grouped("company_id").items():
            bills = self.env["account.move"].with_company(company)._with_key()
            bills.create([statement._prepare_bill_vals() for statement in statements])
        return {"payout": "bill", "done_at": fields.Datetime.now()}

    def _prepare_bill_vals(self):
        """Less than nothing is a refund: more was returned than sold."""
        self.ensure_one()
        return {
            "move_type": "in_invoice" if self.amount > 0 else "in_refund",
            "company_id": self.company_id.id,
            "partner_id": self.employee_id.work_contact_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": fields.Date.context_today(self),
            "ref": f"{self.date_from:%Y-%m}-{self.work_no or self.employee_id.id}",
            "cs_commission_statement_id": self.id,
            "invoice_line_ids": [
                (
                    0,
                    0,
                    {
                        "name": self.env._("Commission %s", self.name),
                        "quantity": 1,
                        "price_unit": abs(self.amount),
                        "tax_ids": [(5,)],
                    },
                )
            ],
        }

    def _do_unbill(self):
        return {"payout": False, "done_at": False}

    def _check_can_pay_with_wages(self):
        self._check_not_own()

    def _do_pay_with_wages(self):
        return {"payout": "wages", "done_at": fields.Datetime.now()}

    # Export

    def _export_xlsx(self):
        """A sheet of the statements, as payroll needs it, and one of their lines."""
        return write_tables(
            [
                self._export_table(self.env._("Statements"), self, PAYROLL_COLUMNS),
                self._export_table(
                    self.env._("Lines"), self.line_ids, ("employee_id", "month", *LINE_COLUMNS)
                ),
            ]
        )

    def _export_table(self, title, records, names):
        headings = [self._export_label(records, name) for name in names]
        rows = [[self._export_value(record, name) for name in names] for record in records]
        return title, headings, rows

    def _cs_give_back(self):
        """The bill is gone, so the statement waits to be paid once more."""
        # sudo: whoever may cancel the bill may do this; they need not read statements
        done_sudo = self.sudo().filtered(lambda statement: statement.state == "done")
        if done_sudo:
            done_sudo._transition("unbill")
