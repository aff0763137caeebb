from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    cs_feedback_id = fields.Many2one(
        "cs.feedback",
        string="Feedback",
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The service request that this quotation is for (S-119).",
    )
