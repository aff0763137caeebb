from odoo import api, fields, models
from odoo.exceptions import UserError


class CsFeedbackAsk(models.TransientModel):
    """Put a case to departments."""

    _name = "cs.feedback.ask"
    _inherit = ["cs.dialog.mixin"]
    _description = "Ask Departments"
    SHOWN_FIELDS = ("feedback_id",)

    feedback_id = fields.Many2one("cs.feedback", required=True, readonly=True)
    company_id = fields.Many2one(related="feedback_id.company_id")
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        domain="[('cs_answers_feedback', '=', True), ('company_id', 'in', (company_id, False))]",
    )
    question = fields.Text()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        case = self.env["cs.feedback"].browse(values.get("feedback_id"))
        if case and case.has_access("read"):
            values.setdefault("question", case.description or case.subject)
        return values

    def action_confirm(self):
        self.ensure_one()
        departments = self.department_ids.filtered("cs_answers_feedback")
        if not departments:
            raise UserError(self.env._("Choose at least one department that answers feedback."))
        if not (self.question or "").strip():
            raise UserError(self.env._("Write down what the departments are asked."))
        return self.feedback_id._transition(
            "ask", departments=departments, question=self.question.strip()
        )
