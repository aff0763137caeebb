from odoo import fields, models
from odoo.exceptions import UserError

from ..domain.route import mondays


class CsTrip(models.Model):
    """Long postings: approved for a period, planned and reported week by week."""

    _inherit = "cs.trip"

    week_ids = fields.One2many("cs.trip.week", "trip_id", string="Weeks", readonly=True)

    def _do_approve(self):
        values = super()._do_approve()
        self.filtered(lambda trip: trip.kind == "posting")._create_weeks()
        return values

    def _create_weeks(self):
        """One draft a week, with the day on which its report is due."""
        weeks = self.env["cs.trip.week"]._with_key()
        weeks = weeks.create(
            [
                {"trip_id": trip.id, "date": monday}
                for trip in self
                for monday in mondays(trip.date_from, trip.date_to)
            ]
        )
        for week in weeks:
            days = week.company_id.cs_trip_week_report_days
            week._write_protected(week._prepare_deadline_vals(week.date_end, days))

    def _check_can_return(self):
        for trip in self.sudo():  # sudo: every week counts, whoever looks
            missing = trip.week_ids.filtered(
                lambda week, trip=trip: (
                    week.state in ("draft", "submitted", "filed")
                    and week.date_start <= trip._today()
                )
            )
            if missing:
                raise UserError(
                    self.env._(
                        "Hand in the weekly reports of %(trip)s first; these are missing: "
                        "%(weeks)s.",
                        trip=trip.display_name,
                        weeks=trip._format_dates(missing.mapped("date")),
                    )
                )
        return super()._check_can_return()

    def _do_return(self):
        values = super()._do_return()
        self._cancel_open_weeks()
        return values

    def _do_cancel(self):
        values = super()._do_cancel()
        self._cancel_open_weeks()
        return values

    def _cancel_open_weeks(self):
        """What is no longer travelled is neither planned nor reported."""
        open_weeks = self.week_ids.filtered(
            lambda week: week.state in ("draft", "submitted", "filed")
        )
        if open_weeks:
            open_weeks._transition("cancel")
