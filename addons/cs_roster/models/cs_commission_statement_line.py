from odoo import fields, models

from .cs_commission_rule import KINDS


class CsCommissionStatementLine(models.Model):
    """What an invoice line earns in a month. Written by the statement, changed by nobody."""

    _name = "cs.commission.statement.line"
    _inherit = ["cs.protected.mixin"]
    _description = "Commission Statement Line"
    _order = "date, move_name, id"

    PROTECTED_FIELDS = frozenset(
        {
            "statement_id",
            "move_line_id",
            "part",
            "move_id",
            "order_id",
            "order_line_id",
            "rule_id",
            "date",
            "move_name",
            "order_name",
            "partner_name",
            "product_name",
            "kind",
            "percent",
            "basis",
            "amount",
        }
    )

    statement_id = fields.Many2one(
        "cs.commission.statement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="statement_id.state", store=True, precompute=True)
    month = fields.Date(related="statement_id.date_from", store=True, precompute=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, precompute=True)
    employee_id = fields.Many2one(
        related="statement_id.employee_id", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # lines of cancelled statements lose it when the invoice line goes, see account.move.line
    move_line_id = fields.Many2one(
        "account.move.line", string="Invoice Line", readonly=True, ondelete="restrict"
    )
    part = fields.Integer(
        readonly=True, help="How often the invoice line has been settled, this time included."
    )
    move_id = fields.Many2one("account.move", readonly=True, index=True, ondelete="set null")
    order_id = fields.Many2one("sale.order", readonly=True, index=True, ondelete="restrict")
    order_line_id = fields.Many2one("sale.order.line", readonly=True, ondelete="set null")
    rule_id = fields.Many2one("cs.commission.rule", readonly=True, ondelete="restrict")
    # kept as text: agents read their statement, but no invoices
    date = fields.Date(string="Invoice Date", readonly=True)
    move_name = fields.Char(string="Invoice", readonly=True)
    order_name = fields.Char(string="Order Number", readonly=True)
    partner_name = fields.Char(string="Customer", readonly=True)
    product_name = fields.Char(string="Product", readonly=True)
    kind = fields.Selection(KINDS, string="Basis Is", readonly=True)
    percent = fields.Float(string="%", digits=(7, 4), readonly=True)
    basis = fields.Monetary(readonly=True, help="Net amount that has come since the last time.")
    amount = fields.Monetary(string="Commission", readonly=True)

    _source_unique = models.UniqueIndex(
        "(move_line_id, part) WHERE state != 'cancel'",
        "This part of an invoice line is in another statement already; compute the statement anew.",
    )
    _source_present = models.Constraint(
        "CHECK (move_line_id IS NOT NULL OR state = 'cancel')",
        "A line of a statement has an invoice line.",
    )

    def _line_vals(self):
        """The lines as values, to compare them with others."""
        names = ("part", "percent", "basis", "amount")
        return [
            {"move_line_id": line.move_line_id.id, **{name: line[name] for name in names}}
            for line in self
        ]
