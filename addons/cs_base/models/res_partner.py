from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cs_office_id = fields.Many2one(
        "crm.team",
        string="Office",
        index="btree_not_null",
        help="The office that looks after this dealer. Its leader signs the dealer's documents.",
    )

    @api.model
    def _commercial_fields(self):
        """Contacts of a dealer belong to the dealer's office."""
        return [*super()._commercial_fields(), "cs_office_id"]
