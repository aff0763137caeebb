from odoo import fields, models, tools
from odoo.tools import SQL

from ..models.cs_feedback_rating import SCORES


class CsFeedbackSatisfaction(models.Model):
    """One row per customer who was asked: what they answered, about whom (S-92)."""

    _name = "cs.feedback.satisfaction"
    _inherit = ["cs.export.mixin"]
    _description = "Customer Satisfaction"
    _auto = False
    _order = "asked_at desc, id desc"

    name = fields.Char(string="Number", readonly=True)
    feedback_id = fields.Many2one("cs.feedback", string="Case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    type_id = fields.Many2one("cs.feedback.type", readonly=True)
    team_id = fields.Many2one("crm.team", string="Office", readonly=True)
    region_id = fields.Many2one("crm.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True)
    office_manager_id = fields.Many2one("res.users", readonly=True)
    region_manager_id = fields.Many2one("res.users", string="Regional Manager", readonly=True)
    asked_at = fields.Datetime(string="Asked on", readonly=True)
    score = fields.Selection(SCORES, string="Rated", readonly=True)
    points = fields.Float(string="Average Rating", readonly=True, aggregator="avg")
    is_rated = fields.Integer(string="Answers", readonly=True)
    is_content = fields.Float(string="Content", readonly=True, aggregator="avg")
    score_text = fields.Text(string="Words on the Rating", readonly=True)

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        self.env.cr.execute(
            SQL(
                """
                CREATE VIEW %s AS
                SELECT c.id, c.id AS feedback_id, c.name, c.company_id, c.partner_id, c.type_id,
                       c.team_id, COALESCE(t.cs_region_id, t.id) AS region_id, c.user_id,
                       t.user_id AS office_manager_id, r.user_id AS region_manager_id,
                       c.rating_asked_at AS asked_at, c.score, c.score_text,
                       c.score::integer AS points,
                       (c.score IS NOT NULL)::integer AS is_rated,
                       CASE WHEN c.score IS NOT NULL
                            THEN (c.score::integer >= 4)::integer END AS is_content
                  FROM cs_feedback c
             LEFT JOIN crm_team t ON t.id = c.team_id
             LEFT JOIN crm_team r ON r.id = COALESCE(t.cs_region_id, t.id)
                 WHERE c.rating_asked_at IS NOT NULL
                """,
                SQL.identifier(self._table),
            )
        )

    def _export_columns(self):
        paths = [
            "name", "partner_id", "type_id", "team_id", "region_id", "user_id", "asked_at",
            "score", "score_text",
        ]  # fmt: skip
        return [(self._export_label(self, path), path) for path in paths]

    def action_open_case(self):
        return self.feedback_id._open_records(self.feedback_id, "cs_feedback.cs_feedback_action")
