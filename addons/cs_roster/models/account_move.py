from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Bills of commission: one per statement, to its agent, over its amount."""

    _name = "account.move"
    _inherit = ["account.move", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_commission_statement_id"})

    cs_commission_statement_id = fields.Many2one(
        "cs.commission.statement",
        string="Commission Statement",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _cs_commission_unique = models.UniqueIndex(
        "(cs_commission_statement_id) "
        "WHERE cs_commission_statement_id IS NOT NULL AND state != 'cancel'",
        "This commission statement has a bill already.",
    )

    def write(self, vals):
        """A bill that is cancelled, by a button or a client, gives its statement back."""
        if "state" not in vals:
            return super().write(vals)
        bills = self.filtered("cs_commission_statement_id")
        ended = bills.filtered(lambda bill: bill.state == "cancel")
        if vals["state"] != "cancel":
            ended._refuse_second_life()
        result = super().write(vals)
        if vals["state"] == "cancel":
            (bills - ended).cs_commission_statement_id._cs_give_back()
        return result

    def unlink(self):
        open_bills = self.filtered(lambda move: move.state != "cancel")
        statements = open_bills.cs_commission_statement_id
        result = super().unlink()
        statements._cs_give_back()
        return result

    def _refuse_second_life(self):
        if self:
            raise UserError(
                self.env._(
                    "%s is cancelled for good; make a new bill from the commission statement.",
                    self[0].display_name,
                )
            )

    def _reverse_moves(self, default_values_list=None, cancel=False):
        bills = self.filtered("cs_commission_statement_id")
        if bills:
            raise UserError(
                self.env._(
                    "%s is a bill of commission: reset it to draft and cancel it instead.",
                    bills[0].display_name,
                )
            )
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    @api.constrains(
        "state", "partner_id", "currency_id", "move_type", "line_ids", "invoice_line_ids"
    )
    def _check_cs_commission(self):
        """Only what was confirmed is posted, and nobody posts their own."""
        for bill in self:
            # sudo: whoever posts bills need not read statements
            statement_sudo = bill.sudo().cs_commission_statement_id
            if not statement_sudo or bill.state != "posted":
                continue
            if statement_sudo.employee_id.user_id == self.env.user:
                raise UserError(
                    self.env._("%s is your own; somebody else posts it.", bill.display_name)
                )
            if not bill._is_cs_commission(statement_sudo):
                raise UserError(
                    self.env._(
                        "The bill of %(statement)s must be %(amount)s before taxes to %(partner)s; "
                        "correct it.",
                        statement=statement_sudo.name,
                        amount=statement_sudo.currency_id.format(abs(statement_sudo.amount)),
                        partner=statement_sudo.employee_id.work_contact_id.display_name,
                    )
                )

    def _is_cs_commission(self, statement):
        kind = "in_invoice" if statement.amount > 0 else "in_refund"
        return (
            self.move_type == kind
            and self.partner_id == statement.employee_id.work_contact_id
            and self.currency_id == statement.currency_id
            and not self.currency_id.compare_amounts(self.amount_untaxed, abs(statement.amount))
        )
