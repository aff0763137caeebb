from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .cs_trip_day_finding import FINDING_STATES

ACTIVITY = "cs_travel.mail_activity_type_supervision"


class CsTripDay(models.Model):
    """Clerks are reminded in the morning of yesterday's days that nobody has judged (S-34)."""

    _inherit = "cs.trip.day"

    @api.model
    def _cron_remind_unjudged(self):
        """One activity per clerk, on the first of their trips, until the clerk has done it."""
        today = fields.Date.today()
        days = self.search(
            Domain("date", ">=", today - timedelta(days=2))
            & Domain("date", "<=", today)
            & Domain("state", "in", FINDING_STATES)
            & Domain("result", "=", "not_verified"),
            order="trip_id",
        )
        # yesterday is another day in Shanghai than on the server
        days = days.filtered(lambda day: day.date == day.trip_id._today() - timedelta(days=1))
        by_clerk = defaultdict(self.browse)
        for day in days:
            by_clerk[day.trip_id._filing_clerk()] |= day
        for clerk, unjudged in by_clerk.items():
            if clerk and not self._has_open_reminder(clerk):
                unjudged._remind(clerk)

    @api.model
    def _has_open_reminder(self, clerk):
        domain = (
            Domain("user_id", "=", clerk.id)
            & Domain("res_model", "=", "cs.trip")
            & Domain("activity_type_id", "=", self.env.ref(ACTIVITY).id)
        )
        return bool(self.env["mail.activity"].search_count(domain, limit=1))

    def _remind(self, clerk):
        env = self.with_context(lang=clerk.lang).env
        self.trip_id[:1].activity_schedule(
            ACTIVITY,
            summary=env._("%s travelling days of yesterday wait for a finding", len(self)),
            user_id=clerk.id,
        )
