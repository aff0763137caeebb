from odoo import fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "sale_order_id"

    cs_feedback_id = fields.Many2one(
        "cs.feedback",
        string="Service Request",
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The service request that this quotation is for.",
    )

    def _cs_feedback_values(self):
        return {"sale_order_id": self.id, "partner_id": self.partner_id.id}
