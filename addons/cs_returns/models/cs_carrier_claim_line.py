from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

DRAFT_FIELDS = frozenset({"claim_id", "origin_move_id", "lot_id", "quantity", "kind", "price_unit"})


class CsCarrierClaimLine(models.Model):
    """Goods of one delivery that the carrier lost or damaged."""

    _name = "cs.carrier.claim.line"
    _inherit = ["cs.transition.mixin"]
    _description = "Carrier Claim Line"
    _order = "claim_id desc, id"
    _check_company_auto = True
    _rec_name = "product_id"

    STATE_FIELDS = {"draft": DRAFT_FIELDS}
    PROTECTED_FIELDS = frozenset({"company_id", "amount"})

    claim_id = fields.Many2one("cs.carrier.claim", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="claim_id.state")
    company_id = fields.Many2one(related="claim_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    origin_move_id = fields.Many2one(
        "stock.move",
        string="Delivery Move",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    picking_id = fields.Many2one(related="origin_move_id.picking_id", string="Delivery")
    product_id = fields.Many2one(related="origin_move_id.product_id")
    product_uom_id = fields.Many2one(related="origin_move_id.product_uom", string="Unit")
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot/Serial Number",
        domain="[('product_id', '=', product_id)]",
        check_company=True,
    )
    quantity = fields.Float(digits="Product Unit", required=True, default=1.0)
    kind = fields.Selection(
        [("lost", "Lost"), ("damaged", "Damaged")], required=True, default="lost"
    )
    price_unit = fields.Monetary(
        string="Unit Value",
        compute="_compute_price_unit",
        store=True,
        readonly=False,
        help="Untaxed price of the order, unless the contract with the carrier says otherwise.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The lost or damaged quantity must be greater than zero."
    )
    _price_positive = models.Constraint(
        "CHECK (price_unit >= 0)", "The value of lost goods cannot be negative."
    )

    @api.depends("origin_move_id")
    def _compute_price_unit(self):
        for line in self:
            move = line.origin_move_id
            sale_line = move.sale_line_id
            price = sale_line.product_uom_id._compute_price(
                sale_line.price_reduce_taxexcl, move.product_uom
            )
            line.price_unit = price / (sale_line.order_id.currency_rate or 1.0)

    @api.depends("quantity", "price_unit")
    def _compute_amount(self):
        for line in self:
            line.amount = line.currency_id.round(line.quantity * line.price_unit)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_draft()

    def _check_draft(self):
        for line in self:
            if line.state != "draft":
                raise UserError(
                    self.env._(
                        "The goods of %s can no longer be changed; it has been lodged.",
                        line.claim_id.display_name,
                    )
                )

    @api.constrains("origin_move_id", "claim_id")
    def _check_origin(self):
        for line in self:
            line.origin_move_id._check_cs_delivered_to(line.claim_id.partner_id)

    def _check_claimed(self):
        """No more is claimed of a delivery, and of each of its lots, than it delivered."""
        is_live = Domain("claim_id.state", "not in", ("draft", "cancel"))
        domain = Domain("origin_move_id", "in", self.origin_move_id.ids)
        domain &= Domain("id", "in", self.ids) | is_live
        # sudo: colleagues' claims count as well
        claimed = self.sudo()._read_group(
            domain, ["origin_move_id", "lot_id"], ["quantity:sum", "id:recordset"]
        )
        for move, lot, quantity, lines in claimed:
            delivered = move._cs_delivered_in_own_unit(lot)
            if move.product_uom.compare(quantity, delivered) > 0:
                own = sum((lines & self.sudo()).mapped("quantity"))
                line = self.env["cs.return.line"]
                raise UserError(
                    self.env._(
                        "Only %(left)s %(unit)s of %(product)s (%(delivery)s) can still be "
                        "claimed; lower the quantity.",
                        left=line._format_qty(max(delivered - quantity + own, 0.0)),
                        unit=move.product_uom.name,
                        product=move.product_id.display_name,
                        delivery=move.picking_id.name,
                    )
                )

    @api.constrains("origin_move_id", "lot_id")
    def _check_lot(self):
        for line in self:
            line.origin_move_id._check_cs_lot(line.lot_id)
