from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Payments of trip advances: one per advance, on the account of advances."""

    _name = "account.payment"
    _inherit = ["account.payment", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_trip_advance_id"})
    # what was signed; journal, date and memo are for finance to choose
    RESULT_FIELDS = frozenset(
        {
            "amount",
            "partner_id",
            "partner_type",
            "payment_type",
            "currency_id",
            "company_id",
            "destination_account_id",
            "move_id",
        }
    )

    cs_trip_advance_id = fields.Many2one(
        "cs.trip.advance",
        string="Trip Advance",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _cs_trip_advance_unique = models.UniqueIndex(
        "(cs_trip_advance_id) WHERE cs_trip_advance_id IS NOT NULL",
        "This advance has its payment already.",
    )

    def _is_result(self):
        return bool(self.cs_trip_advance_id)

    @api.depends("cs_trip_advance_id")
    def _compute_destination_account_id(self):
        """An advance stays on its account, whatever journal finance chooses."""
        advances = self.filtered("cs_trip_advance_id")
        super(AccountPayment, self - advances)._compute_destination_account_id()
        for payment in advances:
            payment.destination_account_id = payment.cs_trip_advance_id.sudo().account_id

    @api.depends("cs_trip_advance_id")
    def _compute_currency_id(self):
        """An advance stays in its currency, whatever journal finance chooses."""
        advances = self.filtered("cs_trip_advance_id")
        super(AccountPayment, self - advances)._compute_currency_id()
        for payment in advances:
            payment.currency_id = payment.cs_trip_advance_id.sudo().currency_id

    @api.depends("cs_trip_advance_id")
    def _compute_outstanding_account_id(self):
        """Odoo forgets the account with the journal, and then confirms without an entry."""
        super()._compute_outstanding_account_id()
        for payment in self.filtered("cs_trip_advance_id"):
            if not payment.outstanding_account_id:
                account = payment._get_outstanding_account(payment.payment_type)
                payment.outstanding_account_id = account

    def action_post(self):
        """Odoo passes over what is cancelled; who pays an advance is told instead."""
        for payment in self:
            if payment.cs_trip_advance_id and payment.state == "canceled":
                raise UserError(
                    self.env._(
                        "The advance of %s has been withdrawn; there is nothing to pay.",
                        payment.display_name,
                    )
                )
        return super().action_post()

    def _generate_journal_entry(self, write_off_line_vals=None, force_balance=None, line_ids=None):
        advances = self.filtered("cs_trip_advance_id")
        for payments in filter(None, (self - advances, advances._with_key())):
            super(AccountPayment, payments)._generate_journal_entry(
                write_off_line_vals, force_balance, line_ids
            )

    def _generate_move_vals(self, write_off_line_vals=None, force_balance=None, line_ids=None):
        vals = super()._generate_move_vals(write_off_line_vals, force_balance, line_ids)
        trip_sudo = self.cs_trip_advance_id.sudo().trip_id  # sudo: only the link is taken
        return (
            {**vals, "cs_trip_id": trip_sudo.id, "cs_trip_part": "advance"} if trip_sudo else vals
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_of_advance(self):
        for payment in self:
            if payment.cs_trip_advance_id:
                raise UserError(
                    self.env._(
                        "%s belongs to an advance and stays on record; cancel it instead.",
                        payment.display_name,
                    )
                )
