from odoo import api, fields, models
from odoo.tools import SQL

# what the record rules look at
RULED = ("company_id", "user_id", "manager_id", "office_manager_id", "region_manager_id")


class CsTripAnalysis(models.Model):
    """What trips cost and brought, by day and dealer (S-12, S-21, S-33).

    One row per day and dealer: those visited, or those planned where no visit is entered. What
    belongs to the whole day, its cost and its finding, is spread evenly over its dealers, so that
    days and money add up. Amounts are in the company's currency, taxes of expenses included.
    """

    _name = "cs.trip.analysis"
    _description = "Trip Analysis"
    _auto = False
    _order = "date desc, id desc"

    # a list shows names that come along with the row, not by a query per linked model
    name = fields.Char(string="Number", readonly=True)
    trip_id = fields.Many2one("cs.trip", readonly=True)
    day_id = fields.Many2one("cs.trip.day", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["cs.trip"]._fields["state"].selection,
        string="Status",
        readonly=True,
    )
    kind = fields.Selection(
        selection=lambda self: self.env["cs.trip"]._fields["kind"].selection, readonly=True
    )
    employee_id = fields.Many2one("hr.employee", string="Traveller", readonly=True)
    employee_name = fields.Char(string="Traveller Name", readonly=True)
    user_id = fields.Many2one("res.users", string="Traveller's User", readonly=True)
    manager_id = fields.Many2one("res.users", string="Sales Manager", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    team_name = fields.Char(string="Office Name", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    office_manager_id = fields.Many2one("res.users", readonly=True)
    region_manager_id = fields.Many2one("res.users", string="Regional Manager", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    partner_name = fields.Char(string="Dealer Name", readonly=True)
    date = fields.Date(readonly=True)
    city = fields.Char(readonly=True)
    result = fields.Selection(
        selection=lambda self: self.env["cs.trip.day"]._fields["result"].selection,
        string="Finding",
        readonly=True,
    )
    days = fields.Float(readonly=True, digits=(16, 2))
    days_as_planned = fields.Float(readonly=True, digits=(16, 2))
    planned_cost = fields.Monetary(readonly=True)
    expense_amount = fields.Monetary(
        string="Expenses", readonly=True, help="Handed in and not refused."
    )
    refused_amount = fields.Monetary(string="Refused", readonly=True)
    order_amount = fields.Monetary(
        string="Orders Taken",
        readonly=True,
        help="Untaxed orders of the traveller from this dealer, confirmed on this day.",
    )
    share_as_planned = fields.Float(
        string="Share as Planned",
        readonly=True,
        aggregator="avg",
        help="1 as planned, 0 otherwise; days that are not judged are left out.",
    )

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Reads along what the record rules look at; else they would ask for the rows anew."""
        if field_names is not None:
            field_names = {*field_names, *RULED}
        return super().search_fetch(domain, field_names, offset, limit, order)

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """
            SELECT ROW_NUMBER() OVER (ORDER BY day.id, dealer.partner_id) AS id,
                   trip.name, day.trip_id, day.id AS day_id, day.company_id, company.currency_id,
                   trip.state, trip.kind, day.employee_id, employee.name AS employee_name,
                   trip.user_id, trip.manager_id, trip.department_id, trip.team_id,
                   %(office)s AS team_name, office.cs_region_id AS region_id,
                   office.user_id AS office_manager_id, region.user_id AS region_manager_id,
                   dealer.partner_id, partner.complete_name AS partner_name,
                   day.date, day.city, day.result, %(measures)s
            """,
            office=self.env["crm.team"]._field_to_sql("office", "name"),
            measures=self._select_measures(),
        )

    def _select_measures(self):
        return SQL(
            """
            dealer.share AS days,
            CASE WHEN day.result = 'as_planned' THEN dealer.share ELSE 0 END AS days_as_planned,
            day.planned_cost * dealer.share AS planned_cost,
            COALESCE(expense.amount, 0) * dealer.share AS expense_amount,
            COALESCE(expense.refused, 0) * dealer.share AS refused_amount,
            COALESCE(orders.amount, 0) AS order_amount,
            CASE WHEN day.result != 'not_verified' THEN (day.result = 'as_planned')::int
            END AS share_as_planned
            """
        )

    def _from(self):
        """Left joins on what is unique: PostgreSQL leaves out those that nothing is asked of."""
        return SQL(
            """
              FROM cs_trip_day AS day
              JOIN cs_trip AS trip ON trip.id = day.trip_id
              JOIN (%(dealers)s) AS dealer ON dealer.day_id = day.id
         LEFT JOIN res_company AS company ON company.id = day.company_id
         LEFT JOIN hr_employee AS employee ON employee.id = day.employee_id
         LEFT JOIN crm_team AS office ON office.id = trip.team_id
         LEFT JOIN crm_team AS region ON region.id = office.cs_region_id
         LEFT JOIN res_partner AS partner ON partner.id = dealer.partner_id
         LEFT JOIN (%(expenses)s) AS expense ON expense.day_id = day.id
         LEFT JOIN (%(orders)s) AS orders
                ON orders.user_id = trip.user_id AND orders.date = day.date
               AND orders.company_id = day.company_id
               AND orders.partner_id = partner.commercial_partner_id
             WHERE day.active AND trip.state NOT IN ('draft', 'submitted', 'cancel')
            """,
            dealers=self._select_dealers(),
            expenses=self._select_expenses(),
            orders=self._select_orders(),
        )

    def _select_dealers(self):
        """Dealers per day with their share of it; a day without a dealer has one empty row."""
        return SQL(
            """
            SELECT day.id AS day_id, met.partner_id,
                   1.0 / COUNT(*) OVER (PARTITION BY day.id) AS share
              FROM cs_trip_day AS day
         LEFT JOIN (SELECT day_id, partner_id FROM cs_trip_day_actual_partner_rel
                     UNION ALL
                    SELECT plan.day_id, plan.partner_id
                      FROM cs_trip_day_partner_rel AS plan
                     WHERE NOT EXISTS (SELECT 1 FROM cs_trip_day_actual_partner_rel AS actual
                                        WHERE actual.day_id = plan.day_id))
                AS met ON met.day_id = day.id
             WHERE day.active
            """
        )

    def _select_expenses(self):
        return SQL(
            """
            SELECT cs_trip_day_id AS day_id,
                   SUM(total_amount) FILTER (WHERE state NOT IN ('draft', 'refused')) AS amount,
                   SUM(total_amount) FILTER (WHERE state = 'refused') AS refused
              FROM hr_expense
             WHERE cs_trip_day_id IS NOT NULL
          GROUP BY cs_trip_day_id
            """
        )

    def _select_orders(self):
        """Confirmed orders by salesperson, dealer and day as their people see it."""
        return SQL(
            """
            SELECT sale_order.company_id, sale_order.user_id,
                   buyer.commercial_partner_id AS partner_id,
                   timezone(%s, timezone('UTC', sale_order.date_order))::date AS date,
                   SUM(sale_order.amount_untaxed / COALESCE(NULLIF(sale_order.currency_rate, 0), 1))
                AS amount
              FROM sale_order
              JOIN res_partner AS buyer ON buyer.id = sale_order.partner_id
             WHERE sale_order.state = 'sale'
          GROUP BY 1, 2, 3, 4
            """,
            str(self.env.tz),
        )
