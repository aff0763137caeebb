from odoo import models


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        """Deliveries of an exchange keep the link to the return line they settle."""
        return [
            *super()._get_custom_move_fields(),
            "cs_return_id",
            "cs_return_line_id",
            "cs_return_role",
        ]
