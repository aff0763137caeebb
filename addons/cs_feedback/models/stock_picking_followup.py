from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """A finished delivery is followed up (S-36)."""

    _inherit = "stock.picking"

    cs_carrier_id = fields.Many2one(
        "res.partner",
        string="Carried by",
        index="btree_not_null",
        check_company=True,
        help="The company that brings the goods to the customer; it is marked after the delivery.",
    )
    cs_waybill = fields.Char(
        string="Consignment Note", copy=False, help="Number of the carrier's consignment note."
    )
    cs_followup_ids = fields.One2many(
        "cs.delivery.followup", "picking_id", string="Delivery Follow-up"
    )
    cs_followup_count = fields.Integer(compute="_compute_cs_followup_count")
    cs_is_followed_up = fields.Boolean(compute="_compute_cs_is_followed_up")

    @api.depends("cs_followup_ids")
    def _compute_cs_followup_count(self):
        followups = self.env["cs.delivery.followup"]
        found = followups.browse()
        if followups.has_access("read"):
            found = followups.search([("picking_id", "in", self.ids)])
        for picking in self:
            picking.cs_followup_count = int(picking in found.picking_id)

    @api.depends("state", "picking_type_id", "partner_id")
    def _compute_cs_is_followed_up(self):
        for picking in self:
            picking.cs_is_followed_up = bool(picking._cs_to_follow_up())

    def _action_done(self):
        result = super()._action_done()
        deliveries = self._cs_to_follow_up().filtered(
            lambda picking: picking._cs_dealer().cs_followup_channel != "none"
        )
        if deliveries:
            self.env["cs.delivery.followup"]._open_for(deliveries)
        return result

    def _cs_to_follow_up(self):
        """Those of the transfers that brought goods to a customer; not what customers return."""
        return self.filtered(
            lambda picking: (
                picking.state == "done"
                and picking.location_dest_id.usage == "customer"
                and picking.location_id.usage != "customer"
                and picking.picking_type_id.cs_is_followed_up
                and picking._cs_dealer()
            )
        )

    def _cs_dealer(self):
        # sudo: whoever ships need not be able to read orders
        return (self.sudo().sale_id.partner_id or self.sudo().partner_id).commercial_partner_id

    def _cs_carrier(self):
        """The partner that carried the goods; extension point for modules of carriers."""
        return self.cs_carrier_id

    def _cs_waybill(self):
        return self.cs_waybill

    def action_cs_follow_up(self):
        """Open the follow-up; begin one for a delivery that has none yet."""
        self.ensure_one()
        followups = self.env["cs.delivery.followup"]
        followups.check_access("write")
        if not self._cs_to_follow_up():
            raise UserError(
                self.env._("%s is not a finished delivery to a customer.", self.display_name)
            )
        followups._open_for(self)
        return self.action_open_cs_followup()

    def action_open_cs_followup(self):
        found = self.env["cs.delivery.followup"].search([("picking_id", "in", self.ids)])
        return found._open_records(found, "cs_feedback.cs_delivery_followup_action_all")
