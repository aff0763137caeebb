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

    def _cs_office_in(self, company):
        """The office that looks after this dealer, unless it is one of another company."""
        # sudo: only the id of the office comes back, and not that of another company
        office_sudo = self.commercial_partner_id.cs_office_id.sudo()
        is_ours = not office_sudo.company_id or office_sudo.company_id == company
        return office_sudo.id if is_ours else False
