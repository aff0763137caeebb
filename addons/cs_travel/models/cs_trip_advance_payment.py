from odoo import fields, models
from odoo.exceptions import UserError


class CsTripAdvance(models.Model):
    """The payment of an advance: drafted on approval, confirmed by finance in Invoicing."""

    _inherit = "cs.trip.advance"

    def action_pay(self):
        """Open the payment, which finance confirms."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment"),
            "res_model": "account.payment",
            "view_mode": "form",
            "res_id": self.payment_ids.id,
            "context": {"create": False},
        }

    def _create_payments(self):
        """One draft payment per advance, on the company's account of advances."""
        payments = self.env["account.payment"]._with_key()
        for advance in self:
            advance.trip_id._check_advance_contact()
            account = advance.company_id._cs_trip_account()
            advance._write_protected({"account_id": account.id})
            payments.with_company(advance.company_id).create(advance._prepare_payment_vals())

    def _prepare_payment_vals(self):
        self.ensure_one()
        return {
            "cs_trip_advance_id": self.id,
            "payment_type": "outbound",
            "partner_type": "supplier",
            "partner_id": self.employee_id.work_contact_id.id,
            "journal_id": self.company_id._cs_trip_payment_journal().id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "amount": self.amount,
            "destination_account_id": self.account_id.id,
            "date": fields.Date.context_today(self),
            "memo": f"{self.name} {self.trip_id.name}",
        }

    def _check_can_pay(self):
        for advance in self:
            if advance.user_id == self.env.user:
                raise UserError(
                    self.env._("%s is your own; somebody else pays it.", advance.display_name)
                )
            if not advance._is_paid_rightly():
                raise UserError(
                    self.env._(
                        "The payment of %(advance)s must be %(amount)s to %(partner)s on "
                        "%(account)s; correct its journal entry.",
                        advance=advance.display_name,
                        amount=advance.currency_id.format(advance.amount),
                        partner=advance.employee_id.work_contact_id.display_name,
                        account=advance.account_id.display_name,
                    )
                )

    def _is_paid_rightly(self):
        lines = self._ledger_lines()
        return (
            lines.account_id == self.account_id
            and lines.partner_id | lines.move_id.partner_id == self.employee_id.work_contact_id
            and lines.currency_id == self.currency_id
            and not self.currency_id.compare_amounts(
                sum(lines.mapped("amount_currency")), self.amount
            )
        )

    def _check_can_unpay(self):
        for advance in self:
            lines = advance._ledger_lines()
            if lines.matched_debit_ids or lines.matched_credit_ids:
                raise UserError(
                    self.env._(
                        "%s has been set off or returned in part, so its payment stays as it is.",
                        advance.display_name,
                    )
                )
