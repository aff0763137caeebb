from odoo import api, fields, models

from ..domain.delivery import gaps, rate
from .cs_delivery_followup import OPEN

ANSWERS = frozenset({"received_qty", "broken_qty", "note"})


class CsDeliveryFollowupLine(models.Model):
    """What was delivered of a product and lot, and what of it arrived whole.

    Until the dealer has answered, all of it is taken to have arrived. Quantities are in the
    unit of the product, so that they add up.
    """

    _name = "cs.delivery.followup.line"
    _inherit = ["cs.transition.mixin"]
    _description = "Delivery Follow-up Line"
    _order = "followup_id desc, id"
    _rec_name = "product_id"

    STATE_FIELDS = dict.fromkeys((*OPEN, "answered"), ANSWERS)
    PROTECTED_FIELDS = frozenset(
        {"followup_id", "move_id", "product_id", "lot_id", "delivered_qty"}
    )

    followup_id = fields.Many2one(
        "cs.delivery.followup", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="followup_id.state")
    company_id = fields.Many2one(related="followup_id.company_id", store=True)
    move_id = fields.Many2one(
        "stock.move", required=True, readonly=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one("product.product", required=True, readonly=True, index=True)
    lot_id = fields.Many2one(
        "stock.lot", string="Lot/Serial Number", readonly=True, index="btree_not_null"
    )
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    delivered_qty = fields.Float(string="Delivered", digits="Product Unit", readonly=True)
    received_qty = fields.Float(string="Received", digits="Product Unit")
    broken_qty = fields.Float(string="Broken", digits="Product Unit", help="Of what was received.")
    missing_qty = fields.Float(
        string="Missing", digits="Product Unit", compute="_compute_gaps", store=True
    )
    extra_qty = fields.Float(
        string="Too Many", digits="Product Unit", compute="_compute_gaps", store=True
    )
    breakage_rate = fields.Float(compute="_compute_breakage_rate")
    note = fields.Char()

    _quantities_possible = models.Constraint(
        "CHECK (delivered_qty >= 0 AND received_qty >= 0 AND broken_qty >= 0"
        " AND broken_qty <= received_qty)",
        "Quantities cannot be negative, and no more can be broken than was received.",
    )
    _goods_unique = models.UniqueIndex(
        "(followup_id, move_id, lot_id) NULLS NOT DISTINCT",
        "These goods are on the follow-up already.",
    )

    @api.depends("delivered_qty", "received_qty")
    def _compute_gaps(self):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for line in self:
            line.missing_qty, line.extra_qty = gaps(line.delivered_qty, line.received_qty, digits)

    @api.depends("broken_qty", "received_qty")
    def _compute_breakage_rate(self):
        for line in self:
            line.breakage_rate = rate(line.broken_qty, line.received_qty)

    @api.model
    def _portal_qty(self, quantity):
        """As dealers write it: without needless decimals."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        text = f"{quantity:.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
