from collections import defaultdict

from odoo import fields, models
from odoo.fields import Command

from ..domain.allocation import Slot, allocate, price_factor, spread_unlinked


def _untaxed(invoice_line, quantity):
    """What this quantity of the line was invoiced at, untaxed, in the invoice's currency."""
    return invoice_line.price_subtotal * quantity / invoice_line.quantity


class CsReturn(models.Model):
    """Credit notes for the accepted goods: one per original invoice (S-49)."""

    _inherit = "cs.return"

    def _create_credit_notes(self, lines):
        """One posted credit note per original invoice, reconciled with it."""
        self.ensure_one()
        shares = self._credit_shares(lines)
        self._tell_uncredited(lines, shares)
        if not shares:
            self._invoice_freight()
            return
        freight_invoice = max(shares, key=lambda invoice: invoice.amount_untaxed)
        vals_list = []
        for invoice, invoice_shares in shares.items():
            vals = self._prepare_credit_note_vals(invoice, invoice_shares)
            vals["invoice_line_ids"] += [
                Command.create(discount_vals)
                for discount_vals in self._prepare_discount_lines_vals(invoice, invoice_shares)
            ]
            if self.freight_charge and invoice == freight_invoice:
                vals["invoice_line_ids"].append(
                    Command.create(self._prepare_freight_line_vals(invoice))
                )
            vals_list.append(vals)
        moves = self._with_key().env["account.move"].with_company(self.company_id)
        credit_notes = moves.create(vals_list)
        self._take_excess_freight_off(credit_notes)
        credit_notes._post(soft=False)
        for credit_note in credit_notes:
            self._reconcile(credit_note)

    def _credit_shares(self, lines):
        """Per original invoice: which quantity of which of its lines is credited.

        :return: ``{invoice: [(return line, invoice line, quantity in its unit, factor)]}``;
            the factor is the part of the invoiced price that is left to credit
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
            # what is sent again stays with the dealer, like the goods of other returns
            pending = sum(own_lines.mapped("pending_qty"))
            returned = sum(line._in_sale_unit(line.accepted_qty) for line in own_lines)
            to_credit = sale_line._cs_to_credit(returned, pending)
            taken = []
            for line in own_lines:
                quantity = min(line._in_sale_unit(line.accepted_qty), to_credit)
                to_credit -= quantity
                interval = line._delivery_interval()
                for invoice_line, share in allocate(quantity, slots, *interval):
                    in_unit = sale_line.product_uom_id._compute_quantity(
                        share, invoice_line.product_uom_id
                    )
                    taken.append((line, invoice_line, in_unit))
            factors = self._price_factors(sale_line, taken)
            for line, invoice_line, in_unit in taken:
                factor = factors[invoice_line.currency_id]
                shares[invoice_line.move_id].append((line, invoice_line, in_unit, factor))
        return shares

    def _price_factors(self, sale_line, shares):
        """Per currency: what part of the invoiced price allowances have left to credit."""
        wanted = defaultdict(float)
        for _line, invoice_line, quantity in shares:
            wanted[invoice_line.currency_id] += _untaxed(invoice_line, quantity)
        billed = sale_line._cs_billed_amounts()
        return {
            currency: price_factor(amount, *billed[currency]) for currency, amount in wanted.items()
        }

    def _tell_uncredited(self, lines, shares):
        """Say on record which accepted goods are not credited, and why (S-49)."""
        credited = defaultdict(float)
        for invoice_shares in shares.values():
            for line, invoice_line, quantity, _factor in invoice_shares:
                credited[line] += invoice_line.product_uom_id._compute_quantity(
                    quantity, line.product_uom_id, round=False
                )
        missing = []
        for line in lines:
            quantity = line.accepted_qty - credited[line]
            if line.product_uom_id.compare(quantity, 0) > 0:
                unit = line.product_uom_id.name
                missing.append(f"{line._goods_label()}: {line._format_qty(quantity)} {unit}")
        if missing:
            self.message_post(
                body=self.env._(
                    "Not credited, because it has not been invoiced or is credited already: %s",
                    self._format_list(missing),
                )
            )

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
            "cs_return_part": "credit",
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

    def _prepare_credit_line_vals(self, line, invoice_line, quantity, factor):
        return {
            "cs_return_line_id": line.id,
            "cs_origin_line_id": invoice_line.id,
            "product_id": invoice_line.product_id.id,
            "name": invoice_line.name,
            # cost is reversed rightly only in the unit of the invoice
            "product_uom_id": invoice_line.product_uom_id.id,
            "quantity": quantity,
            "price_unit": invoice_line.price_unit * factor,
            "discount": invoice_line.discount,
            "tax_ids": [Command.set(invoice_line.tax_ids.ids)],
            "account_id": invoice_line.account_id.id,
            # explicit even when empty: else core looks for a model once per line
            "analytic_distribution": invoice_line.analytic_distribution,
            "sale_line_ids": [Command.set(invoice_line.sale_line_ids.ids)],
        }

    def _prepare_discount_lines_vals(self, invoice, shares):
        """The share of the credited goods in each discount on the whole order.

        A discount is a line of negative price. It is spread over the goods of its order
        that bear the same taxes, by value, and leaves the order line of the discount alone,
        or the order would grant it once more.
        """
        credited = defaultdict(float)
        for _line, invoice_line, quantity, factor in shares:
            credited[invoice_line] += _untaxed(invoice_line, quantity) * factor
        goods = invoice.invoice_line_ids.filtered(lambda line: line.price_subtotal > 0)
        discounts = invoice.invoice_line_ids.filtered(
            lambda line: line.price_subtotal < 0 and line.quantity > 0
        )
        if not discounts:
            return []
        taken_back = (goods | discounts)._cs_credits().grouped("cs_origin_line_id")
        for line in goods:
            credited[line] += sum(taken_back.get(line, line.browse()).mapped("price_subtotal"))
        vals_list = []
        for discount in discounts:
            # of all that is credited, less what was taken back before: so the cents add up
            share = self._discount_share(discount, goods, credited)
            price = invoice.currency_id.round(discount.price_unit * discount.quantity * share)
            for earlier in taken_back.get(discount, discount.browse()):
                price -= earlier.price_unit * earlier.quantity
            if not invoice.currency_id.is_zero(price):
                vals_list.append(
                    {
                        "cs_origin_line_id": discount.id,
                        "product_id": discount.product_id.id,
                        "name": discount.name,
                        "quantity": 1,
                        "price_unit": price,
                        "discount": discount.discount,
                        "tax_ids": [Command.set(discount.tax_ids.ids)],
                        "account_id": discount.account_id.id,
                        "analytic_distribution": discount.analytic_distribution,
                    }
                )
        return vals_list

    def _discount_share(self, discount, goods, credited):
        """The part of the discounted goods that is credited, by value; 1 for all of them."""
        order, taxes = discount.sale_line_ids.order_id, discount.tax_ids
        of_order = goods.filtered(lambda line: not order or line.sale_line_ids.order_id & order)
        discounted = of_order.filtered(lambda line: line.tax_ids == taxes) or of_order
        total = sum(discounted.mapped("price_subtotal"))
        return min(sum(credited[line] for line in discounted) / total, 1.0) if total else 0.0

    def _reconcile(self, credit_note):
        """Set the credit note off against what is still open of its invoice (冲账)."""
        entries = credit_note | credit_note.reversed_entry_id
        receivable = entries.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        for lines in receivable.grouped("account_id").values():
            if len(lines.move_id) > 1:
                lines.reconcile()
