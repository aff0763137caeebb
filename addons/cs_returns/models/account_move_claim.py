from odoo import models


class AccountMove(models.Model):
    """What a carrier has paid of a claim."""

    _inherit = "account.move"

    def _cs_settled_share(self):
        """Part of this posted entry that was paid or set off, from 0 to 1.

        What was credited again by a reversal has not been paid.
        """
        self.ensure_one()
        if self.state != "posted" or self.currency_id.is_zero(self.amount_total):
            return 0.0
        reversals = self.reversal_move_ids.filtered(lambda move: move.state == "posted")
        open_amount = self.amount_residual + sum(reversals.mapped("amount_total"))
        return max(1 - open_amount / self.amount_total, 0.0)
