from odoo import models
from odoo.exceptions import UserError


class AccountPaymentRegister(models.TransientModel):
    """Odoo's dialog pays what its user enters, also twice; of trips only what is open."""

    _inherit = "account.payment.register"

    def _create_payments(self):
        trips = self.line_ids.move_id.cs_trip_id
        if not trips:
            return super()._create_payments()
        trips._check_finance()
        trips._lock_rows()
        self._check_no_write_off(trips)
        payments = super()._create_payments()
        for line in payments.move_id.line_ids:
            is_theirs = line.account_type in ("asset_receivable", "liability_payable")
            if is_theirs and not line.currency_id.is_zero(line.amount_residual_currency):
                raise UserError(
                    self.env._(
                        "This is more than what is open of %(trips)s; open the dialog again and "
                        "confirm what it proposes, or less.",
                        trips=trips._format_list(trips.mapped("name")),
                    )
                )
        return payments

    def _check_no_write_off(self, trips):
        if self.payment_difference_handling == "reconcile" and not self.currency_id.is_zero(
            self.payment_difference
        ):
            raise UserError(
                self.env._(
                    "Nothing of %(trips)s is written off with a payment; keep the difference open.",
                    trips=trips._format_list(trips.mapped("name")),
                )
            )
