from odoo import api, fields, models
from odoo.tools import SQL

from ..models.cs_feedback import CHANNELS
from ..models.cs_feedback_route import LEVELS, PRIORITIES
from ..models.cs_feedback_type import KINDS

# what the record rules look at
RULED = ("company_id", "user_id", "salesman_id", "office_manager_id", "region_manager_id")


class CsFeedbackAnalysis(models.Model):
    """How many cases there were, how soon they were answered and solved (S-31, S-33, S-84).

    One row per case; cancelled ones and duplicates are left out. Hours are those of the calendar.
    What is a share counts the cases that had a limit, each alike, so that a share of many rows is
    the ratio of their sums.
    """

    _name = "cs.feedback.analysis"
    _description = "Feedback Analysis"
    _auto = False
    _order = "date desc, id desc"
    # what is written out before the view is asked
    _depends = {
        "cs.feedback": [
            "name", "company_id", "received_at", "answered_at", "answer_due", "solved_at",
            "solve_due", "type_id", "kind", "channel", "level", "priority", "state", "partner_id",
            "team_id", "user_id", "agent_user_id", "product_id", "lot_id", "is_incident",
        ],
        "cs.feedback.pause": ["feedback_id", "kind", "start", "stop"],
        "crm.team": ["user_id", "cs_region_id"],
        "res.partner": ["commercial_partner_id", "user_id", "complete_name"],
    }  # fmt: skip

    # a list shows names that come along with the row, not by a query per linked model
    feedback_id = fields.Many2one("cs.feedback", string="Case", readonly=True)
    name = fields.Char(string="Number", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Date(string="Received on", readonly=True)
    received_at = fields.Datetime(string="Moment of Receipt", readonly=True)
    answered_at = fields.Datetime(string="First Answered on", readonly=True)
    solved_at = fields.Datetime(string="Solved on", readonly=True)
    type_id = fields.Many2one("cs.feedback.type", readonly=True)
    type_name = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
    level = fields.Selection(LEVELS, string="Step", readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["cs.feedback"]._fields["state"].selection,
        string="Status",
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    partner_name = fields.Char(string="Dealer Name", readonly=True)
    salesman_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    team_name = fields.Char(string="Office Name", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    office_manager_id = fields.Many2one("res.users", readonly=True)
    region_manager_id = fields.Many2one("res.users", string="Regional Manager", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    agent_user_id = fields.Many2one(
        "res.users",
        string="Caused by",
        readonly=True,
        groups="cs_base.group_cs_base_clerk,cs_base.group_cs_base_general_manager,hr.group_hr_user",
    )
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    lot_id = fields.Many2one("stock.lot", readonly=True)
    cases = fields.Integer(readonly=True)
    complaints = fields.Integer(readonly=True, help="Complaints and disputes.")
    incidents = fields.Integer(readonly=True)
    answered = fields.Integer(string="First Answers", readonly=True)
    answer_timed = fields.Integer(string="First Answers with a Limit", readonly=True)
    answer_in_time = fields.Integer(string="First Answers in Time", readonly=True)
    answer_late = fields.Integer(string="First Answers Late", readonly=True)
    answer_share = fields.Float(
        string="Share of First Answers in Time", readonly=True, aggregator="avg"
    )
    answer_hours = fields.Float(string="Hours to First Answer", readonly=True, aggregator="avg")
    solved = fields.Integer(readonly=True)
    solve_timed = fields.Integer(string="Solutions with a Limit", readonly=True)
    solve_in_time = fields.Integer(string="Solutions in Time", readonly=True)
    solve_late = fields.Integer(string="Solutions Late", readonly=True)
    solve_share = fields.Float(string="Share of Solutions in Time", readonly=True, aggregator="avg")
    solve_hours = fields.Float(
        string="Hours to Solution", readonly=True, aggregator="avg", help="Pauses included."
    )
    paused_hours = fields.Float(
        string="Hours Paused", readonly=True, help="Waiting for the customer."
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
            SELECT feedback.id, feedback.id AS feedback_id, feedback.name, feedback.company_id,
                   timezone(%(zone)s, timezone('UTC', feedback.received_at))::date AS date,
                   feedback.received_at, feedback.answered_at, feedback.solved_at,
                   feedback.type_id, %(type_name)s AS type_name, feedback.kind, feedback.channel,
                   feedback.level, feedback.priority, feedback.state,
                   COALESCE(customer.commercial_partner_id, feedback.partner_id) AS partner_id,
                   dealer.complete_name AS partner_name,
                   COALESCE(customer.user_id, dealer.user_id) AS salesman_id,
                   feedback.team_id, %(team_name)s AS team_name,
                   office.cs_region_id AS region_id, office.user_id AS office_manager_id,
                   region.user_id AS region_manager_id, feedback.user_id, feedback.agent_user_id,
                   feedback.product_id, template.categ_id, feedback.lot_id, %(measures)s
            """,
            zone=str(self.env.tz),
            type_name=self.env["cs.feedback.type"]._field_to_sql("kind_of_case", "name"),
            team_name=self.env["crm.team"]._field_to_sql("office", "name"),
            measures=self._select_measures(),
        )

    def _select_measures(self):
        return SQL(
            """
            1 AS cases,
            (feedback.kind IN ('complaint', 'dispute'))::int AS complaints,
            COALESCE(feedback.is_incident, FALSE)::int AS incidents,
            (feedback.answered_at IS NOT NULL)::int AS answered,
            (feedback.answered_at IS NOT NULL AND feedback.answer_due IS NOT NULL)::int
                AS answer_timed,
            (feedback.answered_at <= feedback.answer_due IS TRUE)::int AS answer_in_time,
            (feedback.answered_at > feedback.answer_due IS TRUE)::int AS answer_late,
            (feedback.answered_at <= feedback.answer_due)::int AS answer_share,
            EXTRACT(EPOCH FROM feedback.answered_at - feedback.received_at)::float / 3600
                AS answer_hours,
            (feedback.solved_at IS NOT NULL)::int AS solved,
            (feedback.solved_at IS NOT NULL AND feedback.solve_due IS NOT NULL)::int AS solve_timed,
            (feedback.solved_at <= feedback.solve_due IS TRUE)::int AS solve_in_time,
            (feedback.solved_at > feedback.solve_due IS TRUE)::int AS solve_late,
            (feedback.solved_at <= feedback.solve_due)::int AS solve_share,
            EXTRACT(EPOCH FROM feedback.solved_at - feedback.received_at)::float / 3600
                AS solve_hours,
            COALESCE(pause.hours, 0) AS paused_hours
            """
        )

    def _from(self):
        """Left joins on what is unique: PostgreSQL leaves out those that nothing is asked of."""
        return SQL(
            """
              FROM cs_feedback AS feedback
         LEFT JOIN cs_feedback_type AS kind_of_case ON kind_of_case.id = feedback.type_id
         LEFT JOIN res_partner AS customer ON customer.id = feedback.partner_id
         LEFT JOIN res_partner AS dealer
                ON dealer.id = COALESCE(customer.commercial_partner_id, feedback.partner_id)
         LEFT JOIN crm_team AS office ON office.id = feedback.team_id
         LEFT JOIN crm_team AS region ON region.id = office.cs_region_id
         LEFT JOIN product_product AS product ON product.id = feedback.product_id
         LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
         LEFT JOIN (%s) AS pause ON pause.feedback_id = feedback.id
             WHERE feedback.state != 'cancel'
            """,
            self._select_pauses(),
        )

    def _select_pauses(self):
        return SQL(
            """
            SELECT feedback_id,
                   SUM(EXTRACT(EPOCH FROM COALESCE(stop, timezone('UTC', now())) - start))::float
                       / 3600 AS hours
              FROM cs_feedback_pause
             WHERE kind = 'customer'
          GROUP BY feedback_id
            """
        )
