from odoo import api, fields, models
from odoo.exceptions import UserError

from .cs_feedback_check_item import MOMENTS


class CsFeedbackCheck(models.Model):
    """One item of the checklist of a case; the list is that of the day on which it began."""

    _name = "cs.feedback.check"
    _inherit = ["cs.protected.mixin"]
    _description = "Check"
    _order = "moment desc, sequence, id"

    feedback_id = fields.Many2one(
        "cs.feedback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="feedback_id.company_id", store=True, index=True)
    item_id = fields.Many2one("cs.feedback.check.item", readonly=True, ondelete="set null")
    sequence = fields.Integer(readonly=True)
    name = fields.Char(readonly=True)
    moment = fields.Selection(MOMENTS, required=True, readonly=True)
    is_done = fields.Boolean(string="Done", readonly=True)
    done_by_id = fields.Many2one("res.users", string="Checked by", readonly=True)
    done_at = fields.Datetime(string="Checked on", readonly=True)

    _once = models.UniqueIndex("(feedback_id, item_id)", "This is on the list already.")

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - set(models.MAGIC_COLUMNS)

    def action_tick(self):
        """It has been made sure of, or was ticked by mistake."""
        self.check_access("read")
        self.feedback_id._check_holder()
        for check in self:
            if check.feedback_id.state in ("closed", "cancel"):
                raise UserError(self.env._("%s is closed.", check.feedback_id.name))
            done = not check.is_done
            # sudo: whoever has the case ticks; who and when is written by code alone
            check.sudo()._with_key().write(
                {
                    "is_done": done,
                    "done_by_id": done and self.env.uid,
                    "done_at": done and fields.Datetime.now(),
                }
            )
        return True
