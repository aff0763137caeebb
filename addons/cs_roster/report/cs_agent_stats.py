from odoo import api, fields, models
from odoo.tools import SQL

# what the record rules look at
RULED = ("company_id", "user_id", "department_id")


class CsAgentStats(models.Model):
    """Customers served and deals per agent, day and shift: the statistics book (S-79).

    A customer counts where the session was closed. The conversion of many rows is the ratio of
    their sums, never the average of their ratios.
    """

    _name = "cs.agent.stats"
    _description = "Service Statistics"
    _auto = False
    _order = "date desc, id desc"

    date = fields.Date(readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Agent", readonly=True)
    # a list shows names that come along with the row, not by a query per linked model
    employee_name = fields.Char(string="Agent's Name", readonly=True)
    user_id = fields.Many2one("res.users", string="Agent's User", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    shift_type_id = fields.Many2one("cs.shift.type", string="Shift", readonly=True)
    shift_name = fields.Char(string="Shift's Name", readonly=True)
    served = fields.Integer(readonly=True, help="Customers whose session was closed.")
    deals = fields.Integer(readonly=True, help="Without those whose order was cancelled.")
    conversion = fields.Float(readonly=True, aggregator="avg", help="Deals per customer served.")
    hours = fields.Float(string="Hours of Service", readonly=True)
    mistakes = fields.Integer(string="Opened by Mistake", readonly=True)

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Reads along what the record rules look at; else they would ask for the rows anew."""
        if field_names is not None:
            field_names = {*field_names, *RULED}
        return super().search_fetch(domain, field_names, offset, limit, order)

    def _read_group_select(self, aggregate_spec, query):
        if aggregate_spec.partition(":")[0] != "conversion":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s)::float / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "deals", query),
            self._field_to_sql(self._table, "served", query),
        )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT day.*, day.deals::float / NULLIF(day.served, 0) AS conversion,
                   employee.name AS employee_name, %(shift_name)s AS shift_name
              FROM (%(days)s) AS day
         LEFT JOIN hr_employee AS employee ON employee.id = day.employee_id
         LEFT JOIN cs_shift_type AS shift_type ON shift_type.id = day.shift_type_id
            """,
            shift_name=self.env["cs.shift.type"]._field_to_sql("shift_type", "name"),
            days=self._select_days(),
        )

    def _select_days(self):
        return SQL(
            """
            SELECT MIN(session.id) AS id, session.date, session.employee_id, session.user_id,
                   session.department_id, session.company_id,
                   slot.published_type_id AS shift_type_id,
                   COUNT(*) FILTER (WHERE session.state = 'closed') AS served,
                   COUNT(*) FILTER (
                       WHERE session.outcome = 'deal' AND sale.state IS DISTINCT FROM 'cancel'
                   ) AS deals,
                   COUNT(*) FILTER (WHERE session.state = 'void') AS mistakes,
                   COALESCE(SUM(EXTRACT(EPOCH FROM session.closed_at - session.opened_at))
                       FILTER (WHERE session.state = 'closed'), 0)::float / 3600 AS hours
              FROM cs_service_session AS session
         LEFT JOIN cs_roster_slot AS slot ON slot.id = session.slot_id
         LEFT JOIN sale_order AS sale ON sale.id = session.order_id
             WHERE session.state IN ('closed', 'void')
          GROUP BY session.date, session.employee_id, session.user_id, session.department_id,
                   session.company_id, slot.published_type_id
            """
        )
