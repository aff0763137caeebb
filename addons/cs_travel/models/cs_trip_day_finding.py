from odoo import fields, models
from odoo.exceptions import AccessError, UserError

FINDING_STATES = ("approved", "returned")


class CsTripDay(models.Model):
    """What customer service found out about a day (S-12, S-34, S-40)."""

    _inherit = "cs.trip.day"

    def action_find_as_planned(self):
        """The day was travelled as planned."""
        return self._record_finding("as_planned")

    def _record_finding(self, result, note=None):
        """Write down what the day was like; the trip's row is locked against its audit.

        :param result: a value of ``result``
        :raises AccessError: the user is not of customer service, or is the traveller
        :raises UserError: the trip is not under way, or the reason is missing
        """
        trips = self.trip_id
        self._check_finder()
        trips._lock_rows()
        for day in self:
            day._check_can_find(result, note)
        return self._write_protected(
            {
                "result": result,
                "finding_note": note,
                "found_by_id": self.env.uid,
                "found_at": fields.Datetime.now(),
            }
        )

    def _check_finder(self):
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_cs_base_clerk"):
            raise AccessError(
                self.env._(
                    "Findings are entered by customer service: %s.",
                    self._group_names(["cs_base.group_cs_base_clerk"]),
                )
            )
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Somebody else judges your own days."))

    def _check_can_find(self, result, note):
        self.ensure_one()
        if self.state not in FINDING_STATES or not self.active:
            raise UserError(self.env._("%s is not open for findings.", self.display_name))
        if self.date > self.trip_id._today():
            raise UserError(self.env._("%s has not begun yet.", self.display_name))
        if result != "as_planned" and not (note or "").strip():
            raise UserError(self.env._("Give the reason for this finding."))

    def _refusal_reason(self):
        """Why the expenses of this day are refused, in the user's language."""
        self.ensure_one()
        labels = dict(self._fields["result"]._description_selection(self.env))
        return f"{self.date} {labels[self.result]}: {self.finding_note or ''}"
