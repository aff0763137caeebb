from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

GOODS_FIELDS = frozenset({"origin_move_id", "lot_id", "quantity", "reason_id"})
DRAFT_FIELDS = GOODS_FIELDS | {"settlement", "exchange_product_id"}
APPRAISAL_FIELDS = frozenset({"received_qty", "rejected_qty", "reject_reason", "condition"})


class CsReturnLine(models.Model):
    """Goods of one delivery and lot that a dealer gives back.

    Quantities are in the unit of the delivery, unless the field says otherwise.
    """

    _name = "cs.return.line"
    _inherit = ["cs.transition.mixin"]
    _description = "Return Line"
    _order = "return_id desc, id"
    _check_company_auto = True
    _rec_name = "product_id"

    STATE_FIELDS = {
        "draft": DRAFT_FIELDS,
        "ruled": frozenset({"settlement", "exchange_product_id"}),
        "on_site": frozenset({"received_qty", "condition"}),
        "arrived": APPRAISAL_FIELDS,
        "appraised": frozenset({"settlement", "exchange_product_id"}),
    }
    STATE_GROUPS = {
        "on_site": ("cs_base.group_cs_base_office_manager", "cs_base.group_cs_base_manager"),
        "arrived": ("stock.group_stock_user", "cs_base.group_cs_base_technician"),
        "appraised": ("cs_base.group_cs_base_clerk", "account.group_account_invoice"),
    }

    # what is computed and stored could be written by a client as well
    PROTECTED_FIELDS = frozenset(
        {"company_id", "partner_id", "sale_line_id", "order_id", "product_id", "product_uom_id"}
        | {"accepted_qty", "surplus_qty"}
    )

    return_id = fields.Many2one("cs.return", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="return_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="return_id.state", store=True, index=True)
    partner_id = fields.Many2one(
        related="return_id.partner_id", string="Dealer", store=True, index=True
    )
    origin_move_id = fields.Many2one(
        "stock.move",
        string="Delivery Move",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    picking_id = fields.Many2one(related="origin_move_id.picking_id", string="Delivery")
    sale_line_id = fields.Many2one(
        related="origin_move_id.sale_line_id", string="Order Line", store=True, index=True
    )
    order_id = fields.Many2one(
        related="sale_line_id.order_id", string="Order", store=True, index=True
    )
    product_id = fields.Many2one(related="origin_move_id.product_id", store=True, index=True)
    product_uom_id = fields.Many2one(
        related="origin_move_id.product_uom", string="Unit", store=True
    )
    tracking = fields.Selection(related="product_id.tracking")
    lot_id = fields.Many2one(
        "stock.lot",
        string="Lot/Serial Number",
        domain="[('product_id', '=', product_id)]",
        index="btree_not_null",
        check_company=True,
    )
    quantity = fields.Float(
        string="Announced", digits="Product Unit", required=True, aggregator="sum"
    )
    reason_id = fields.Many2one("cs.return.reason", required=True, index=True)
    received_qty = fields.Float(
        string="Received", digits="Product Unit", copy=False, help="Counted by the warehouse."
    )
    rejected_qty = fields.Float(
        string="Rejected", digits="Product Unit", copy=False, help="Part that is not taken back."
    )
    accepted_qty = fields.Float(
        string="Accepted", digits="Product Unit", compute="_compute_accepted_qty", store=True
    )
    surplus_qty = fields.Float(
        string="Surplus",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Rejected, and never delivered or returned already.",
    )
    condition = fields.Selection(
        [("intact", "Intact"), ("damaged", "Damaged"), ("spoiled", "Spoiled")], copy=False
    )
    reject_reason = fields.Char(string="Reason for the Rejection", copy=False)
    settlement = fields.Selection(
        [("credit", "Credit Note"), ("exchange", "Exchange")], default="credit", required=True
    )
    exchange_product_id = fields.Many2one(
        "product.product",
        string="Exchange for",
        check_company=True,
        domain="[('type', '=', 'consu'), ('sale_ok', '=', True)]",
        help="Leave empty to send the same product again.",
    )
    move_ids = fields.One2many("stock.move", "cs_return_line_id", string="Stock Moves")
    credit_line_ids = fields.One2many(
        "account.move.line", "cs_return_line_id", string="Credit Note Lines"
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity to return must be greater than zero."
    )
    _received_positive = models.Constraint(
        "CHECK (received_qty >= 0)", "The received quantity cannot be negative."
    )
    _rejected_within_received = models.Constraint(
        "CHECK (rejected_qty >= 0 AND rejected_qty <= GREATEST(received_qty, 0))",
        "The rejected quantity must lie between zero and the received quantity.",
    )
    _goods_unique = models.UniqueIndex(
        "(return_id, origin_move_id, COALESCE(lot_id, 0))",
        "These goods are on the application already; change the quantity on that line.",
    )

    @api.depends("received_qty", "rejected_qty")
    def _compute_accepted_qty(self):
        for line in self:
            line.accepted_qty = line.received_qty - line.rejected_qty

    @api.model_create_multi
    def create(self, vals_list):
        default_id = self.env.context.get("default_return_id")
        documents = self.env["cs.return"].browse(
            vals.get("return_id", default_id) for vals in vals_list
        )
        for document in documents:
            if document._frozen_state() != "draft":
                raise UserError(
                    self.env._(
                        "%s is not a draft any more; make a new application for further goods.",
                        document.display_name,
                    )
                )
        lines = super().create(vals_list)
        if any(line.received_qty or line.rejected_qty for line in lines):
            raise UserError(self.env._("Goods are counted after they have arrived."))
        return lines

    def write(self, vals):
        if "return_id" in vals and any(line.return_id.id != vals["return_id"] for line in self):
            raise UserError(
                self.env._("Goods stay on their application; add them to the other one anew.")
            )
        if GOODS_FIELDS & vals.keys():
            # a verdict was overruled for these goods, not for others
            self._clear_override()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for line in self:
            if line._frozen_state() != "draft":
                raise UserError(
                    self.env._(
                        "The goods of %s cannot be removed any more; it is no longer a draft.",
                        line.return_id.display_name,
                    )
                )

    @api.constrains("exchange_product_id")
    def _check_exchange_product(self):
        for line in self:
            if line.exchange_product_id and line.exchange_product_id.type != "consu":
                raise ValidationError(
                    self.env._(
                        "%s is not goods; choose a product that can be sent in exchange.",
                        line.exchange_product_id.display_name,
                    )
                )

    @api.constrains("origin_move_id", "lot_id", "return_id")
    def _check_origin(self):
        for line in self:
            line.origin_move_id._check_cs_delivered_to(line.return_id.partner_id)

    @api.constrains("lot_id", "origin_move_id")
    def _check_lot(self):
        for line in self:
            line.origin_move_id._check_cs_lot(line.lot_id)

    def _frozen_state(self):
        return self.return_id._frozen_state()

    def _receipt_type(self):
        """Operation type of the receipt: what Odoo's return of this delivery would take."""
        delivery_type = self.origin_move_id.picking_type_id
        # goods that the vendor sent directly come back to the warehouse of the order
        warehouse = delivery_type.warehouse_id or self.order_id.warehouse_id
        return delivery_type.return_picking_type_id or warehouse.in_type_id

    def _expected_amount(self):
        """Announced quantity at the order price, untaxed, in company currency."""
        self.ensure_one()
        sale_line = self.sale_line_id
        amount = self._in_sale_unit(self.quantity) * sale_line.price_reduce_taxexcl
        return amount / (sale_line.order_id.currency_rate or 1.0)

    def _prepare_move_vals(self, role, quantity):
        """Values of a stock move of this line, without its places and origin."""
        return {
            "cs_return_id": self.return_id.id,
            "cs_return_line_id": self.id,
            "cs_return_role": role,
            "product_id": self.product_id.id,
            "product_uom_qty": quantity,
            "product_uom": self.product_uom_id.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "procure_method": "make_to_stock",
        }

    def _prepare_scrap_vals(self):
        """Values of the scrap of accepted goods that have never been here."""
        return {
            "cs_return_id": self.return_id.id,
            "cs_return_line_id": self.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "lot_id": self.lot_id.id,
            "scrap_qty": self.accepted_qty,
            "location_id": self.company_id.cs_return_write_off_location_id.id,
            "company_id": self.company_id.id,
            "origin": self.return_id.name,
        }

    def _prepare_move_line_vals(self, quantity):
        return {
            "product_id": self.product_id.id,
            "product_uom_id": self.product_uom_id.id,
            "quantity": quantity,
            "lot_id": self.lot_id.id,
            "picked": True,
            "company_id": self.company_id.id,
        }
