from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    cs_followup_count = fields.Integer(compute="_compute_cs_followup_count")

    def _compute_cs_followup_count(self):
        followups = self.env["cs.delivery.followup"]
        counts = {}
        if followups.has_access("read"):
            counts = dict(
                followups._read_group(
                    [("sale_order_id", "in", self.ids)], ["sale_order_id"], ["__count"]
                )
            )
        for order in self:
            order.cs_followup_count = counts.get(order, 0)

    def action_open_cs_followups(self):
        """Open the follow-ups of what this order delivered."""
        found = self.env["cs.delivery.followup"].search([("sale_order_id", "in", self.ids)])
        return found._open_records(found, "cs_feedback.cs_delivery_followup_action_all")
