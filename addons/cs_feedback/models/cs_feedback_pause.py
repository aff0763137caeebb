from odoo import api, fields, models


class CsFeedbackPause(models.Model):
    """A time in which the clocks of a case stand."""

    _name = "cs.feedback.pause"
    _inherit = ["cs.protected.mixin"]
    _description = "Feedback Pause"
    _order = "start, id"

    feedback_id = fields.Many2one(
        "cs.feedback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="feedback_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("customer", "Waiting for the Customer"), ("solved", "Solved")],
        required=True,
        readonly=True,
    )
    start = fields.Datetime(required=True, readonly=True)
    stop = fields.Datetime(readonly=True)

    _one_open = models.UniqueIndex(
        "(feedback_id) WHERE stop IS NULL", "The clocks of this case stand already."
    )
    _ends_after_start = models.Constraint("CHECK (stop >= start)", "A pause ends after it began.")

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - set(models.MAGIC_COLUMNS)
