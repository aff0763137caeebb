from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _cs_in_group(self, xmlid, company):
        """Employees of a group who work in a company; the system's own user is none of them."""
        # sudo: the members of a group are not readable by every role
        members = self.env.ref(xmlid).sudo().all_user_ids
        return members.filtered(
            lambda user: not user.share and user.id != 1 and company in user.company_ids
        )
