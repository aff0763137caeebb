from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmTeam(models.Model):
    """Sales teams are the offices; a team that others name as theirs is a region (S-03)."""

    _inherit = "crm.team"

    cs_region_id = fields.Many2one(
        "crm.team",
        string="Region",
        check_company=True,
        index="btree_not_null",
        help="The region to which this office belongs. Its leader is the regional manager.",
    )
    cs_office_ids = fields.One2many("crm.team", "cs_region_id", string="Offices")

    @api.constrains("cs_region_id")
    def _check_cs_region(self):
        if self._has_cycle("cs_region_id"):
            raise ValidationError(self.env._("A region cannot belong to one of its own offices."))
