from collections import defaultdict
from dataclasses import dataclass

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

RETURN_LINKS = ("cs_return_id", "cs_return_line_id", "cs_return_role")
_CARRYING = object()


@dataclass
class ReturnBalance:
    """Quantities of a delivery in the unit of the product."""

    delivered: float = 0.0
    returned: float = 0.0
    announced: float = 0.0

    @property
    def returnable(self):
        return self.delivered - self.returned - self.announced


class StockMove(models.Model):
    """Delivery moves know what came back of them; nothing comes back twice.

    The two stored quantities lie on the row of the delivery, so that two transactions
    which return the same goods collide in the database instead of both succeeding.
    """

    _name = "stock.move"
    _inherit = ["stock.move", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset(
        {"cs_return_id", "cs_return_line_id", "cs_return_role"}
        | {"cs_returned_qty", "cs_return_open_qty"}
    )
    RESULT_FIELDS = frozenset(
        {"origin_returned_move_id", "sale_line_id", "to_refund"}
        | {"location_id", "location_dest_id"}
    )

    cs_return_id = fields.Many2one(
        "cs.return", string="Return Application", copy=False, index="btree_not_null"
    )
    cs_return_line_id = fields.Many2one("cs.return.line", copy=False, index="btree_not_null")
    cs_return_role = fields.Selection(
        [
            ("accept", "Accepted"),
            ("reject", "Rejected"),
            ("take_back", "Taken Back by the Dealer"),
            ("destroy", "Destroyed"),
            ("write_off", "Written Off"),
            ("exchange", "Exchange"),
        ],
        string="Part in the Return",
        copy=False,
    )
    cs_return_line_ids = fields.One2many("cs.return.line", "origin_move_id", string="Returns")
    cs_returned_qty = fields.Float(
        string="Returned",
        digits="Product Unit",
        compute="_compute_cs_returned_qty",
        store=True,
        recursive=True,
        help="What came back of this delivery and was not sent to the dealer again, in the "
        "unit of the product.",
    )
    cs_return_open_qty = fields.Float(
        string="Return Announced",
        digits="Product Unit",
        compute="_compute_cs_return_open_qty",
        store=True,
        help="Announced by applications under way, in the unit of the product.",
    )

    _cs_return_effect_unique = models.UniqueIndex(
        "(cs_return_line_id, cs_return_role)"
        # what is sent to the dealer may go in parts
        " WHERE cs_return_role IN ('accept', 'reject', 'destroy', 'write_off') AND state != 'cancel'",
        "The goods of this return line have been moved already.",
    )

    @api.depends(
        "returned_move_ids.state",
        "returned_move_ids.quantity",
        "returned_move_ids.location_dest_id",
        "returned_move_ids.cs_returned_qty",
        "returned_move_ids.cs_return_role",
        "returned_move_ids.cs_return_line_id.surplus_qty",
    )
    def _compute_cs_returned_qty(self):
        for move in self:
            back = move.returned_move_ids.filtered(lambda m: m.state == "done")
            if move.cs_return_role == "reject":
                # goods on hold leave it to the dealer or into destruction
                back = back.filtered(lambda m: m.cs_return_role == "take_back")
            move.cs_returned_qty = sum(m._cs_back_qty() for m in back)

    def _cs_back_qty(self):
        """How much of its delivery this move brought back, in the unit of the product."""
        if self.cs_return_role == "reject":
            # on hold or destroyed; a surplus was not of this delivery
            surplus = self.cs_return_line_id._in_product_unit(self.cs_return_line_id.surplus_qty)
            return max(self._in_product_unit(self.quantity) - self.cs_returned_qty - surplus, 0.0)
        if self.location_dest_id.usage == "customer" and self.cs_return_role != "take_back":
            return 0.0
        return self._in_product_unit(self.quantity)

    @api.depends("cs_return_line_ids.open_qty")
    def _compute_cs_return_open_qty(self):
        for move in self:
            move.cs_return_open_qty = sum(move.cs_return_line_ids.mapped("open_qty"))

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        fields_list = super()._prepare_merge_moves_distinct_fields()
        return [*fields_list, "cs_return_line_id", "cs_return_role"]

    def _in_product_unit(self, quantity):
        return self.product_uom._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _cs_delivered_qty(self):
        """Delivered quantity in the unit of the product."""
        return self._in_product_unit(self.quantity) if self.state == "done" else 0.0

    def _action_done(self, cancel_backorder=False):
        self._check_cs_application()
        # what is left of an exchange, and its next step, are made in here
        carrying = self.with_context(cs_return_carrying=_CARRYING)
        moves = super(StockMove, carrying)._action_done(cancel_backorder=cancel_backorder)
        moves = moves.with_env(self.env)
        moves._check_cs_returned()
        return moves

    def _is_carrying(self):
        # compared by identity, so that no client can claim it
        return self.env.context.get("cs_return_carrying") is _CARRYING

    def _refuse_protected(self, vals):
        if not self._is_carrying():
            super()._refuse_protected(vals)

    def _cs_carried_links(self):
        """Values that the rest or the next step of what is sent to the dealer takes over."""
        if self.cs_return_role not in ("exchange", "take_back") or not self._is_carrying():
            return {}
        return {
            name: self._fields[name].convert_to_write(self[name], self) for name in RETURN_LINKS
        }

    def _prepare_move_split_vals(self, qty):
        return {**super()._prepare_move_split_vals(qty), **self._cs_carried_links()}

    def _check_cs_application(self):
        """Goods from customers come in through an approved application only (S-48)."""
        if self._is_key_present():
            return
        for move in self:
            if (
                move.company_id.cs_return_requires_application
                and any(line._is_cs_from_customer() for line in move.move_line_ids)
                and not move._is_cs_without_application()
            ):
                raise UserError(move._cs_unapproved_message())

    def _cs_unapproved_message(self):
        return self.env._(
            "%(transfer)s takes %(product)s back from a customer without an approved "
            "return application. Register the arrival of the application instead, "
            "or ask customer service for one.",
            transfer=self.picking_id.name or self.reference,
            product=self.product_id.display_name,
        )

    def _is_cs_without_application(self):
        """Whether this takes back what no application can be made for: no order line's goods."""
        delivery = self.origin_returned_move_id
        return (
            delivery.location_dest_id.usage == "customer"
            and delivery.product_id == self.product_id
            and not delivery.cs_return_id
            and delivery.product_id != delivery.sale_line_id.product_id
        )

    def _check_cs_corrected(self):
        """What was corrected on a finished transfer agrees with what came back of it."""
        self._check_cs_returned()
        for move in self:
            is_delivery = move.location_dest_id.usage == "customer"
            if not is_delivery or not move._is_cs_guarded_origin():
                continue
            taken = move.cs_returned_qty + move.cs_return_open_qty
            if move.product_id.uom_id.compare(taken, move._cs_delivered_qty()) > 0:
                raise UserError(
                    self.env._(
                        "%(taken)s %(unit)s of %(product)s came back or are announced; "
                        "%(delivery)s cannot have delivered less.",
                        taken=self.env["cs.return.line"]._format_qty(taken),
                        unit=move.product_id.uom_id.name,
                        product=move.product_id.display_name,
                        delivery=move.picking_id.name or move.reference,
                    )
                )
            if move.has_tracking != "none" and taken:
                move._check_cs_returned_lots()

    def _is_result(self):
        return self.cs_return_line_id and self.state == "done"

    def _is_cs_guarded_origin(self):
        """Whether it is counted what comes back of this delivery."""
        return self.company_id.cs_return_is_guarded and self.cs_return_role != "reject"

    def _check_cs_returned(self):
        """No more comes back than was delivered, per delivery, lot and order line."""
        returns = self.filtered(
            lambda move: (
                move.location_id.usage == "customer"
                and move.location_dest_id.usage != "customer"
                and move.state == "done"
                and move.company_id.cs_return_is_guarded
            )
        )
        if not returns:
            return
        origins = returns.origin_returned_move_id.filtered(
            lambda move: move.location_dest_id.usage == "customer" and move._is_cs_guarded_origin()
        )
        for origin in origins:
            if origin.cs_return_role == "take_back":
                raise UserError(origin._sent_back_message())
            taken = origin.cs_returned_qty
            if not self._is_key_present():
                taken += origin.cs_return_open_qty
            if origin.product_id.uom_id.compare(taken, origin._cs_delivered_qty()) > 0:
                raise UserError(origin._excess_message(taken))
        origins.filtered(lambda move: move.has_tracking != "none")._check_cs_returned_lots()
        for line in returns.sale_line_id:
            if line.product_uom_id.compare(line.qty_delivered, 0) < 0 <= line.product_uom_qty:
                raise UserError(
                    self.env._(
                        "More of %(product)s would come back than order %(order)s delivered; "
                        "lower the quantity.",
                        product=line.product_id.display_name,
                        order=line.order_id.name,
                    )
                )

    def _check_cs_returned_lots(self):
        lots = self.move_line_ids.lot_id | self.returned_move_ids.move_line_ids.lot_id
        # sudo: other dealers' and colleagues' applications count as well
        balances = self.sudo()._cs_return_balances(lots.sudo())
        for move in self:
            for lot in lots.filtered(lambda lot, move=move: lot.product_id == move.product_id):
                balance = balances[move.id, lot.id]
                taken = balance.returned
                if not self._is_key_present():
                    taken += balance.announced
                if move.product_id.uom_id.compare(taken, balance.delivered) > 0:
                    raise UserError(
                        self.env._(
                            "More of lot %(lot)s of %(product)s would come back than %(delivery)s "
                            "delivered; correct the lot or the quantity.",
                            lot=lot.name,
                            product=move.product_id.display_name,
                            delivery=move.picking_id.name,
                        )
                    )

    def _cs_return_balances(self, lots):
        """Balance of each delivery move, and of each of its lots among ``lots``.

        :return: ``{(move id, lot id or False): ReturnBalance}``, in the unit of the product
        """
        balances = defaultdict(ReturnBalance)
        for move in self:
            balances[move.id, False] = ReturnBalance(
                move._cs_delivered_qty(), move.cs_returned_qty, move.cs_return_open_qty
            )
        if not lots:
            return balances
        move_lines = self.env["stock.move.line"]
        done = Domain("state", "=", "done") & Domain("lot_id", "in", lots.ids)
        for move, lot, quantity in move_lines._read_group(
            done & Domain("move_id", "in", self.ids),
            ["move_id", "lot_id"],
            ["quantity_product_uom:sum"],
        ):
            balances[move.id, lot.id].delivered = quantity
        for move, lot, quantity in move_lines._read_group(
            done
            & Domain("move_id.origin_returned_move_id", "in", self.ids)
            & Domain("location_dest_id.usage", "!=", "customer"),
            ["move_id", "lot_id"],
            ["quantity_product_uom:sum"],
        ):
            balances[move.origin_returned_move_id.id, lot.id].returned += quantity
        for rejected in self.returned_move_ids.filtered(
            lambda move: move.cs_return_role == "reject" and move.state == "done"
        ):
            key = rejected.origin_returned_move_id.id, rejected.cs_return_line_id.lot_id.id
            balances[key].returned += rejected._cs_back_qty() if key[1] else 0.0
        for move, lot, quantity in self.env["cs.return.line"]._read_group(
            [("origin_move_id", "in", self.ids), ("lot_id", "in", lots.ids), ("open_qty", ">", 0)],
            ["origin_move_id", "lot_id"],
            ["open_qty:sum"],
        ):
            balances[move.id, lot.id].announced = quantity
        return balances

    def _sent_back_message(self):
        first = self.cs_return_line_id.sudo().origin_move_id  # sudo: only the number of a transfer
        return self.env._(
            "%(transfer)s sent rejected goods back. Return them by their first delivery, "
            "%(delivery)s.",
            transfer=self.picking_id.name or self.reference,
            delivery=first.picking_id.name or first.reference,
        )

    def _excess_message(self, taken):
        unit = self.product_id.uom_id
        line = self.env["cs.return.line"]
        return self.env._(
            "%(delivery)s delivered %(delivered)s %(unit)s of %(product)s; returns and "
            "applications would come to %(taken)s. Lower the quantity, or cancel the "
            "application that announces it.",
            delivery=self.picking_id.name or self.reference,
            delivered=line._format_qty(self._cs_delivered_qty()),
            taken=line._format_qty(taken),
            unit=unit.name,
            product=self.product_id.display_name,
        )
