from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cs_followup_channel = fields.Selection(
        [("phone", "By Phone"), ("mail", "By Mail"), ("none", "Do Not Ask")],
        string="Delivery Follow-up",
        help="How this dealer is asked about deliveries; empty as the company does.",
    )
    cs_followup_count = fields.Integer(compute="_compute_cs_followup_count")

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "cs_followup_channel"]

    def _compute_cs_followup_count(self):
        self.cs_followup_count = 0
        followups = self.env["cs.delivery.followup"]
        if not followups.has_access("read"):
            return
        counts = followups._read_group(
            [("partner_id", "child_of", self.ids)], ["partner_id"], ["__count"]
        )
        for partner, count in counts:
            while partner:
                if partner in self:
                    partner.cs_followup_count += count
                partner = partner.parent_id

    def action_open_cs_followups(self):
        """Open the delivery follow-ups of this dealer and its contacts."""
        found = self.env["cs.delivery.followup"].search([("partner_id", "child_of", self.ids)])
        return found._open_records(found, "cs_feedback.cs_delivery_followup_action_all")
