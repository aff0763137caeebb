from odoo import models

from .stock_move import RETURN_LINKS


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        """Deliveries of an exchange keep the link to the return line they settle."""
        return [*super()._get_custom_move_fields(), *RETURN_LINKS]

    def _push_prepare_move_copy_values(self, move_to_copy, new_date):
        values = super()._push_prepare_move_copy_values(move_to_copy, new_date)
        return {**values, **move_to_copy._cs_carried_links()}
