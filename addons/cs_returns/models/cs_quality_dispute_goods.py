from odoo import models
from odoo.fields import Domain


class CsQualityDispute(models.Model):
    """Which deliveries of the disputed lots are still in the field."""

    _inherit = "cs.quality.dispute"

    def _delivered_goods(self, partner=None):
        """Pairs of a delivery move and a disputed lot, of one dealer or of all."""
        self.ensure_one()
        domain = (
            Domain("state", "=", "done")
            & Domain("lot_id", "in", self.lot_ids.ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("location_dest_id.usage", "=", "customer")
            & Domain("location_id.usage", "!=", "customer")
            & Domain("move_id.sale_line_id", "!=", False)
            & Domain("move_id.cs_return_role", "not in", ("take_back", "reject"))
        )
        if partner:
            dealer = partner.commercial_partner_id
            domain &= Domain("move_id.sale_line_id.order_id.partner_id", "child_of", dealer.id)
        rows = self.env["stock.move.line"]._read_group(domain, ["move_id", "lot_id"])
        # parts of a kit come back by the kit
        return [(m, lot) for m, lot in rows if m.product_id == m.sale_line_id.product_id]

    def _goods_in_field(self, partner=None):
        """What of the disputed lots is with the dealers and announced by nobody.

        :return: ``{dealer: [(delivery move, lot, quantity in the unit of the delivery)]}``
        """
        # sudo: the verdict holds for every dealer, whoever opens the returns
        found_sudo = self.sudo()._delivered_goods(partner)
        moves = self.env["stock.move"].sudo().union(*(move for move, _lot in found_sudo))
        balances = moves._cs_return_balances(self.lot_ids.sudo())
        goods = {}
        for move, lot in found_sudo:
            left = balances[move.id, lot.id].returnable
            quantity = move.product_id.uom_id._compute_quantity(left, move.product_uom)
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
