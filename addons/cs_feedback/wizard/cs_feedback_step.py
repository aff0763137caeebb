from odoo import fields, models
from odoo.exceptions import UserError

STEPS = [
    ("hand_back", "Hand Back"),
    ("mediate", "Mediation"),
    ("wait", "Ask the Customer"),
    ("solve", "Solve"),
    ("reopen", "Reopen"),
    ("cancel", "Cancel"),
]


class CsFeedbackStep(models.TransientModel):
    """A step of a case that needs words."""

    _name = "cs.feedback.step"
    _inherit = ["cs.dialog.mixin"]
    _description = "Step of a Case"
    SHOWN_FIELDS = ("feedback_id",)

    feedback_id = fields.Many2one("cs.feedback", required=True, readonly=True)
    step = fields.Selection(STEPS, required=True, readonly=True)
    text = fields.Text()

    def action_confirm(self):
        self.ensure_one()
        if not (self.text or "").strip():
            raise UserError(self.env._("Say it in words first."))
        return self.feedback_id._transition(self.step, text=self.text.strip())
