from odoo import models
from odoo.exceptions import ValidationError


class StockMove(models.Model):
    """What a delivery must be for its goods to be returned or claimed."""

    _inherit = "stock.move"

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
        if self.sale_line_id.order_id.partner_id.commercial_partner_id != dealer:
            raise ValidationError(
                self.env._(
                    "%(order)s is not an order of %(dealer)s; choose goods that were "
                    "delivered to this dealer.",
                    order=self.sale_line_id.order_id.name,
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
