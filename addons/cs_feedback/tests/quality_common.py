from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time
from pytz import timezone, utc

from .common import FeedbackCommon


class QualityCommon(FeedbackCommon):
    """The departments of FeedbackCommon get the summary; the company works in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        calendar = cls.company.resource_calendar_id
        calendar.tz = "Asia/Shanghai"
        cls.bait = cls.env["product.product"].create({"name": "Bait", "is_storable": True})
        cls.complaint = cls.env.ref("cs_feedback.cs_feedback_type_quality")
        cls.opinion = cls.env.ref("cs_feedback.cs_feedback_type_opinion")

    def _draft_on(self, day):
        """What the scheduled job makes on a day; the summaries of the company."""
        crons = type(self.env["ir.cron"])
        progress = patch.object(crons, "_commit_progress", lambda self, *args, **kwargs: 1)
        with freeze_time(f"{day} 02:00:00"), progress:
            self.env["cs.quality.summary"].sudo()._cron_draft()
        self.env.flush_all()
        self.env.invalidate_all()
        return self._summaries()

    def _summaries(self):
        model = self.env["cs.quality.summary"]
        return model.search([("company_id", "=", self.company.id)], order="month")

    def _case_at(self, moment, **vals):
        """A case received at a moment of the clock of the company."""
        with freeze_time(self._utc(moment)):
            return self._create_case(**vals)

    def _utc(self, moment):
        zone = timezone(self.company.resource_calendar_id.tz)
        local = zone.localize(datetime.fromisoformat(moment))
        return local.astimezone(utc).replace(tzinfo=None)

    def _solve_at(self, case, moment, text="Sent a new bag"):
        with freeze_time(self._utc(moment)):
            self._dialog(case, "clerk", "solve", text)

    def _figure(self, summary, section, key, measure):
        """(value, before) of a figure; None where nothing is known."""
        line = summary.section_ids.line_ids.filtered(
            lambda line: (line.section_id.code, line.key, line.measure) == (section, key, measure)
        )
        return (
            line.value if line.is_known else None,
            line.before if line.is_before_known else None,
        )

    def _issue(self, summary, role="manager", day=None):
        with freeze_time(f"{day or summary.due_date} 02:00:00"):
            self._as(summary, role).action_issue()
        self.env.flush_all()
        self.env.invalidate_all()

    def _open_form(self, summary, role):
        """As the web client opens the form."""
        specification = {"name": {}, "section_ids": {"fields": {"name": {}, "table": {}}}}
        return self._as(summary, role).web_read(specification)
