from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("submitted", "approved", "arrived")


class CsReturnLine(models.Model):
    """How much may come back, and what of it is still under way."""

    _inherit = "cs.return.line"

    PROTECTED_FIELDS = frozenset({"open_qty", "pending_qty", "credited_qty"})

    delivered_qty = fields.Float(
        string="Delivered", digits="Product Unit", compute="_compute_returnable_qty"
    )
    returnable_qty = fields.Float(
        string="Returnable",
        digits="Product Unit",
        compute="_compute_returnable_qty",
        help="Delivered, less what came back and what other applications announce.",
    )
    open_qty = fields.Float(
        digits="Product Unit",
        compute="_compute_open_qty",
        store=True,
        help="Announced and not yet appraised, in the unit of the product.",
    )
    pending_qty = fields.Float(
        digits="Product Unit",
        compute="_compute_pending_qty",
        store=True,
        help="Taken back and neither credited nor exchanged yet, in the unit of the order.",
    )
    credited_qty = fields.Float(
        string="Credited",
        digits="Product Unit",
        compute="_compute_credited_qty",
        store=True,
        help="Credited by this return, in the unit of the order.",
    )

    @api.depends("origin_move_id", "lot_id", "return_id")
    def _compute_returnable_qty(self):
        limits = self._returnable_limits()
        for line in self:
            delivered, available = limits[line]
            unit = line.product_id.uom_id
            line.delivered_qty = unit._compute_quantity(delivered, line.product_uom_id)
            line.returnable_qty = unit._compute_quantity(available, line.product_uom_id)

    @api.depends("state", "quantity", "product_uom_id")
    def _compute_open_qty(self):
        for line in self:
            is_open = line.state in OPEN_STATES
            line.open_qty = line._in_product_unit(line.quantity) if is_open else 0.0

    @api.depends(
        "state", "accepted_qty", "settlement", "exchange_product_id", "ahead_qty",
        "move_ids.state", "move_ids.quantity", "move_ids.product_uom_qty", "move_ids.cs_return_role",
    )  # fmt: skip
    def _compute_pending_qty(self):
        for line in self:
            is_resent = line._is_same_product_exchange()
            pending = line.accepted_qty if line.state == "appraised" else 0.0
            if line.ahead_qty and is_resent and line.state != "done":
                # delivered a second time, while the first is not back
                pending -= line._exchange_qty(is_done=True)
            elif line.state == "done" and is_resent:
                # a delivery that is cancelled leaves the goods to be credited
                pending = line._exchange_qty(is_done=False)
            line.pending_qty = line._in_sale_unit(pending)

    @api.depends("credit_line_ids.quantity", "credit_line_ids.parent_state")
    def _compute_credited_qty(self):
        for line in self:
            line.credited_qty = sum(
                credit.product_uom_id._compute_quantity(
                    credit.quantity, line.sale_line_id.product_uom_id, round=False
                )
                for credit in line.credit_line_ids
                if credit.parent_state == "posted"
            )

    def _in_product_unit(self, quantity):
        return self.product_uom_id._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _in_sale_unit(self, quantity):
        return self.product_uom_id._compute_quantity(
            quantity, self.sale_line_id.product_uom_id, round=False
        )

    def _returnable_limits(self):
        """Delivered and still returnable quantity per line, in the unit of the product.

        Other applications under way are taken off, the line's own announcement is not.
        """
        # sudo: other dealers' and colleagues' applications count as well
        balances = self.origin_move_id.sudo()._cs_return_balances(self.lot_id.sudo())
        limits = {}
        for line in self:
            balance = balances[line.origin_move_id.id, line.lot_id.id]
            own = line.open_qty if line.state in OPEN_STATES else 0.0
            limits[line] = (balance.delivered, balance.returnable + own)
        return limits

    def _delivery_interval(self):
        """Where this delivery lies on the axis of all deliveries of its order line.

        :return: begin and end in the unit of the order line, oldest delivery first
        """
        sale_line = self.sale_line_id
        billed = self.origin_move_id
        while billed.cs_return_role == "exchange":
            billed = billed.cs_return_line_id.origin_move_id
        deliveries = sale_line.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.location_dest_id.usage == "customer"
                and not move.origin_returned_move_id
                # it was billed with the goods that it replaces
                and move.cs_return_role != "exchange"
            )
        ).sorted(lambda move: (move.date, move.id))
        start = 0.0
        for move in deliveries:
            quantity = move.product_uom._compute_quantity(
                move.quantity, sale_line.product_uom_id, round=False
            )
            if move == billed:
                return start, start + quantity
            start += quantity
        return 0.0, 0.0

    def _check_can_announce(self):
        """No more may be announced than was delivered and has not come back (S-48)."""
        limits = self._returnable_limits()
        for line in self:
            if line._exceeds(limits, line.quantity):
                raise UserError(
                    self.env._(
                        "Only %(available)s of %(product)s (%(delivery)s) can still be "
                        "returned; lower the quantity.",
                        available=line._returnable_label(),
                        product=line._goods_label(),
                        delivery=line.origin_move_id.picking_id.name,
                    )
                )

    def _check_appraised(self):
        """The count is complete, and no more is accepted than can be taken back."""
        limits = self._returnable_limits()
        for line in self:
            if line.rejected_qty and not line.reject_reason:
                raise UserError(
                    self.env._("Give the reason why %s is rejected.", line._goods_label())
                )
            if line._exceeds(limits, line.accepted_qty):
                raise UserError(
                    self.env._(
                        "Only %(available)s of %(product)s were delivered and not yet "
                        "returned; reject the surplus.",
                        available=line._returnable_label(),
                        product=line._goods_label(),
                    )
                )

    def _note_surplus(self):
        """Of what is rejected, what the delivery cannot have brought; only the rest is gone."""
        limits = self._returnable_limits()
        for line in self.filtered("rejected_qty"):
            left = limits[line][1] - line._in_product_unit(line.accepted_qty)
            surplus = line._in_product_unit(line.rejected_qty) - max(left, 0.0)
            unit = line.product_id.uom_id
            line._write_protected(
                {
                    "surplus_qty": unit._compute_quantity(
                        max(surplus, 0.0), line.product_uom_id, round=False
                    )
                }
            )

    def _exceeds(self, limits, quantity):
        _delivered, returnable = limits[self]
        unit = self.product_id.uom_id
        return unit.compare(self._in_product_unit(quantity), returnable) > 0

    def _returnable_label(self):
        return f"{self._format_qty(self.returnable_qty)} {self.product_uom_id.name}"

    def _goods_label(self):
        name = self.product_id.display_name
        return f"{name} [{self.lot_id.name}]" if self.lot_id else name

    def _format_qty(self, quantity):
        return f"{quantity:.6f}".rstrip("0").rstrip(".") or "0"
