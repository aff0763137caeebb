from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """An order stays quiet while a return is settled: nothing to credit by hand meanwhile."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_return_pending_qty", "cs_return_credited_qty"})

    cs_return_line_ids = fields.One2many("cs.return.line", "sale_line_id", string="Returns")
    cs_return_pending_qty = fields.Float(
        string="Return to Settle",
        digits="Product Unit",
        compute="_compute_cs_return_pending_qty",
        store=True,
        help="Taken back and neither credited nor exchanged yet.",
    )
    cs_return_credited_qty = fields.Float(
        string="Credited by Returns",
        digits="Product Unit",
        compute="_compute_cs_return_credited_qty",
        store=True,
    )

    @api.depends("cs_return_line_ids.pending_qty")
    def _compute_cs_return_pending_qty(self):
        for line in self:
            line.cs_return_pending_qty = sum(line.cs_return_line_ids.mapped("pending_qty"))

    @api.depends("cs_return_line_ids.credited_qty")
    def _compute_cs_return_credited_qty(self):
        for line in self:
            line.cs_return_credited_qty = sum(line.cs_return_line_ids.mapped("credited_qty"))

    @api.depends("cs_return_pending_qty", "cs_return_credited_qty")
    def _compute_qty_to_invoice(self):
        super()._compute_qty_to_invoice()
        for line in self:
            if line.state != "sale" or line.display_type:
                continue
            if line.product_id.invoice_policy == "order":
                # what came back is not ordered any more
                line.qty_to_invoice -= line.cs_return_credited_qty
            elif line.cs_return_pending_qty:
                # the settlement credits or exchanges it; as if it were still delivered
                line.qty_to_invoice += line.cs_return_pending_qty

    def _cs_to_credit(self, returned, own_pending):
        """How much of a returned quantity has been invoiced and must be credited.

        :param returned: quantity taken back, in the unit of the order line
        :param own_pending: part of ``cs_return_pending_qty`` that belongs to this return
        """
        self.ensure_one()
        billed = self.qty_invoiced
        if self.product_id.invoice_policy == "order":
            excess = billed
        else:
            # what other returns will settle counts as if it were still with the dealer
            kept = self.qty_delivered + self.cs_return_pending_qty - own_pending
            excess = billed - kept
        return max(min(returned, excess), 0.0)

    def _cs_invoiced_balance(self):
        """Posted invoices less posted credit notes of this line.

        :return: quantity in the unit of the order line, untaxed amount in the currency of
            the invoices, and how far rounding may carry the amount below zero
        """
        self.ensure_one()
        quantity = amount = tolerance = 0.0
        for line in self.invoice_lines.filtered(lambda line: line.parent_state == "posted"):
            sign = {"out_invoice": 1, "out_refund": -1}.get(line.move_id.move_type, 0)
            quantity += sign * line.product_uom_id._compute_quantity(
                line.quantity, self.product_uom_id, round=False
            )
            amount += sign * line.price_subtotal
            tolerance += line.currency_id.rounding
        return quantity, amount, tolerance
