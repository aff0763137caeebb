from odoo import models
from odoo.fields import Command


class CsReturn(models.Model):
    """The transfer that sends rejected goods back, or destroys them."""

    _inherit = "cs.return"

    def _create_rejected_picking(self, answer):
        left = self._rejected_left()
        lines = self.line_ids.filtered(lambda line: line in left)
        receipts = lines.move_ids.filtered(lambda move: move.cs_return_role == "reject")
        warehouse = receipts.warehouse_id[:1]
        hold = self.company_id.cs_return_hold_location_id
        if answer == "destroy":
            picking_type, dest = warehouse.int_type_id, self._destruction_location()
        else:
            picking_type = warehouse.out_type_id
            dest = lines.origin_move_id.location_dest_id[:1]
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": self.partner_id.id,
                "location_id": hold.id,
                "location_dest_id": dest.id,
                "company_id": self.company_id.id,
                "origin": self.name,
            }
        )
        moves = {move.cs_return_line_id: move for move in receipts}
        self.env["stock.move"].create(
            [
                self._prepare_rejected_move_vals(picking, moves[line], left[line], answer)
                for line in lines
            ]
        )
        return picking

    def _prepare_rejected_move_vals(self, picking, receipt, quantity, answer):
        line = receipt.cs_return_line_id
        locations = {
            "location_id": receipt.location_dest_id.id,
            "location_dest_id": picking.location_dest_id.id,
        }
        vals = {
            **line._prepare_move_vals(answer, quantity),
            **locations,
            "picking_id": picking.id,
            "picking_type_id": picking.picking_type_id.id,
            "warehouse_id": picking.picking_type_id.warehouse_id.id,
            "origin_returned_move_id": receipt.id,
            "to_refund": False,
            "move_orig_ids": [Command.set(receipt.ids)],
        }
        is_done = answer == "destroy"
        # named here in both cases: core would reserve goods without their lot
        move_line = {
            **line._prepare_move_line_vals(quantity),
            **locations,
            "picking_id": picking.id,
            "picked": is_done,
        }
        return {**vals, "picked": is_done, "move_line_ids": [Command.create(move_line)]}

    def _destruction_location(self):
        product = self.line_ids.product_id[:1].with_company(self.company_id)
        return product.property_stock_inventory
