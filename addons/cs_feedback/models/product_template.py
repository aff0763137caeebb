from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "product_id"

    def _cs_feedback_domain(self):
        return [("product_id.product_tmpl_id", "in", self.ids)]

    def _cs_feedback_counted(self, record):
        return self & record.product_tmpl_id

    def _cs_feedback_values(self):
        return {"product_id": self.product_variant_id.id}
