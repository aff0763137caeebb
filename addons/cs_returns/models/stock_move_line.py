from odoo import api, models
from odoo.exceptions import UserError

# a change of these on a finished transfer moves goods
PLACE_FIELDS = frozenset({"location_id", "location_dest_id"})
BOOKED_FIELDS = PLACE_FIELDS | {"quantity", "product_uom_id", "lot_id"}


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
        sides = {line: line._cs_sides() for line in done if PLACE_FIELDS & vals.keys()}
        result = super().write(vals)
        if done:
            grown = done.filtered(lambda line: line.quantity_product_uom > before[line])
            grown.move_id._check_cs_application()
            for line, was in sides.items():
                line._check_cs_same_sides(was)
            done.move_id._check_cs_corrected()
        return result

    def _cs_sides(self):
        """Whether the goods come from a customer, and whether they go to one."""
        return self.location_id.usage == "customer", self.location_dest_id.usage == "customer"

    def _is_cs_from_customer(self):
        return (
            self.quantity > 0
            and self.location_id.usage == "customer"
            and self.location_dest_id.usage in ("internal", "transit")
        )

    def _check_cs_same_sides(self, was):
        """A finished transfer is not turned into a delivery or a return, or out of one."""
        move = self.move_id
        if self._cs_sides() == was or move._is_key_present():
            return
        if move.company_id.cs_return_requires_application:
            raise UserError(move._cs_unapproved_message())

    def _check_cs_counted(self):
        """What the appraisal booked is what the return says; neither changes alone."""
        if self.move_id._is_key_present():
            return
        for move in self.move_id:
            if move.cs_return_role in ("accept", "reject", "destroy", "write_off"):
                raise UserError(
                    self.env._(
                        "%(transfer)s books what was counted for return %(document)s and stays "
                        "as it is. Correct the stock by an inventory adjustment.",
                        transfer=move.picking_id.name or move.reference,
                        document=move.cs_return_id.sudo().name,  # sudo: only its number
                    )
                )
