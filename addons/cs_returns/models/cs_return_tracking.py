from datetime import datetime

from odoo import fields, models


class CsReturn(models.Model):
    """Where a return stands and what the dealer is asked, as the portal shows it."""

    _inherit = "cs.return"

    def _portal_ask(self):
        """What is asked of the dealer now, or an empty text."""
        self.ensure_one()
        if self.state == "draft" and self._is_portal_made():
            if self.refusal_reason:
                return self.env._("Read why it was refused, correct it and submit it again")
            return self.env._("Sign and submit the application")
        if self.state == "approved" and self.way == "factory":
            return self.env._("Print the form and send the goods")
        if self._portal_wants_answer():
            return self.env._("Tell us what to do with the rejected goods")
        return ""

    def _portal_wants_answer(self):
        return self.state in ("appraised", "done") and bool(self._rejected_left())

    def _portal_is_printed(self):
        """Whether the form may be printed: goods travel with an approved one only."""
        return self.way == "factory" and self._portal_is_approved()

    def _portal_is_approved(self):
        return self.state in ("approved", "arrived", "appraised", "done")

    def _portal_steps(self):
        """Every step with its date.

        :return: dicts with ``label``, ``date`` (a date or False), ``who`` and
            ``status`` (done, current, todo or stopped)
        """
        self.ensure_one()
        steps = [self._portal_step(self.env._("Applied"), self._portal_applied_at())]
        steps[0]["who"] = self.dealer_signed_by or ""
        signatures = self._current_steps("approved", "refused", "pending", "waiting")
        steps += [
            self._portal_step(step.name, step.decided_at)
            for step in signatures
            if step.state != "refused" and (self.state != "draft" or step.state == "approved")
        ]
        approved_at = self._portal_approved_at(signatures)
        steps.append(self._portal_step(self.env._("Application approved"), approved_at))
        if self.way == "factory":
            steps.append(self._portal_step(self.env._("Goods arrived"), self.arrival_date))
            steps.append(self._portal_step(self.env._("Goods appraised"), self.appraised_at))
        else:
            steps.append(self._portal_step(self.env._("Disposal confirmed"), self.appraised_at))
        if self.rejected_answered_at or self._portal_wants_answer():
            label = self.env._("Rejected goods: your answer")
            steps.append(self._portal_step(label, self.rejected_answered_at))
        steps.append(self._portal_step(self.env._("Return settled"), self.settled_at))
        if self.state == "cancel":
            steps = [step for step in steps if step["status"] == "done"]
            label = self.env._("Cancelled")
            return [*steps, {"label": label, "date": False, "who": "", "status": "stopped"}]
        todo = [step for step in steps if step["status"] == "todo"]
        if todo:
            todo[0]["status"] = "current"
        return steps

    def _portal_step(self, label, date):
        if isinstance(date, datetime):
            # who comes by a link has no time zone of their own
            zone = self.env.user.tz or self.company_id.resource_calendar_id.tz
            date = fields.Datetime.context_timestamp(self.with_context(tz=zone), date).date()
        status = "done" if date else "todo"
        return {"label": label, "date": date, "who": "", "status": status}

    def _portal_applied_at(self):
        if not self.approval_round or self.state == "draft":
            return False
        return self.dealer_signed_at or self.application_date

    def _portal_approved_at(self, signatures):
        dates = signatures.filtered(lambda step: step.state == "approved").mapped("decided_at")
        return max(dates) if dates and self._portal_is_approved() else False
