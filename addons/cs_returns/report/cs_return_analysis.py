from odoo import fields, models
from odoo.tools import SQL

QUANTITIES = ("quantity", "received_qty", "accepted_qty", "rejected_qty")


class CsReturnAnalysis(models.Model):
    """One row per return line: what came back, what it cost, how long it took (S-31, S-33).

    Amounts are untaxed and in the company's currency. What belongs to a whole return, its
    freight, is spread evenly over its lines.
    """

    _name = "cs.return.analysis"
    _description = "Returns Analysis"
    _auto = False
    _order = "application_date desc, id desc"
    _rec_name = "return_id"

    return_id = fields.Many2one("cs.return", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        selection=lambda self: self.env["cs.return"]._fields["state"].selection,
        string="Status",
        readonly=True,
    )
    way = fields.Selection(
        selection=lambda self: self.env["cs.return"]._fields["way"].selection, readonly=True
    )
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True)
    reason_id = fields.Many2one("cs.return.reason", readonly=True)
    is_quality_fault = fields.Boolean(readonly=True)
    outcome = fields.Selection(
        selection=lambda self: self.env["cs.return.line"]._outcomes(),
        string="Verdict",
        readonly=True,
    )
    settlement = fields.Selection(
        selection=lambda self: self.env["cs.return.line"]._fields["settlement"].selection,
        readonly=True,
    )
    application_date = fields.Date(readonly=True)
    quantity = fields.Float(string="Announced", readonly=True)
    received_qty = fields.Float(string="Received", readonly=True)
    accepted_qty = fields.Float(string="Accepted", readonly=True)
    rejected_qty = fields.Float(string="Rejected", readonly=True)
    announced_amount = fields.Monetary(
        string="Announced Value", readonly=True, help="At the order's prices."
    )
    credited_amount = fields.Monetary(
        string="Credited", readonly=True, help="Posted credit notes of the line."
    )
    freight_charge = fields.Monetary(string="Freight Charged", readonly=True)
    freight_cost = fields.Monetary(readonly=True, help="Bills of carriers that are not cancelled.")
    quality_cost = fields.Monetary(
        string="Cost of Quality",
        readonly=True,
        help="Credited value and freight paid by the company, for quality faults.",
    )
    approval_days = fields.Float(
        string="Days to Approval", readonly=True, aggregator="avg", help="From the application."
    )
    arrival_days = fields.Float(
        string="Days to Arrival", readonly=True, aggregator="avg", help="From the approval."
    )
    appraisal_days = fields.Float(
        string="Days to Appraisal", readonly=True, aggregator="avg", help="From the arrival."
    )
    settlement_days = fields.Float(
        string="Days to Settlement", readonly=True, aggregator="avg", help="From the arrival."
    )
    appraised_in_time = fields.Float(
        string="Appraised in Time", readonly=True, aggregator="avg", help="1 in time, 0 late."
    )
    settled_in_time = fields.Float(
        string="Settled in Time", readonly=True, aggregator="avg", help="1 in time, 0 late."
    )

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """
            SELECT line.id, line.return_id, document.company_id, document.state, document.way,
                   document.partner_id, document.user_id, document.team_id,
                   office.cs_region_id AS region_id, line.product_id, template.categ_id,
                   line.lot_id, line.reason_id, reason.is_quality_fault, line.outcome,
                   line.settlement, document.application_date,
                   %(quantities)s,
                   line.quantity * unit.factor / sale_unit.factor
                       * sale_line.price_reduce_taxexcl
                       / COALESCE(NULLIF(sale_order.currency_rate, 0), 1) AS announced_amount,
                   %(credited)s AS credited_amount,
                   CASE WHEN document.state = 'done'
                        THEN COALESCE(document.freight_charge, 0) / share.lines ELSE 0
                   END AS freight_charge,
                   %(freight)s AS freight_cost,
                   CASE WHEN reason.is_quality_fault THEN %(credited)s + %(freight)s ELSE 0
                   END AS quality_cost,
                   %(days)s,
                   CASE WHEN document.appraised_at IS NOT NULL AND document.way = 'factory'
                        THEN document.is_appraised_in_time::int END AS appraised_in_time,
                   CASE WHEN document.settled_at IS NOT NULL
                        THEN document.is_settled_in_time::int END AS settled_in_time
            """,
            quantities=self._select_quantities(),
            credited=SQL("COALESCE(credit.amount, 0)"),
            freight=SQL("COALESCE(freight.amount, 0) / share.lines"),
            days=self._select_days(),
        )

    def _select_quantities(self):
        """In the unit of the product, so that they add up."""
        return SQL(", ").join(
            SQL(
                "%s * unit.factor / product_unit.factor AS %s",
                SQL.identifier("line", name),
                SQL.identifier(name),
            )
            for name in QUANTITIES
        )

    def _select_days(self):
        spans = {
            "approval_days": ("application_date", "approved_at"),
            "arrival_days": ("approved_at", "arrival_date"),
            "appraisal_days": ("arrival_date", "appraised_at"),
            "settlement_days": ("arrival_date", "settled_at"),
        }
        return SQL(", ").join(
            SQL(
                "%s::date - %s::date AS %s",
                SQL.identifier("document", end),
                SQL.identifier("document", start),
                SQL.identifier(name),
            )
            for name, (start, end) in spans.items()
        )

    def _from(self):
        return SQL(
            """
              FROM cs_return_line AS line
              JOIN cs_return AS document ON document.id = line.return_id
              JOIN cs_return_reason AS reason ON reason.id = line.reason_id
              JOIN product_product AS product ON product.id = line.product_id
              JOIN product_template AS template ON template.id = product.product_tmpl_id
              JOIN uom_uom AS unit ON unit.id = line.product_uom_id
              JOIN uom_uom AS product_unit ON product_unit.id = template.uom_id
              JOIN sale_order_line AS sale_line ON sale_line.id = line.sale_line_id
              JOIN uom_uom AS sale_unit ON sale_unit.id = sale_line.product_uom_id
              JOIN sale_order ON sale_order.id = sale_line.order_id
         LEFT JOIN crm_team AS office ON office.id = document.team_id
              JOIN (SELECT return_id, COUNT(*) AS lines FROM cs_return_line GROUP BY return_id)
                AS share ON share.return_id = line.return_id
         LEFT JOIN (SELECT cs_return_line_id, SUM(balance) AS amount
                      FROM account_move_line
                     WHERE cs_return_line_id IS NOT NULL AND parent_state = 'posted'
                  GROUP BY cs_return_line_id) AS credit ON credit.cs_return_line_id = line.id
         LEFT JOIN (SELECT cs_return_id, -SUM(amount_untaxed_signed) AS amount
                      FROM account_move
                     WHERE cs_return_part = 'freight_bill' AND state != 'cancel'
                  GROUP BY cs_return_id) AS freight ON freight.cs_return_id = line.return_id
            """
        )
