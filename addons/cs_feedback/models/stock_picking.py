from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "picking_id"

    def _cs_feedback_values(self):
        return {
            "picking_id": self.id,
            "sale_order_id": self.sale_id.id,
            "partner_id": (self.sale_id.partner_id or self.partner_id).id,
        }
