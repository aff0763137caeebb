from odoo import api, models
from odoo.exceptions import UserError

# a change of these on a finished transfer moves goods
BOOKED_FIELDS = frozenset({"quantity", "product_uom_id", "lot_id"})


class StockMoveLine(models.Model):
    """Quantities corrected on a finished transfer obey the same limits."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        added = lines.filtered(lambda line: line.state == "done")
        added._check_cs_counted()
        added.move_id._check_cs_application()
        added.move_id._check_cs_corrected()
        return lines

    def write(self, vals):
        booked = BOOKED_FIELDS & vals.keys()
        done = self.filtered(lambda line: line.state == "done") if booked else self.browse()
        done.filtered(
            lambda line: any(
                line._fields[name].convert_to_write(line[name], line) != vals[name]
                for name in booked
            )
        )._check_cs_counted()
        before = {line: line.quantity_product_uom for line in done}
        result = super().write(vals)
        if done:
            grown = done.filtered(lambda line: line.quantity_product_uom > before[line])
            grown.move_id._check_cs_application()
            done.move_id._check_cs_corrected()
        return result

    def _check_cs_counted(self):
        """What the appraisal booked is what the return says; neither changes alone."""
        if self.move_id._is_key_present():
            return
        for move in self.move_id:
            if move.cs_return_role in ("accept", "reject", "destroy"):
                raise UserError(
                    self.env._(
                        "%(transfer)s books what was counted for return %(document)s and stays "
                        "as it is. Correct the stock by an inventory adjustment.",
                        transfer=move.picking_id.name or move.reference,
                        document=move.cs_return_id.sudo().name,  # sudo: only its number
                    )
                )
