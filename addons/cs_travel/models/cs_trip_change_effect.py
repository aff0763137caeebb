from odoo import models
from odoo.exceptions import UserError

from ..domain.route import added_spans, doubles, gaps


class CsTripChange(models.Model):
    """What a change has to leave in order, and how it becomes the plan (S-41)."""

    _inherit = "cs.trip.change"

    def _check_can_approve(self):
        self.trip_id._lock_rows()
        for change in self:
            change._check_takes_effect()

    def _check_takes_effect(self):
        """The trip is under way, and the new route is one that could be approved as such."""
        self.ensure_one()
        # sudo: the signer need not be able to read the trip; it is only compared
        change_sudo = self.sudo()
        trip_sudo = change_sudo.trip_id
        if trip_sudo.state != "approved":
            raise UserError(
                self.env._("%s is not under way; its route stays.", trip_sudo.display_name)
            )
        if not change_sudo.line_ids:
            raise UserError(self.env._("Enter the days that change in %s.", self.display_name))
        change_sudo._check_old_days()
        change_sudo._check_new_route()

    def _check_old_days(self):
        days = self.line_ids.old_day_id
        gone = days.filtered(lambda day: not day.active)
        if gone:
            raise UserError(
                self.env._(
                    "These days have been changed meanwhile: %s. Make a new request.",
                    self.trip_id._format_dates(gone.mapped("date")),
                )
            )
        judged = days.filtered(lambda day: day.result != "not_verified")
        if judged:
            raise UserError(
                self.env._(
                    "Customer service has judged these days already: %s. They stay as planned.",
                    self.trip_id._format_dates(judged.mapped("date")),
                )
            )

    def _check_new_route(self):
        trip = self.trip_id
        if self.state == "draft" and self.first_changed_date < trip._today():
            raise UserError(
                self.env._(
                    "%s is over; only days from today on can be changed.",
                    trip._format_dates([self.first_changed_date]),
                )
            )
        dates = self._dates_afterwards()
        if not dates:
            raise UserError(
                self.env._("%s would have no day left; cancel the trip instead.", trip.display_name)
            )
        if doubles(dates):
            raise UserError(
                self.env._(
                    "These days would be planned twice: %s.", trip._format_dates(doubles(dates))
                )
            )
        if trip.kind == "posting":
            self._check_within_posting(dates)
            return
        if gaps(dates):
            raise UserError(
                self.env._(
                    "Plan every day of %(trip)s; these would have no plan: %(days)s.",
                    trip=trip.display_name,
                    days=trip._format_dates(gaps(dates)),
                )
            )
        for first, last in added_spans(trip.date_from, trip.date_to, dates):
            trip._check_is_free(first, last)

    def _check_within_posting(self, dates):
        trip = self.trip_id
        outside = [day for day in dates if not trip.date_from <= day <= trip.date_to]
        if outside:
            raise UserError(
                self.env._(
                    "These days lie outside of %(trip)s: %(days)s.",
                    trip=trip.display_name,
                    days=trip._format_dates(outside),
                )
            )

    def _dates_afterwards(self):
        """The planned dates once the change is in effect; a date planned twice is there twice."""
        kept = self.trip_id.day_ids - self.line_ids.old_day_id
        return kept.mapped("date") + self.line_ids._planned().mapped("date")

    def _do_approve(self):
        values = {}
        for change in self:
            values = change._write_plan()
            change._tell_traveller(self.env._("Change approved: the new route holds"))
        return values

    def _write_plan(self):
        """Make the change a new version of the plan, with the old rows kept."""
        self.ensure_one()
        trip = self.trip_id
        version = trip.plan_version + 1
        old_days = self.line_ids.old_day_id
        old_days._archive_for(version)
        lines = self.line_ids._planned()
        days = self.env["cs.trip.day"]._with_key()
        days = days.create([self._prepare_day_vals(line, version) for line in lines])
        for day in days:
            replaced = old_days.filtered(lambda old, day=day: old.date == day.date)
            if replaced:
                day._follow(replaced)
        trip._write_protected({"plan_version": version})
        trip._plan_has_changed(old_days, days)
        trip.message_post(
            body=self.env._(
                "Version %(version)s of the plan: %(change)s", version=version, change=self.name
            )
        )
        return {"version": version}

    def _prepare_day_vals(self, line, version):
        return {
            **line._prepare_day_vals(),
            "trip_id": self.trip_id.id,
            "date": line.date,
            "version": version,
            "change_id": self.id,
        }

    def _do_send_back(self):
        self._tell_traveller(self.env._("Change refused: read the reason, ask again or travel"))

    # What the approval chain asks

    def _approval_amount(self):
        return self.planned_cost_after

    def _approval_team(self):
        return self.team_id
