from odoo import fields, models
from odoo.exceptions import LockError, UserError


class AccountMove(models.Model):
    """Credit notes of returns, and the bar against crediting more than was invoiced."""

    _name = "account.move"
    _inherit = ["account.move", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_return_id", "cs_return_part", "cs_claim_id"})
    RESULT_FIELDS = frozenset({"reversed_entry_id"})

    cs_return_id = fields.Many2one(
        "cs.return", string="Return", copy=False, index="btree_not_null", readonly=True
    )
    cs_return_part = fields.Selection(
        [
            ("credit", "Credit of the Goods"),
            ("freight", "Freight Charged to the Dealer"),
            ("take_back", "Freight of Rejected Goods"),
            ("freight_bill", "Freight Paid by the Company"),
        ],
        string="Part in the Return",
        copy=False,
        readonly=True,
    )
    cs_claim_id = fields.Many2one(
        "cs.carrier.claim",
        string="Carrier Claim",
        copy=False,
        index="btree_not_null",
        readonly=True,
    )
    cs_return_count = fields.Integer(compute="_compute_cs_return_count")

    _cs_return_credit_unique = models.UniqueIndex(
        "(cs_return_id, reversed_entry_id) WHERE cs_return_part = 'credit'",
        "This return has its credit note for this invoice already.",
    )
    _cs_return_part_unique = models.UniqueIndex(
        "(cs_return_id, cs_return_part) WHERE cs_return_part != 'credit' AND state != 'cancel'",
        "This freight of the return is billed already.",
    )
    _cs_claim_unique = models.UniqueIndex(
        "(cs_claim_id) WHERE cs_claim_id IS NOT NULL AND state != 'cancel'",
        "This claim is billed already.",
    )

    def _is_result(self):
        return self.cs_return_part == "credit" and self.state == "posted"

    def _compute_cs_return_count(self):
        for move in self:
            move.cs_return_count = len(move._cs_returns())

    def _compute_show_reset_to_draft_button(self):
        super()._compute_show_reset_to_draft_button()
        for move in self:
            if move._is_result():
                move.show_reset_to_draft_button = False

    def _cs_returns(self):
        """Returns that this invoice or credit note settles or is settled by."""
        # sudo: narrowed to what the user may read on the next line
        lines_sudo = self.sudo().invoice_line_ids.sale_line_ids.cs_return_line_ids
        found_sudo = self.sudo().cs_return_id | lines_sudo.return_id
        return self.env["cs.return"].browse(found_sudo.ids)._filtered_access("read")

    def action_open_cs_returns(self):
        """Open the returns behind this invoice or credit note."""
        return self.env["cs.return"]._action_open(self._cs_returns())

    def button_draft(self):
        billed = self._cs_billed_before_undo()
        result = super().button_draft()
        billed._check_cs_still_billed()
        return result

    def button_cancel(self):
        billed = self._cs_billed_before_undo()
        result = super().button_cancel()
        billed._check_cs_still_billed()
        return result

    def _cs_billed_before_undo(self):
        """The posted invoices among these, once it is sure that no settlement is undone."""
        self._check_cs_return_settled()
        return self.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )

    def _check_cs_still_billed(self):
        """An invoice that has been credited stays, or its goods would be credited for nothing."""
        for move in self.filtered("company_id.cs_return_is_guarded"):
            for line in move.invoice_line_ids.sale_line_ids:
                if line._cs_is_more_credited():
                    raise UserError(
                        self.env._(
                            "%(invoice)s has been credited and stays as it is. Correct it by a "
                            "further invoice or credit note.",
                            invoice=move.name,
                        )
                    )

    def _check_cs_return_settled(self):
        for move in self:
            if move._is_result():
                raise UserError(
                    self.env._(
                        "%(credit_note)s settles return %(document)s and stays as it is. Correct "
                        "it by a reversal or by a new invoice.",
                        credit_note=move.name,
                        document=move.cs_return_id.sudo().name,  # sudo: only its number
                    )
                )

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted.filtered(lambda move: move.move_type == "out_refund")._check_cs_credited()
        return posted

    def _check_cs_reversals(self):
        """The credit notes of an invoice come to no more than it, discounts included."""
        for invoice in self:
            reversals = invoice.reversal_move_ids.filtered(
                lambda move, invoice=invoice: (
                    move.state == "posted"
                    and move.move_type == "out_refund"
                    and move.currency_id == invoice.currency_id
                )
            )
            # what was paid down before comes back with the goods
            lines = (invoice | reversals).invoice_line_ids.filtered(
                lambda line: not line.is_downpayment
            )
            left = sum(
                line.price_subtotal if line.move_id == invoice else -line.price_subtotal
                for line in lines
            )
            if left < -invoice.currency_id.rounding * len(lines):
                raise UserError(
                    self.env._(
                        "The credit notes of %(invoice)s would come to more than it; lower the "
                        "credit note, or credit its discounts too.",
                        invoice=invoice.name,
                    )
                )

    def _check_cs_credited(self):
        """No more is credited than was invoiced, per order line, in quantity and amount."""
        guarded = self.filtered("company_id.cs_return_is_guarded")
        lines = guarded.invoice_line_ids.sale_line_ids.filtered(
            lambda line: not line.is_downpayment and line.product_uom_qty >= 0
        )
        if not lines:
            return
        # of two credit notes for one order line at once, only one gets past its row
        try:
            lines.lock_for_update(allow_referencing=True)
        except LockError:
            raise LockError(
                self.env._("Somebody else is crediting the same order right now. Try again.")
            ) from None
        for line in lines:
            if line._cs_is_more_credited() or line._cs_is_higher_credited():
                raise UserError(
                    self.env._(
                        "%(product)s of order %(order)s would be credited beyond what was "
                        "invoiced; lower the credit note.",
                        product=line.product_id.display_name or line.name,
                        order=line.order_id.name,
                    )
                )
        guarded.reversed_entry_id._check_cs_reversals()
