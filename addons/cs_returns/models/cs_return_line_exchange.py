from odoo import api, fields, models


class CsReturnLine(models.Model):
    """What goes to the dealer in exchange for a line, and how much of it went ahead."""

    _inherit = "cs.return.line"

    PROTECTED_FIELDS = frozenset({"ahead_qty", "ahead_product_id"})

    ahead_qty = fields.Float(
        string="Sent Ahead",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Sent in exchange before the goods came back.",
    )
    ahead_product_id = fields.Many2one(
        "product.product", compute="_compute_ahead_product_id", store=True
    )

    @api.depends("ahead_qty")
    def _compute_ahead_product_id(self):
        for line in self:
            line.ahead_product_id = line._exchanged_for() if line.ahead_qty else False

    def _exchanged_for(self):
        return self.exchange_product_id or self.product_id

    def _is_same_product_exchange(self):
        return self.settlement == "exchange" and self._exchanged_for() == self.product_id

    def _left_to_send(self):
        """Accepted quantity of each line that was not sent ahead, where there is any."""
        left = {line: line.accepted_qty - line.ahead_qty for line in self}
        return {
            line: quantity
            for line, quantity in left.items()
            if line.product_uom_id.compare(quantity, 0) > 0
        }

    def _exchange_qty(self, is_done):
        """Sent in exchange and delivered, or still under way, in the unit of the line.

        Of several steps of a delivery only the last counts.
        """
        states = (
            ("done",)
            if is_done
            else ("draft", "waiting", "confirmed", "partially_available", "assigned")
        )
        moves = self.move_ids.filtered(
            lambda move: (
                move.cs_return_role == "exchange"
                and move.state in states
                and not move.move_dest_ids
            )
        )
        return sum(
            move.product_uom._compute_quantity(
                move.quantity if is_done else move.product_uom_qty,
                self.product_uom_id,
                round=False,
            )
            for move in moves
        )
