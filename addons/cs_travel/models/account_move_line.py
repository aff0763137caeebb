from odoo import models
from odoo.exceptions import UserError

MONEY_FIELDS = frozenset(
    {"account_id", "partner_id", "currency_id", "balance", "amount_currency", "debit", "credit"}
)


class AccountMoveLine(models.Model):
    """What a trip owes or is owed is read from these items, so they stay as they were posted."""

    _inherit = "account.move.line"

    def write(self, vals):
        if MONEY_FIELDS & vals.keys():
            self._check_cs_trip_money(vals)
        return super().write(vals)

    def _check_cs_trip_money(self, vals):
        for line in self:
            if (
                line.move_id.cs_trip_part
                and line.parent_state == "posted"
                and line.account_type in ("asset_receivable", "liability_payable")
                and any(line._is_changed(name, vals[name]) for name in MONEY_FIELDS & vals.keys())
            ):
                raise UserError(
                    self.env._(
                        "%(item)s is money of trip %(trip)s and stays as it was posted.",
                        item=line.display_name,
                        trip=line.move_id.cs_trip_id.sudo().name,  # sudo: only its number
                    )
                )

    def _is_changed(self, name, value):
        field = self._fields[name]
        present = field.convert_to_cache(self[name], self)
        return field.convert_to_cache(value, self) != present
