from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "partner_id"

    def _cs_feedback_domain(self):
        return [("partner_id", "child_of", self.ids)]

    def _cs_feedback_counted(self, record):
        counted = self.browse()
        while record:
            counted |= self & record
            record = record.parent_id
        return counted
