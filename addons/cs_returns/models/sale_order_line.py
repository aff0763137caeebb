from collections import defaultdict

from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """An order stays quiet while a return is settled: nothing to credit by hand meanwhile."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_return_pending_qty", "cs_return_taken_qty"})
    RESULT_FIELDS = frozenset({"invoice_lines"})

    cs_return_line_ids = fields.One2many("cs.return.line", "sale_line_id", string="Returns")
    cs_return_pending_qty = fields.Float(
        string="Return to Settle",
        digits="Product Unit",
        compute="_compute_cs_return_pending_qty",
        store=True,
        help="Taken back and neither credited nor exchanged yet.",
    )
    cs_return_taken_qty = fields.Float(
        string="Taken Off by Returns",
        digits="Product Unit",
        compute="_compute_cs_return_taken_qty",
        store=True,
        help="Taken back for good by settled returns; it is not sent again.",
    )

    def _is_result(self):
        # sudo: those who sell do not read the ledger; only whether a credit is posted counts
        return any(line._is_result() for line in self.sudo().invoice_lines)

    @api.depends("cs_return_line_ids.pending_qty")
    def _compute_cs_return_pending_qty(self):
        for line in self:
            line.cs_return_pending_qty = sum(line.cs_return_line_ids.mapped("pending_qty"))

    @api.depends(
        "cs_return_line_ids.state", "cs_return_line_ids.accepted_qty",
        "cs_return_line_ids.settlement", "cs_return_line_ids.exchange_product_id",
    )  # fmt: skip
    def _compute_cs_return_taken_qty(self):
        for line in self:
            line.cs_return_taken_qty = line._cs_taken_qty()

    def _cs_taken_qty(self):
        """What settled returns took back for good; not rounded, in the unit of the order."""
        settled = self.cs_return_line_ids.filtered(
            lambda line: line.state == "done" and not line._is_same_product_exchange()
        )
        return sum(line._in_sale_unit(line.accepted_qty) for line in settled)

    @api.depends("cs_return_pending_qty", "cs_return_taken_qty")
    def _compute_qty_to_invoice(self):
        super()._compute_qty_to_invoice()
        for line in self:
            if line.state != "sale" or line.display_type:
                continue
            if line.product_id.invoice_policy == "order":
                # what came back is not ordered any more
                line.qty_to_invoice -= line.cs_return_taken_qty
            elif line.cs_return_pending_qty:
                # the settlement credits or exchanges it; as if it were still delivered
                line.qty_to_invoice += line.cs_return_pending_qty

    def _cs_to_credit(self, returned, own_pending):
        """How much of a returned quantity has been invoiced and must be credited.

        :param returned: quantity taken back, in the unit of the order line
        :param own_pending: part of ``cs_return_pending_qty`` that belongs to this return
        """
        self.ensure_one()
        unit = self.product_uom_id
        if self.product_id.invoice_policy == "order":
            kept = self.product_uom_qty - unit.round(self._cs_taken_qty() + returned)
        else:
            # what other returns will settle counts as if it were still with the dealer
            kept = self.qty_delivered + self.cs_return_pending_qty - own_pending
        # rounded on the whole, so that the pieces of a dozen add up to the dozen
        excess = unit.round(self.qty_invoiced - kept)
        return max(min(unit.round(returned, "UP"), excess), 0.0)

    def _cs_billing_lines(self):
        """Lines of posted invoices and credit notes of this line, each with its sign."""
        signs = {"out_invoice": 1, "out_refund": -1}
        return [
            (line, signs[line.move_id.move_type])
            for line in self.invoice_lines
            if line.parent_state == "posted" and line.move_id.move_type in signs
        ]

    def _cs_is_more_credited(self):
        """Whether a greater quantity is credited than was invoiced."""
        self.ensure_one()
        unit = self.product_uom_id
        quantity = sum(
            sign * line.product_uom_id._compute_quantity(line.quantity, unit, round=False)
            for line, sign in self._cs_billing_lines()
        )
        return unit.compare(quantity, 0) < 0

    def _cs_billed_amounts(self):
        """What is invoiced and not credited, untaxed, by currency.

        Of a discount, which is invoiced with a negative amount, it is what is still granted.

        :return: ``{currency: (amount, how far rounding may be off)}``
        """
        self.ensure_one()
        invoiced, credited = defaultdict(float), defaultdict(float)
        tolerances = defaultdict(float)
        for line, sign in self._cs_billing_lines():
            (invoiced if sign > 0 else credited)[line.currency_id] += line.price_subtotal
            tolerances[line.currency_id] += line.currency_id.rounding
        return {
            currency: (
                (invoiced[currency] - credited[currency]) * (-1 if invoiced[currency] < 0 else 1),
                tolerance,
            )
            for currency, tolerance in tolerances.items()
        }

    def _cs_is_higher_credited(self):
        """Whether a greater untaxed amount is credited than was invoiced, in any currency."""
        billed = self._cs_billed_amounts().values()
        return any(amount < -tolerance for amount, tolerance in billed)
