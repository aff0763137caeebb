from odoo import api, fields, models
from odoo.exceptions import UserError


class CsRosterPartMixin(models.AbstractModel):
    """Lines of a roster, which are closed together with it."""

    _name = "cs.roster.part.mixin"
    _description = "Part of a Roster"

    roster_id = fields.Many2one("cs.roster", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="roster_id.company_id")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_open()
        return parts

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        # a line may have moved to a roster that is closed to it
        self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_open(self):
        for roster in self.roster_id:
            if roster.state == "locked":
                raise UserError(self.env._("%s is locked; unlock it to change it.", roster.name))
