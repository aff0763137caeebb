from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

SHOWN_LINES = 80


class CsReturnSelection(models.TransientModel):
    """Choose the goods to return from what was delivered to the dealer."""

    _name = "cs.return.selection"
    _inherit = ["cs.dialog.mixin"]
    _description = "Choose Delivered Goods"

    SHOWN_FIELDS = ("return_id",)

    return_id = fields.Many2one("cs.return", required=True, readonly=True)
    partner_id = fields.Many2one(related="return_id.partner_id")
    order_id = fields.Many2one(
        "sale.order",
        domain="[('partner_id', 'child_of', partner_id), ('state', '=', 'sale')]",
    )
    product_id = fields.Many2one("product.product")
    lot_name = fields.Char(string="Lot/Serial Number")
    reason_id = fields.Many2one("cs.return.reason")
    line_ids = fields.One2many(
        "cs.return.selection.line",
        "selection_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_cut = fields.Boolean(compute="_compute_is_cut")

    @api.depends("return_id", "order_id", "product_id", "lot_name")
    def _compute_line_ids(self):
        for wizard in self:
            found = wizard._delivered_goods()
            wizard.line_ids = [Command.clear()] + [
                Command.create({"origin_move_id": move.id, "lot_id": lot.id}) for move, lot in found
            ]

    @api.depends("line_ids")
    def _compute_is_cut(self):
        for wizard in self:
            wizard.is_cut = len(wizard.line_ids) >= SHOWN_LINES

    def _delivered_goods(self):
        if not self.partner_id:
            return []
        domain = Domain.TRUE
        if self.order_id:
            domain &= Domain("move_id.sale_line_id.order_id", "=", self.order_id.id)
        if self.product_id:
            domain &= Domain("product_id", "=", self.product_id.id)
        if self.lot_name:
            domain &= Domain("lot_id.name", "ilike", self.lot_name)
        domain &= Domain("company_id", "=", self.return_id.company_id.id)
        return self.env["cs.return"]._delivered_goods(self.partner_id, domain, limit=SHOWN_LINES)

    def action_confirm(self):
        """Put the goods with a quantity on the application."""
        self.ensure_one()
        chosen = self.line_ids.filtered("quantity")
        if not chosen:
            raise UserError(self.env._("Enter the quantity to return on at least one line."))
        for line in chosen:
            if not (line.reason_id or self.reason_id):
                raise UserError(
                    self.env._("Choose the reason for returning %s.", line.product_id.display_name)
                )
        self.return_id._add_goods([line._prepare_return_line_vals() for line in chosen])
        if self.env.context.get("cs_open_return"):
            return self.env["cs.return"]._action_open(self.return_id)
        return {"type": "ir.actions.act_window_close"}


class CsReturnSelectionLine(models.TransientModel):
    _name = "cs.return.selection.line"
    _inherit = ["cs.dialog.mixin"]
    _description = "Delivered Goods"

    SHOWN_FIELDS = ("origin_move_id", "lot_id")

    selection_id = fields.Many2one("cs.return.selection", required=True, ondelete="cascade")
    origin_move_id = fields.Many2one("stock.move", required=True)
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number")
    picking_id = fields.Many2one(related="origin_move_id.picking_id", string="Delivery")
    date = fields.Datetime(related="origin_move_id.date", string="Delivered on")
    order_id = fields.Many2one(related="origin_move_id.sale_line_id.order_id", string="Order")
    product_id = fields.Many2one(related="origin_move_id.product_id")
    product_uom_id = fields.Many2one(related="origin_move_id.product_uom", string="Unit")
    returnable_qty = fields.Float(
        string="Returnable", digits="Product Unit", compute="_compute_returnable_qty"
    )
    quantity = fields.Float(string="To Return", digits="Product Unit")
    reason_id = fields.Many2one("cs.return.reason")

    @api.depends("origin_move_id", "lot_id")
    def _compute_returnable_qty(self):
        # sudo: other dealers' and colleagues' applications count as well
        balances = self.origin_move_id.sudo()._cs_return_balances(self.lot_id.sudo())
        for row in self:
            balance = balances[row.origin_move_id.id, row.lot_id.id]
            unit = row.product_id.uom_id
            row.returnable_qty = unit._compute_quantity(balance.returnable, row.product_uom_id)

    def _prepare_return_line_vals(self):
        return {
            "origin_move_id": self.origin_move_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self.quantity,
            "reason_id": (self.reason_id or self.selection_id.reason_id).id,
        }
