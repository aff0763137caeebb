from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "sale_order_id"

    def _cs_feedback_values(self):
        return {"sale_order_id": self.id, "partner_id": self.partner_id.id}
