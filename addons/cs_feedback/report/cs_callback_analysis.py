from odoo import fields, models
from odoo.tools import SQL

# offices and regions see how they are judged, but not by whom
CALLERS = "cs_base.group_cs_base_clerk,cs_base.group_cs_base_general_manager"


class CsCallbackAnalysis(models.Model):
    """How dealers judge the offices and regions; the ranking is its graph and pivot (S-92)."""

    _name = "cs.callback.analysis"
    _description = "Ranking of Offices"
    _auto = False
    _order = "called_date desc, id desc"

    callback_id = fields.Many2one("cs.callback", readonly=True, groups=CALLERS)
    plan_id = fields.Many2one("cs.callback.plan", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True, groups=CALLERS)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    office_manager_id = fields.Many2one("res.users", readonly=True)
    region_manager_id = fields.Many2one("res.users", string="Regional Manager", readonly=True)
    called_by_id = fields.Many2one("res.users", readonly=True)
    called_date = fields.Date(readonly=True)
    date_to = fields.Date(string="End of the Period", readonly=True)
    calls = fields.Integer(readonly=True)
    answers = fields.Integer(readonly=True)
    reached = fields.Float(
        string="Share Reached", readonly=True, aggregator="avg", help="Of the calls that ended."
    )
    mark = fields.Float(
        string="Satisfaction", readonly=True, aggregator="avg", help="From 1 to 5, of the answers."
    )
    satisfied = fields.Float(
        string="Share Satisfied",
        readonly=True,
        aggregator="avg",
        help="Of the answers those with the marks 4 and 5.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT call.id, call.id AS callback_id, call.plan_id, call.company_id,
                   call.partner_id, call.team_id, call.region_id,
                   office.user_id AS office_manager_id, region.user_id AS region_manager_id,
                   call.called_by_id, plan.date_to,
                   timezone(%s, timezone('UTC', call.called_at))::date AS called_date,
                   1 AS calls,
                   (call.state = 'done')::int AS answers,
                   CASE WHEN call.state != 'open' THEN (call.state = 'done')::int END AS reached,
                   CASE WHEN call.state = 'done' THEN call.mark::int END AS mark,
                   CASE WHEN call.state = 'done' THEN (call.mark IN ('4', '5'))::int
                   END AS satisfied
              FROM cs_callback AS call
              JOIN cs_callback_plan AS plan ON plan.id = call.plan_id
         LEFT JOIN crm_team AS office ON office.id = call.team_id
         LEFT JOIN crm_team AS region ON region.id = office.cs_region_id
             WHERE call.state != 'cancel'
            """,
            str(self.env.tz),
        )
