from odoo import models


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "lot_id"

    def _cs_feedback_values(self):
        return {"lot_id": self.id, "product_id": self.product_id.id}
