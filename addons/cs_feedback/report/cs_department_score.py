from odoo import api, fields, models
from odoo.tools import SQL

from ..models.cs_feedback_type import KINDS

RULED = ("company_id", "department_id")


class CsDepartmentScore(models.Model):
    """What departments were asked on cases, and whether they answered in time (S-124).

    One row per question; withdrawn ones are left out. The share in time counts questions that are
    answered or overdue, each alike, so that a share of many rows is the ratio of their sums.
    """

    _name = "cs.department.score"
    _description = "Department Score"
    _auto = False
    _order = "date desc, id desc"
    # what is written out before the view is asked
    _depends = {
        "cs.feedback.answer": [
            "feedback_id", "company_id", "department_id", "user_id", "asked_at", "answered_at",
            "state", "is_late", "deadline_date",
        ],
        "cs.feedback": ["name", "type_id", "kind", "team_id", "product_id"],
    }  # fmt: skip

    answer_id = fields.Many2one("cs.feedback.answer", string="Question", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    department_name = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    date = fields.Date(string="Asked", readonly=True)
    asked_at = fields.Datetime(string="Asked on", readonly=True)
    answered_at = fields.Datetime(string="Answered on", readonly=True)
    feedback_name = fields.Char(string="Case", readonly=True)
    type_id = fields.Many2one("cs.feedback.type", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["cs.feedback.answer"]._fields["state"].selection,
        string="Status",
        readonly=True,
    )
    asked = fields.Integer(string="Questions", readonly=True)
    answered = fields.Integer(readonly=True)
    in_time = fields.Integer(string="Answered in Time", readonly=True)
    late = fields.Integer(readonly=True, help="Answered late, or overdue.")
    overdue = fields.Integer(readonly=True)
    share = fields.Float(string="Share in Time", readonly=True, aggregator="avg")
    hours = fields.Float(string="Hours to Answer", readonly=True, aggregator="avg")

    @api.model
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Reads along what the record rules look at; else they would ask for the rows anew."""
        if field_names is not None:
            field_names = {*field_names, *RULED}
        return super().search_fetch(domain, field_names, offset, limit, order)

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT answer.id, answer.id AS answer_id, answer.company_id, answer.department_id,
                   %(department_name)s AS department_name, answer.user_id,
                   timezone(%(zone)s, timezone('UTC', answer.asked_at))::date AS date,
                   answer.asked_at, answer.answered_at, answer.state,
                   feedback.name AS feedback_name, feedback.type_id, feedback.kind,
                   feedback.team_id, feedback.product_id,
                   1 AS asked,
                   (answer.state = 'answered')::int AS answered,
                   (answer.state = 'answered' AND answer.is_late IS NOT TRUE)::int AS in_time,
                   (answer.is_late IS TRUE OR %(is_overdue)s)::int AS late,
                   (%(is_overdue)s)::int AS overdue,
                   CASE WHEN answer.state = 'answered' THEN (answer.is_late IS NOT TRUE)::int
                        WHEN %(is_overdue)s THEN 0
                   END AS share,
                   EXTRACT(EPOCH FROM answer.answered_at - answer.asked_at)::float / 3600 AS hours
              FROM cs_feedback_answer AS answer
         LEFT JOIN cs_feedback AS feedback ON feedback.id = answer.feedback_id
         LEFT JOIN hr_department AS department ON department.id = answer.department_id
             WHERE answer.state != 'withdrawn'
            """,
            department_name=self.env["hr.department"]._field_to_sql("department", "name"),
            zone=str(self.env.tz),
            is_overdue=SQL("(answer.state = 'asked' AND answer.deadline_date < %s) IS TRUE", today),
        )
