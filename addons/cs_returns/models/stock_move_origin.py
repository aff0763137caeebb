from odoo import api, fields, models
from odoo.exceptions import ValidationError


class StockMove(models.Model):
    """What a delivery must be for its goods to be returned or claimed."""

    _inherit = "stock.move"

    PROTECTED_FIELDS = frozenset({"cs_claimed_qty"})

    cs_claim_line_ids = fields.One2many(
        "cs.carrier.claim.line", "origin_move_id", string="Carrier Claims"
    )
    # on the row of the delivery, so that two claims on the same goods collide
    cs_claimed_qty = fields.Float(
        string="Claimed from Carriers",
        digits="Product Unit",
        compute="_compute_cs_claimed_qty",
        store=True,
        help="In the unit of the delivery.",
    )

    @api.depends("cs_claim_line_ids.quantity", "cs_claim_line_ids.claim_id.state")
    def _compute_cs_claimed_qty(self):
        for move in self:
            live = move.cs_claim_line_ids.filtered(
                lambda line: line.claim_id.state not in ("draft", "cancel")
            )
            move.cs_claimed_qty = sum(live.mapped("quantity"))

    def _cs_delivered_in_own_unit(self, lot):
        """What was delivered, of a lot where one is named, in the unit of the delivery."""
        lines = self.move_line_ids.filtered(lambda line: line.lot_id == lot)
        quantity = sum(lines.mapped("quantity_product_uom")) if lot else self._cs_delivered_qty()
        return self.product_id.uom_id._compute_quantity(quantity, self.product_uom, round=False)

    def _check_cs_delivered_to(self, partner):
        """A finished delivery of an order of this dealer, not of a kit (raises)."""
        self.ensure_one()
        is_delivery = self.state == "done" and self.location_dest_id.usage == "customer"
        if not is_delivery or not self.sale_line_id or self.cs_return_role == "take_back":
            raise ValidationError(
                self.env._(
                    "%s is not a finished delivery of an order; choose one that has been "
                    "validated.",
                    self.display_name,
                )
            )
        dealer = partner.commercial_partner_id
        order = self.sale_line_id.order_id
        if order.partner_id.commercial_partner_id != dealer:
            raise ValidationError(
                self.env._(
                    "%(order)s is not an order of %(dealer)s; choose goods that were "
                    "delivered to this dealer.",
                    order=order.name,
                    dealer=dealer.display_name,
                )
            )
        if self.product_id != self.sale_line_id.product_id:
            raise ValidationError(
                self.env._(
                    "%(part)s was sold as part of %(kit)s; kits are returned by the "
                    "return button of the transfer.",
                    part=self.product_id.display_name,
                    kit=self.sale_line_id.product_id.display_name,
                )
            )

    def _check_cs_lot(self, lot):
        """A lot is named where the goods have lots, and it was delivered (raises)."""
        self.ensure_one()
        product = self.product_id.display_name
        if self.has_tracking == "none":
            if lot:
                raise ValidationError(
                    self.env._("%s is not tracked by lots; leave the lot empty.", product)
                )
        elif not lot:
            raise ValidationError(self.env._("Name the lot or serial number of %s.", product))
        elif lot not in self.move_line_ids.lot_id:
            raise ValidationError(
                self.env._(
                    "Lot %(lot)s of %(product)s was not delivered by %(delivery)s.",
                    lot=lot.name,
                    product=product,
                    delivery=self.picking_id.name,
                )
            )
