from odoo import fields, models


class HrDepartment(models.Model):
    """The departments that feedback is put to: production, sales, quality and so on (S-56)."""

    _inherit = "hr.department"

    cs_answers_feedback = fields.Boolean(
        string="Answers Feedback",
        help="Customer service can put feedback to this department. Its manager and its members "
        "answer.",
    )
    cs_answer_days = fields.Integer(
        string="Days to Answer", default=3, help="In these days the department answers."
    )
    cs_gets_summary = fields.Boolean(
        string="Gets the Quality Summary",
        help="The monthly summary of quality and service information is issued to this department.",
    )

    _cs_answer_days_positive = models.Constraint(
        "CHECK (cs_answer_days > 0)", "A department needs at least one day to answer."
    )
