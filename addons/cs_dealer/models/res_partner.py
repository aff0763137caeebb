from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cs_grade_id = fields.Many2one("cs.dealer.grade", string="Grade", index="btree_not_null")
    cs_agreement_ids = fields.One2many("cs.dealer.agreement", "partner_id", string="Agreements")

    @api.model
    def _commercial_fields(self):
        """Contacts of a dealer have the dealer's grade."""
        return [*super()._commercial_fields(), "cs_grade_id"]
