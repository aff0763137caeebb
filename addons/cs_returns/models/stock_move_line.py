from odoo import api, models


class StockMoveLine(models.Model):
    """Quantities corrected on a finished transfer obey the same limits."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line.state == "done").move_id
        added._check_cs_application()
        added._check_cs_returned()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "quantity" in vals or "lot_id" in vals:
            self.filtered(lambda line: line.state == "done").move_id._check_cs_returned()
        return result
