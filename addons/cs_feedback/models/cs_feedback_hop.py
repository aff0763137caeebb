from odoo import api, fields, models

from .cs_feedback_route import LEVELS


class CsFeedbackHop(models.Model):
    """One step of a case on its way: who had it, from when to when. Only the case writes it."""

    _name = "cs.feedback.hop"
    _inherit = ["cs.protected.mixin"]
    _description = "Feedback Step"
    _order = "entered_at, id"

    feedback_id = fields.Many2one(
        "cs.feedback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="feedback_id.company_id", store=True, index=True)
    name = fields.Char(string="Step", readonly=True)
    level = fields.Selection(LEVELS, required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    user_id = fields.Many2one("res.users", string="Responsible", readonly=True, index=True)
    entered_at = fields.Datetime(string="Entered on", required=True, readonly=True)
    left_at = fields.Datetime(string="Left on", readonly=True)
    allowed_hours = fields.Float(readonly=True)
    due = fields.Datetime(readonly=True)
    spent_hours = fields.Float(
        string="Hours", readonly=True, help="Without pauses; in working time where that counts."
    )
    is_late = fields.Boolean(string="Late", readonly=True)
    note = fields.Text(readonly=True)

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - set(models.MAGIC_COLUMNS)

    def _same_again(self):
        """Values of a step that a case comes back to."""
        return {
            "name": self.name,
            "level": self.level,
            "sequence": self.sequence,
            "allowed_hours": self.allowed_hours,
            "user_id": self.user_id.id,
        }
