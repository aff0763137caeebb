from odoo import models
from odoo.exceptions import AccessError, UserError

from .cs_trip_supervision import QUIET

REVISED_STATES = ("audited", "settled")
# a day is never found better once its trip has been audited
SEVERITY = ("as_planned", "deviated", "solicited")
MANAGER = "cs_base.group_cs_base_manager"


class CsTripDay(models.Model):
    """What comes to light after the audit: refused if unposted, clawed back if posted."""

    _inherit = "cs.trip.day"

    def action_open_revision(self):
        """Ask for the worse finding and its reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revise the Finding"),
            "res_model": "cs.trip.revision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_day_id": self.id},
        }

    def _record_finding(self, result, note=None, evidence=None, report=None):
        late = self.filtered(lambda day: day.state in REVISED_STATES)
        recorded = super()._record_finding(result, note, evidence, report)
        # sudo: a manager of customer service has no part in expenses and the ledger
        late.sudo()._take_back_expenses()
        return recorded

    def _check_can_find(self, result, note):
        if self.state not in REVISED_STATES:
            return super()._check_can_find(result, note)
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "After the audit a finding is revised only by: %s.",
                    self._group_names([MANAGER]),
                )
            )
        if not self.active or SEVERITY.index(result) <= SEVERITY.index(self.result):
            raise UserError(
                self.env._(
                    "%s has been audited; its finding can only become worse.", self.display_name
                )
            )
        if not (note or "").strip():
            raise UserError(self.env._("Give the reason for this finding."))

    def _take_back_expenses(self):
        for day in self:
            counted = day.expense_ids.filtered(
                lambda expense: expense.approval_state in ("submitted", "approved")
            ).with_context(**QUIET)
            posted = counted.filtered("account_move_id")
            if counted - posted:
                (counted - posted)._with_key()._do_refuse(day._refusal_reason())
            posted._cs_claw_back()
