from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.fields import Domain

from odoo.addons.cs_travel.models.cs_trip_day_finding import FINDING_STATES
from odoo.addons.cs_travel.models.cs_trip_day_revision import REVISED_STATES

REFUSED = "solicited"


class CsMisconduct(models.Model):
    """What is confirmed of somebody on a business trip refuses that day (S-42)."""

    _inherit = "cs.misconduct"

    trip_report_ids = fields.Many2many(
        "cs.trip.misconduct",
        "cs_misconduct_trip_report_rel",
        "misconduct_id",
        "trip_report_id",
        string="Findings on Trips",
        readonly=True,
        copy=False,
    )
    trip_day_names = fields.Char(
        string="Days of Trips",
        compute="_compute_trip_day_names",
        compute_sudo=True,
        help="Days of business trips of the accused; they are refused when the report is "
        "confirmed.",
    )

    @api.depends("accused_ids", "incident_date", "state")
    def _compute_trip_day_names(self):
        for report in self:
            report.trip_day_names = ", ".join(report._trip_days().mapped("display_name"))

    def _trip_days(self):
        """Days of trips that the accused were on when it happened, and that can be judged."""
        domain = Domain("employee_id", "in", self.accused_ids.ids)
        domain &= Domain("date", "=", self.incident_date)
        domain &= Domain("state", "in", FINDING_STATES + REVISED_STATES)
        return self.env["cs.trip.day"].search(
            domain & Domain("company_id", "=", self.company_id.id)
        )

    def _do_confirm(self):
        values = super()._do_confirm()
        for report in self:
            report._refuse_trip_days(values)
        return values

    def _refuse_trip_days(self, decided):
        """Find the days by what cs_travel finds; its report counts as decided with this one."""
        for day in self._trip_days().filtered(lambda day: day.result != REFUSED):
            # superuser: who decides need not be a clerk, and whoever sees the day learns nothing
            day = day.with_user(SUPERUSER_ID).with_context(
                allowed_company_ids=day.company_id.ids, lang=self.env.lang
            )
            report = {
                "state": "confirmed",
                "penalty": self.penalty or "none",
                "decision_note": self.env._("Decided in %s.", self.name),
                "decided_by_id": decided["decided_by_id"],
                "decided_at": decided["decided_at"],
            }
            day._record_finding(REFUSED, self.env._("Reported in %s.", self.name), report=report)
            made = self.env["cs.trip.misconduct"].search(
                [("day_id", "=", day.id)], order="id desc", limit=1
            )
            links = [Command.link(user.id) for user in self.barred_user_ids]
            made._write_protected({"barred_user_ids": links})
            self._write_protected({"trip_report_ids": [Command.link(made.id)]})
            self._say("note", self.env._("Refused: %s", day.display_name), author=self.env.user)
