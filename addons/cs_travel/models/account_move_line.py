from odoo import api, models
from odoo.exceptions import UserError

# what is open of an item is read too, and Odoo lets a client write it
MONEY_FIELDS = frozenset(
    {
        "move_id",
        "account_id",
        "partner_id",
        "currency_id",
        "balance",
        "amount_currency",
        "debit",
        "credit",
        "amount_residual",
        "amount_residual_currency",
        "reconciled",
    }
)


class AccountMoveLine(models.Model):
    """What a trip owes or is owed is read from these items, so they stay as they were posted."""

    _inherit = "account.move.line"

    def write(self, vals):
        if MONEY_FIELDS & vals.keys():
            self._check_cs_trip_money(vals)
        return super().write(vals)

    def _check_cs_trip_money(self, vals):
        for line in self._cs_trip_money():
            if any(line._is_changed(name, vals[name]) for name in MONEY_FIELDS & vals.keys()):
                line._refuse_cs_trip_money()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_money_of_trip(self):
        for line in self._cs_trip_money():
            line._refuse_cs_trip_money()

    def _cs_trip_money(self):
        return self.filtered(
            lambda line: (
                line.move_id.cs_trip_part
                and line.parent_state == "posted"
                and line.account_type in ("asset_receivable", "liability_payable")
            )
        )

    def _refuse_cs_trip_money(self):
        raise UserError(
            self.env._(
                "%(item)s is money of trip %(trip)s and stays as it was posted.",
                item=self.display_name,
                trip=self.move_id.cs_trip_id.sudo().name,  # sudo: only its number
            )
        )

    def _is_changed(self, name, value):
        field = self._fields[name]
        present = field.convert_to_cache(self[name], self)
        return field.convert_to_cache(value, self) != present
