from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cs_return_count = fields.Integer(compute="_compute_cs_return_count")

    def _compute_cs_return_count(self):
        self.cs_return_count = 0
        if not self.env["cs.return"].has_access("read"):
            return
        counts = self.env["cs.return"]._read_group(
            [("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"]
        )
        for partner, count in counts:
            while partner:
                if partner in self:
                    partner.cs_return_count += count
                partner = partner.parent_id

    def action_open_cs_returns(self):
        """Open the returns of this dealer and its contacts."""
        returns = self.env["cs.return"].search([("partner_id", "child_of", self.ids)])
        action = self.env["cs.return"]._action_open(returns)
        action["context"] = {"default_partner_id": self.id}
        return action
