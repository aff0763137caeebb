from odoo import api, fields, models

from ..domain.commission import INVOICED, PAID

KINDS = [(INVOICED, "Invoiced"), (PAID, "Paid by the Customer")]


class CsCommissionRule(models.Model):
    """What a tagged order earns; of the rules that fit, the first counts (S-85)."""

    _name = "cs.commission.rule"
    _description = "Commission Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    kind = fields.Selection(
        KINDS,
        string="Basis",
        required=True,
        default=INVOICED,
        help="Net of taxes, in the currency of the company at the rate of the invoice. Credit "
        "notes are deducted when they are posted, or when they are paid out.",
    )
    percent = fields.Float(string="Commission (%)", digits=(7, 4), required=True)
    product_id = fields.Many2one("product.product", check_company=True, ondelete="restrict")
    categ_id = fields.Many2one(
        "product.category",
        string="Product Category",
        ondelete="restrict",
        help="With the categories below it; empty for all products.",
    )
    date_from = fields.Date(string="From", help="Date of the invoice.")
    date_to = fields.Date(string="Until", help="Date of the invoice.")

    _percent = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)", "Commission is between 0 and 100 percent."
    )
    _dates = models.Constraint(
        "CHECK (date_from <= date_to)", "A rule ends on the day it begins or later."
    )

    @api.model
    def _rules_of(self, company):
        """The rules of a company in the order in which they are tried."""
        return self.search([("company_id", "=", company.id)])

    def _first_match(self, date, product_id, categ_path):
        """The first of these rules for an invoice line.

        :param categ_path: ids of the product's category and those above it
        """
        for rule in self:
            if (
                (not rule.date_from or rule.date_from <= date)
                and (not rule.date_to or date <= rule.date_to)
                and (not rule.product_id or rule.product_id.id == product_id)
                and (not rule.categ_id or rule.categ_id.id in categ_path)
            ):
                return rule
        return self.browse()
