from odoo import api, fields, models
from odoo.tools import SQL

QUANTITIES = ("quantity", "received_qty", "accepted_qty", "rejected_qty")
# from which to which date of the return the days of a step are counted
STEPS = {
    "approval_days": ("application_date", "approved_at"),
    "arrival_days": ("approved_at", "arrival_date"),
    "appraisal_days": ("arrival_date", "appraised_at"),
    "settlement_days": ("arrival_date", "settled_at"),
}
# what the record rules look at
RULED = ("company_id", "user_id", "office_manager_id", "region_manager_id")
# the return hides its freight from salespeople
FREIGHT_READERS = ",".join(
    (
        "cs_base.group_cs_base_clerk",
        "cs_base.group_cs_base_office_manager",
        "cs_base.group_cs_base_general_manager",
        "account.group_account_invoice",
    )
)


class CsReturnAnalysis(models.Model):
    """One row per return line: what came back, what it cost, how long it took (S-31, S-33).

    Amounts are untaxed and in the company's currency. What belongs to a whole return, its
    freight, is spread evenly over its lines; the discounts that a credit note takes back are
    spread over its goods by value.
    """

    _name = "cs.return.analysis"
    _description = "Returns Analysis"
    _auto = False
    _order = "application_date desc, id desc"

    # a list shows names that come along with the row, not by a query per linked model
    name = fields.Char(string="Number", readonly=True)
    return_id = fields.Many2one("cs.return", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    state = fields.Selection(
        selection=lambda self: self._labels("cs.return", "state"),
        string="Status",
        readonly=True,
    )
    way = fields.Selection(selection=lambda self: self._labels("cs.return", "way"), readonly=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    partner_name = fields.Char(string="Dealer Name", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    team_name = fields.Char(string="Office Name", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    office_manager_id = fields.Many2one("res.users", readonly=True)
    region_manager_id = fields.Many2one("res.users", string="Regional Manager", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True)
    lot_name = fields.Char(readonly=True)
    reason_id = fields.Many2one("cs.return.reason", readonly=True)
    reason_name = fields.Char(readonly=True)
    is_quality_fault = fields.Boolean(string="Quality Fault", readonly=True)
    outcome = fields.Selection(
        selection=lambda self: self.env["cs.return.line"]._outcomes(),
        string="Verdict",
        readonly=True,
    )
    settlement = fields.Selection(
        selection=lambda self: self._labels("cs.return.line", "settlement"),
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
    freight_charge = fields.Monetary(
        string="Freight Charged", readonly=True, groups=FREIGHT_READERS
    )
    freight_cost = fields.Monetary(
        readonly=True,
        groups=FREIGHT_READERS,
        help="Bills of carriers that are not cancelled.",
    )
    quality_cost = fields.Monetary(
        string="Cost of Quality",
        readonly=True,
        groups=FREIGHT_READERS,
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
    is_late = fields.Boolean(string="Late", readonly=True)

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Reads along what the record rules look at; else they would ask for the rows anew."""
        if field_names is not None:
            field_names = {*field_names, *RULED}
        return super().search_fetch(domain, field_names, offset, limit, order)

    @api.model
    def _labels(self, model, field):
        """The choices of a field of the return in the user's language."""
        return self.env[model]._fields[field]._description_selection(self.env)

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """
            SELECT line.id, line.return_id, document.company_id, company.currency_id,
                   document.state, document.way, document.partner_id, document.user_id,
                   document.team_id, office.cs_region_id AS region_id,
                   office.user_id AS office_manager_id, region.user_id AS region_manager_id,
                   line.product_id, template.categ_id, line.lot_id, line.reason_id,
                   reason.is_quality_fault, line.outcome, line.settlement,
                   document.application_date,
                   %(names)s, %(quantities)s, %(amounts)s, %(days)s, %(punctuality)s
            """,
            names=self._select_names(),
            quantities=self._select_quantities(),
            amounts=self._select_amounts(),
            days=self._select_days(),
            punctuality=self._select_punctuality(),
        )

    def _select_names(self):
        return SQL(
            """
            document.name, partner.complete_name AS partner_name, %(office)s AS team_name,
            %(reason)s AS reason_name, lot.name AS lot_name
            """,
            office=self.env["crm.team"]._field_to_sql("office", "name"),
            reason=self.env["cs.return.reason"]._field_to_sql("reason", "name"),
        )

    def _select_quantities(self):
        """In the unit of the product, so that they add up."""
        return SQL(", ").join(
            SQL(
                "%s * unit.factor / product_unit.factor AS %s",
                self._quantity_of_line(name),
                SQL.identifier(name),
            )
            for name in QUANTITIES
        )

    def _quantity_of_line(self, name):
        column = SQL.identifier("line", name)
        if name == "accepted_qty":
            # nothing is accepted before the appraisal is confirmed
            return SQL("CASE WHEN document.appraised_at IS NULL THEN 0 ELSE %s END", column)
        return column

    def _select_amounts(self):
        return SQL(
            """
            line.quantity * unit.factor / sale_unit.factor * sale_line.price_reduce_taxexcl
                / COALESCE(NULLIF(sale_order.currency_rate, 0), 1) AS announced_amount,
            %(credited)s AS credited_amount,
            CASE WHEN document.state = 'done'
                 THEN COALESCE(document.freight_charge, 0) / share.lines ELSE 0
            END AS freight_charge,
            %(freight)s AS freight_cost,
            CASE WHEN reason.is_quality_fault THEN %(credited)s + %(freight)s ELSE 0
            END AS quality_cost
            """,
            credited=SQL("COALESCE(credit.amount, 0)"),
            freight=SQL("COALESCE(freight.amount, 0) / share.lines"),
        )

    def _select_days(self):
        return SQL(", ").join(
            SQL(
                "%s - %s AS %s",
                self._date_of_document(end),
                self._date_of_document(start),
                SQL.identifier(name),
            )
            for name, (start, end) in STEPS.items()
        )

    def _date_of_document(self, name):
        """The day as its people see it: where dates are written, UTC may be a day behind."""
        column = SQL.identifier("document", name)
        if self.env["cs.return"]._fields[name].type == "date":
            return column
        return SQL("timezone(%s, timezone('UTC', %s))::date", str(self.env.tz), column)

    def _select_punctuality(self):
        appraised = SQL("document.appraised_at IS NOT NULL AND document.way = 'factory'")
        settled = SQL("document.settled_at IS NOT NULL")
        return SQL(
            """
            CASE WHEN %(appraised)s THEN COALESCE(document.is_appraised_in_time, FALSE)::int
            END AS appraised_in_time,
            CASE WHEN %(settled)s THEN COALESCE(document.is_settled_in_time, FALSE)::int
            END AS settled_in_time,
            (%(appraised)s AND document.is_appraised_in_time IS NOT TRUE)
                OR (%(settled)s AND document.is_settled_in_time IS NOT TRUE) AS is_late
            """,
            appraised=appraised,
            settled=settled,
        )

    def _from(self):
        """Left joins on what is unique: PostgreSQL leaves out those that nothing is asked of."""
        return SQL(
            """
              FROM cs_return_line AS line
              JOIN cs_return AS document ON document.id = line.return_id
         LEFT JOIN res_company AS company ON company.id = document.company_id
         LEFT JOIN res_partner AS partner ON partner.id = document.partner_id
         LEFT JOIN crm_team AS office ON office.id = document.team_id
         LEFT JOIN crm_team AS region ON region.id = office.cs_region_id
         LEFT JOIN cs_return_reason AS reason ON reason.id = line.reason_id
         LEFT JOIN stock_lot AS lot ON lot.id = line.lot_id
         LEFT JOIN product_product AS product ON product.id = line.product_id
         LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom AS unit ON unit.id = line.product_uom_id
         LEFT JOIN uom_uom AS product_unit ON product_unit.id = template.uom_id
         LEFT JOIN sale_order_line AS sale_line ON sale_line.id = line.sale_line_id
         LEFT JOIN uom_uom AS sale_unit ON sale_unit.id = sale_line.product_uom_id
         LEFT JOIN sale_order ON sale_order.id = sale_line.order_id
         LEFT JOIN (SELECT return_id, COUNT(*) AS lines FROM cs_return_line GROUP BY return_id)
                AS share ON share.return_id = line.return_id
         LEFT JOIN (%(credits)s) AS credit ON credit.cs_return_line_id = line.id
         LEFT JOIN (SELECT cs_return_id, -SUM(amount_untaxed_signed) AS amount
                      FROM account_move
                     WHERE cs_return_part = 'freight_bill' AND state != 'cancel'
                  GROUP BY cs_return_id) AS freight ON freight.cs_return_id = line.return_id
            """,
            credits=self._select_credits(),
        )

    def _select_credits(self):
        """Per return line: its part of the posted credit notes, less the discounts on them."""
        return SQL(
            """
            SELECT goods.cs_return_line_id,
                   SUM(goods.balance * (1 + COALESCE(discount.rate, 0))) AS amount
              FROM account_move_line AS goods
         LEFT JOIN (SELECT taken.move_id, taken.amount / NULLIF(SUM(item.balance), 0) AS rate
                      FROM (SELECT line.move_id, SUM(line.balance) AS amount
                              FROM account_move_line AS line
                              JOIN account_move AS note ON note.id = line.move_id
                             WHERE line.cs_origin_line_id IS NOT NULL
                               AND line.cs_return_line_id IS NULL
                               AND note.cs_return_part = 'credit'
                          GROUP BY line.move_id) AS taken
                      JOIN account_move_line AS item ON item.move_id = taken.move_id
                     WHERE item.cs_return_line_id IS NOT NULL
                  GROUP BY taken.move_id, taken.amount)
                AS discount ON discount.move_id = goods.move_id
             WHERE goods.cs_return_line_id IS NOT NULL AND goods.parent_state = 'posted'
          GROUP BY goods.cs_return_line_id
            """
        )
