from odoo import models
from odoo.fields import Domain


class CsQualityDispute(models.Model):
    """Which deliveries of the disputed lots are still in the field."""

    _inherit = "cs.quality.dispute"

    def _delivered_goods(self, partner=None):
        """Pairs of a delivery move and a disputed lot, of one dealer or of all."""
        self.ensure_one()
        domain = Domain("lot_id", "in", self.lot_ids.ids)
        domain &= Domain("company_id", "=", self.company_id.id)
        return self.env["cs.return"]._delivered_goods(partner, domain)

    def _goods_in_field(self, partner=None):
        """What of the disputed lots is with the dealers and announced by nobody.

        :return: ``{dealer: [(delivery move, lot, quantity in the unit of the delivery)]}``
        """
        # sudo: the verdict holds for every dealer, whoever opens the returns
        found_sudo = self.sudo()._delivered_goods(partner)
        returnable = self.env["cs.return"]._returnable_goods(found_sudo)
        goods = {}
        for move, lot in found_sudo:
            quantity = returnable[move.id, lot.id]
            if move.product_uom.compare(quantity, 0) > 0:
                dealer = move.sale_line_id.order_id.partner_id.commercial_partner_id
                goods.setdefault(dealer, []).append((move, lot, quantity))
        return goods

    def _list_dealers(self):
        """Preview: a line per dealer who has goods of the batch."""
        lines = self._with_key().env["cs.quality.dispute.line"]
        lines.create(
            [
                {
                    "dispute_id": self.id,
                    "partner_id": dealer.id,
                    "delivery_count": len({move.picking_id for move, _lot, _quantity in goods}),
                    "quantity": sum(
                        move.product_uom._compute_quantity(quantity, move.product_id.uom_id)
                        for move, _lot, quantity in goods
                    ),
                }
                for dealer, goods in self._goods_in_field().items()
            ]
        )
