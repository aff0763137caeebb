from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

BILLERS = ("cs_base.group_cs_base_clerk", "account.group_account_invoice")


class CsReturn(models.Model):
    """Freight, borne by whom the verdict names (S-43, S-44).

    The dealer's part is deducted from a credit note or, where that would turn it negative,
    billed on an invoice of its own; the company's part is a vendor bill of the carrier.
    """

    _inherit = "cs.return"

    TRANSITION_GROUPS = {"bill_freight": BILLERS, "charge_take_back": BILLERS}
    STATE_FIELDS = {
        "approved": frozenset({"freight_cost", "freight_carrier_id"}),
        "arrived": frozenset({"freight_cost", "freight_carrier_id"}),
        "appraised": frozenset({"freight_cost", "freight_carrier_id", "take_back_charge"}),
        "done": frozenset({"freight_cost", "freight_carrier_id", "take_back_charge"}),
    }

    freight_cost = fields.Monetary(
        groups="cs_base.group_cs_base_clerk,account.group_account_invoice",
        copy=False,
        tracking=True,
        help="Untaxed freight that the company owes the carrier for this return.",
    )
    freight_carrier_id = fields.Many2one(
        "res.partner",
        string="Carrier of the Return",
        groups="cs_base.group_cs_base_clerk,account.group_account_invoice",
        copy=False,
        check_company=True,
    )
    take_back_charge = fields.Monetary(
        string="Freight of Rejected Goods",
        groups="cs_base.group_cs_base_clerk,account.group_account_invoice",
        copy=False,
        tracking=True,
        help="Untaxed freight that the dealer bears to get rejected goods back.",
    )
    freight_move_ids = fields.One2many(
        "account.move",
        "cs_return_id",
        string="Freight Entries",
        domain=[("cs_return_part", "!=", "credit")],
    )
    freight_move_count = fields.Integer(compute="_compute_freight_move_count", compute_sudo=True)
    can_bill_freight = fields.Boolean(compute="_compute_can_charge")
    can_charge_take_back = fields.Boolean(compute="_compute_can_charge")

    def _compute_freight_move_count(self):
        for record in self:
            record.freight_move_count = len(record.freight_move_ids)

    def _compute_can_charge(self):
        may = self._has_any_group(BILLERS)
        for record in self:
            # sudo: which freight is billed is no secret from who reads the return
            parts = record.sudo()._billed_parts()
            states = ("approved", "arrived", "appraised", "done")
            record.can_bill_freight = may and record.state in states and "freight_bill" not in parts
            record.can_charge_take_back = (
                may and record.rejected_answer == "take_back" and "take_back" not in parts
            )

    def action_open_freight_moves(self):
        return self._open_records(self.freight_move_ids, "account.action_move_journal_line")

    def action_bill_freight(self):
        """Make a draft vendor bill of the freight that the company owes the carrier."""
        return self._bill_part("freight_bill")

    def action_charge_take_back(self):
        """Bill the freight of rejected goods to the dealer, who has them back."""
        return self._bill_part("take_back")

    def _bill_part(self, part):
        self.ensure_one()
        self._check_role("bill_freight" if part == "freight_bill" else "charge_take_back")
        self._lock_rows()
        # sudo: role and state are checked; customer service has no right on the ledger
        record_sudo = self.sudo()
        if part in record_sudo._billed_parts():
            raise UserError(self.env._("This freight of %s is billed already.", self.name))
        getattr(record_sudo, f"_check_{part}")()
        record_sudo._create_freight_move(part)
        return True

    def _billed_parts(self):
        moves = self.freight_move_ids.filtered(lambda move: move.state != "cancel")
        return set(moves.mapped("cs_return_part"))

    def _check_freight_bill(self):
        if self.state not in ("approved", "arrived", "appraised", "done"):
            raise UserError(self.env._("%s has not been approved.", self.display_name))
        if (
            not self.freight_carrier_id
            or self.currency_id.compare_amounts(self.freight_cost, 0) <= 0
        ):
            raise UserError(
                self.env._("Enter the carrier of %s and what its freight costs.", self.name)
            )

    def _check_take_back(self):
        if self.rejected_answer != "take_back":
            raise UserError(self.env._("The dealer did not take goods of %s back.", self.name))
        if self.currency_id.compare_amounts(self.take_back_charge, 0) <= 0:
            raise UserError(self.env._("Enter the freight of the rejected goods of %s.", self.name))

    def _check_freight(self):
        for record in self:
            sign = record.currency_id.compare_amounts(record.freight_charge, 0)
            if sign < 0:
                raise UserError(self.env._("The freight charged cannot be negative."))
            if sign > 0 and record.freight_payer == "company":
                raise UserError(
                    self.env._(
                        "By its verdict the company bears the freight of %s. Set the freight "
                        "charged to 0.",
                        record.name,
                    )
                )

    # Entries

    def _take_excess_freight_off(self, credit_notes):
        """Freight that a credit note cannot bear goes on an invoice of its own."""
        product = self.company_id.cs_return_freight_product_id
        for credit_note in credit_notes:
            if credit_note.currency_id.compare_amounts(credit_note.amount_total, 0) < 0:
                freight = credit_note.invoice_line_ids.filtered(
                    lambda line: line.product_id == product and line.quantity < 0
                )
                freight.unlink()
                self._invoice_freight()

    def _invoice_freight(self):
        if self.freight_charge:
            self._create_freight_move("freight")

    def _create_freight_move(self, part):
        moves = self._with_key().env["account.move"].with_company(self.company_id)
        move = moves.create(self._prepare_freight_move_vals(part))
        if part == "freight":
            # the settlement posts what it charges, like its credit notes
            move._post(soft=False)
        return move

    def _prepare_freight_move_vals(self, part):
        is_bill = part == "freight_bill"
        partner = self.freight_carrier_id if is_bill else self.partner_id
        if not is_bill:
            partner = partner.browse(partner.address_get(["invoice"])["invoice"])
        amounts = {
            "freight": self.freight_charge,
            "take_back": self.take_back_charge,
            "freight_bill": self.freight_cost,
        }
        product = self._freight_product()
        return {
            "move_type": "in_invoice" if is_bill else "out_invoice",
            "cs_return_id": self.id,
            "cs_return_part": part,
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": self.name,
            "ref": self.env._("Return freight, %s", self.name),
            "invoice_date": fields.Date.context_today(self),
            "invoice_line_ids": [
                Command.create(
                    {"product_id": product.id, "quantity": 1, "price_unit": amounts[part]}
                )
            ],
        }

    def _freight_product(self):
        product = self.company_id.cs_return_freight_product_id
        if not product:
            raise UserError(
                self.env._(
                    "Choose the product for return freight under Sales > Configuration > Settings."
                )
            )
        return product

    def _freight_rate(self, invoice):
        """Rate from the company's currency to that of the credit note."""
        if self.company_id.cs_return_keeps_rate:
            return invoice.invoice_currency_rate
        return self.env["res.currency"]._get_conversion_rate(
            self.currency_id,
            invoice.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )

    def _prepare_freight_line_vals(self, invoice):
        """The line of a credit note that deducts the dealer's freight."""
        product = self._freight_product()
        taxes = product.taxes_id._filter_taxes_by_company(self.company_id)
        return {
            "product_id": product.id,
            "quantity": -1,
            "price_unit": self.freight_charge * self._freight_rate(invoice),
            "tax_ids": [Command.set(invoice.fiscal_position_id.map_tax(taxes).ids)],
            "analytic_distribution": False,
        }
