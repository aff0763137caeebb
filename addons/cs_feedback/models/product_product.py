from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "product_id"
