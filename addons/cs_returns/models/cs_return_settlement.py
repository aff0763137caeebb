from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..domain.allocation import Slot, allocate, spread_unlinked


class CsReturn(models.Model):
    """Credit notes and exchanges for the accepted goods (S-49, S-50)."""

    _inherit = "cs.return"

    TRANSITION_GROUPS = {"settle": ("cs_base.group_cs_base_clerk", "account.group_account_invoice")}

    def action_settle(self):
        """Credit or exchange the accepted goods, and reconcile with the open invoices."""
        return self._transition("settle")

    def _check_can_settle(self):
        # sudo: clerks do not read invoices; only whether a draft exists is looked at
        for line in self.line_ids.sale_line_id.sudo().invoice_lines:
            if line.parent_state == "draft":
                raise UserError(
                    self.env._(
                        "Post or delete the draft %(move)s of %(order)s first; it bills or "
                        "credits goods of this return.",
                        move=line.move_id.display_name,
                        order=line.sale_line_ids.order_id[:1].name,
                    )
                )
        for record in self:
            if record.currency_id.compare_amounts(record.freight_charge, 0) < 0:
                raise UserError(self.env._("The freight charged cannot be negative."))

    def _do_settle(self):
        for record in self:
            accepted = record.line_ids.filtered("accepted_qty")
            exchanged = accepted.filtered(lambda line: line.settlement == "exchange")
            resent = exchanged.filtered(lambda line: line._is_same_product_exchange())
            record._create_credit_notes(accepted - resent)
            record._send_same_products(resent)
            record._order_other_products(exchanged - resent)
        return {"settled_at": fields.Datetime.now(), **self._clear_deadline_vals()}

    # Credit notes

    def _create_credit_notes(self, lines):
        """One posted credit note per original invoice, reconciled with it."""
        self.ensure_one()
        shares = self._credit_shares(lines)
        if not shares:
            self._check_no_freight_left()
            return
        freight_invoice = max(shares, key=lambda invoice: invoice.amount_untaxed)
        vals_list = []
        for invoice, invoice_shares in shares.items():
            vals = self._prepare_credit_note_vals(invoice, invoice_shares)
            if self.freight_charge and invoice == freight_invoice:
                vals["invoice_line_ids"].append(
                    Command.create(self._prepare_freight_line_vals(invoice))
                )
            vals_list.append(vals)
        moves = self._with_key().env["account.move"].with_company(self.company_id)
        credit_notes = moves.create(vals_list)
        for credit_note in credit_notes:
            if credit_note.currency_id.compare_amounts(credit_note.amount_total, 0) < 0:
                raise UserError(
                    self.env._(
                        "The freight charged on %s exceeds the value of the goods; charge it on "
                        "an invoice of its own and set it to 0 here.",
                        self.name,
                    )
                )
        credit_notes._post(soft=False)
        for credit_note in credit_notes:
            self._reconcile(credit_note)

    def _check_no_freight_left(self):
        if self.freight_charge:
            raise UserError(
                self.env._(
                    "Nothing of %s is credited, so freight cannot be deducted; charge it on an "
                    "invoice of its own and set it to 0 here.",
                    self.name,
                )
            )

    def _credit_shares(self, lines):
        """Per original invoice: which quantity of which of its lines is credited.

        :return: ``{invoice: [(return line, invoice line, quantity in its unit)]}``
        """
        shares = defaultdict(list)
        # all at once: the filter below forgets which lines are read together
        lines.sale_line_id.invoice_lines.fetch(["tax_ids", "sale_line_ids"])
        for sale_line, own_lines in lines.grouped("sale_line_id").items():
            invoice_lines = sale_line.invoice_lines.filtered(
                lambda line: (
                    line.parent_state == "posted"
                    and line.move_id.move_type == "out_invoice"
                    and line.quantity > 0
                )
            ).sorted(lambda line: (line.move_id.invoice_date, line.move_id.id, line.id))
            slots = self._invoice_slots(sale_line, invoice_lines)
            pending = sum(sale_line.cs_return_line_ids.filtered(
                lambda line: line.return_id == self
            ).mapped("pending_qty"))  # fmt: skip
            returned = sum(line._in_sale_unit(line.accepted_qty) for line in own_lines)
            to_credit = sale_line._cs_to_credit(returned, pending)
            for line in own_lines:
                quantity = min(line._in_sale_unit(line.accepted_qty), to_credit)
                to_credit -= quantity
                interval = line._delivery_interval()
                for invoice_line, share in allocate(quantity, slots, *interval):
                    in_unit = sale_line.product_uom_id._compute_quantity(
                        share, invoice_line.product_uom_id
                    )
                    shares[invoice_line.move_id].append((line, invoice_line, in_unit))
        return shares

    def _invoice_slots(self, sale_line, invoice_lines):
        """Invoice lines as slots in the unit of the order, with what was credited of them."""
        credits = sale_line.invoice_lines.filtered(
            lambda line: line.parent_state == "posted" and line.move_id.move_type == "out_refund"
        )
        slots, unlinked = [], 0.0
        credited = defaultdict(float)
        for line in credits:
            quantity = line.product_uom_id._compute_quantity(
                line.quantity, sale_line.product_uom_id, round=False
            )
            if line.cs_origin_line_id in invoice_lines:
                credited[line.cs_origin_line_id] += quantity
            else:
                unlinked += quantity
        for line in invoice_lines:
            invoiced = line.product_uom_id._compute_quantity(
                line.quantity, sale_line.product_uom_id, round=False
            )
            slots.append(Slot(line, invoiced, credited[line]))
        spread_unlinked(slots, unlinked)
        return slots

    def _prepare_credit_note_vals(self, invoice, shares):
        vals = {
            "move_type": "out_refund",
            "cs_return_id": self.id,
            "reversed_entry_id": invoice.id,
            "ref": self.env._(
                "%(document)s, credit of %(invoice)s", document=self.name, invoice=invoice.name
            ),
            "invoice_origin": self.name,
            "partner_id": invoice.partner_id.id,
            "partner_shipping_id": invoice.partner_shipping_id.id,
            "journal_id": invoice.journal_id.id,
            "currency_id": invoice.currency_id.id,
            "fiscal_position_id": invoice.fiscal_position_id.id,
            "invoice_payment_term_id": False,
            "invoice_user_id": invoice.invoice_user_id.id,
            "team_id": invoice.team_id.id,
            "company_id": invoice.company_id.id,
            "invoice_date": fields.Date.context_today(self),
            "invoice_line_ids": [
                Command.create(self._prepare_credit_line_vals(*share)) for share in shares
            ],
        }
        if self.company_id.cs_return_keeps_rate:
            vals["invoice_currency_rate"] = invoice.invoice_currency_rate
        return vals

    def _prepare_credit_line_vals(self, line, invoice_line, quantity):
        return {
            "cs_return_line_id": line.id,
            "cs_origin_line_id": invoice_line.id,
            "product_id": invoice_line.product_id.id,
            "name": invoice_line.name,
            # cost is reversed rightly only in the unit of the invoice
            "product_uom_id": invoice_line.product_uom_id.id,
            "quantity": quantity,
            "price_unit": invoice_line.price_unit,
            "discount": invoice_line.discount,
            "tax_ids": [Command.set(invoice_line.tax_ids.ids)],
            "account_id": invoice_line.account_id.id,
            # explicit even when empty: else core looks for a model once per line
            "analytic_distribution": invoice_line.analytic_distribution,
            "sale_line_ids": [Command.set(invoice_line.sale_line_ids.ids)],
        }

    def _prepare_freight_line_vals(self, invoice):
        product = self.company_id.cs_return_freight_product_id
        if not product:
            raise UserError(
                self.env._(
                    "Choose the product for return freight under Sales > Configuration > Settings."
                )
            )
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        return {
            "product_id": product.id,
            "quantity": -1,
            "price_unit": self.freight_charge * invoice.invoice_currency_rate,
            "tax_ids": [Command.set(invoice.fiscal_position_id.map_tax(taxes).ids)],
            "analytic_distribution": False,
        }

    def _reconcile(self, credit_note):
        """Set the credit note off against what is still open of its invoice (冲账)."""
        entries = credit_note | credit_note.reversed_entry_id
        receivable = entries.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        for lines in receivable.grouped("account_id").values():
            if len(lines.move_id) > 1:
                lines.reconcile()

    # Exchange

    def _send_same_products(self, lines):
        """Deliver the same goods again on the original orders."""
        if not lines:
            return
        rule = self._with_key().env["stock.rule"]
        rule.run([
            rule.Procurement(
                line.product_id,
                line.accepted_qty,
                line.product_uom_id,
                line.sale_line_id._get_location_final(),
                line.sale_line_id.name,
                self.name,
                self.company_id,
                self._prepare_exchange_values(line),
            )
            for line in lines
        ])  # fmt: skip

    def _prepare_exchange_values(self, line):
        now = fields.Datetime.now()
        return {
            **line.sale_line_id._prepare_procurement_values(),
            "date_planned": now,
            "date_deadline": now,
            "cs_return_id": self.id,
            "cs_return_line_id": line.id,
            "cs_return_role": "exchange",
        }

    def _order_other_products(self, lines):
        """Sell the goods that the dealer takes instead, at the dealer's own prices."""
        if not lines:
            return
        orders = self._with_key().env["sale.order"]
        order = orders.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "origin": self.name,
                "cs_return_id": self.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": line.exchange_product_id.id,
                            "product_uom_qty": line._in_product_unit(line.accepted_qty),
                        }
                    )
                    for line in lines
                ],
            }
        )
        order.with_env(self.env).action_confirm()
