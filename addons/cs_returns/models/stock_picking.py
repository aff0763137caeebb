from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    cs_return_ids = fields.Many2many(
        "cs.return", compute="_compute_cs_return_ids", string="Return Applications"
    )
    cs_return_count = fields.Integer(compute="_compute_cs_return_ids")

    @api.depends("move_ids.cs_return_id", "move_ids.cs_return_line_ids.return_id")
    def _compute_cs_return_ids(self):
        for picking in self:
            moves = picking.move_ids
            # sudo: narrowed to what the user may read on the next line
            found_sudo = moves.sudo().cs_return_id | moves.sudo().cs_return_line_ids.return_id
            returns = self.env["cs.return"].browse(found_sudo.ids)._filtered_access("read")
            picking.cs_return_ids = returns
            picking.cs_return_count = len(returns)

    def action_new_cs_claim(self):
        """Begin a claim against the carrier with what this transfer delivered."""
        self.ensure_one()
        return self.env["cs.carrier.claim"]._open_for_delivery(self)

    def action_open_cs_returns(self):
        """Open the returns that take goods of this transfer back, or that it carries out."""
        return self.env["cs.return"]._action_open(self.cs_return_ids)
