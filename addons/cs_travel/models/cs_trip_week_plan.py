from odoo import fields, models
from odoo.exceptions import UserError

TODO = "mail.mail_activity_data_todo"


class CsTripWeek(models.Model):
    """Planning a week and reporting it."""

    _inherit = "cs.trip.week"

    def action_submit(self):
        """Hand in the plan of the week; after the notice it is marked late."""
        return self._transition("submit")

    def action_report(self):
        """Hand in the weekly report."""
        return self._transition("report")

    def action_check(self):
        """Customer service has read the weekly report."""
        return self._transition("check")

    def action_open_hand_back(self):
        """Ask what the weekly report lacks, then hand it back to the traveller."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hand Back the Report"),
            "res_model": "cs.trip.week.hand.back",
            "view_mode": "form",
            "target": "new",
            "context": {"default_week_id": self.id},
        }

    def _check_can_submit(self):
        self.trip_id._check_is_traveller()
        for week in self:
            if not week.line_ids:
                raise UserError(self.env._("Plan the days of %s first.", week.display_name))
            week._check_plan()

    def _check_can_file(self):
        self.trip_id._lock_rows()
        for week in self:
            week._check_plan()

    def _check_plan(self):
        # sudo: who files the week need not be able to read the trip; it is only compared
        trip_sudo = self.sudo().trip_id
        if trip_sudo.state != "approved":
            raise UserError(
                self.env._("%s is not under way; its route stays.", trip_sudo.display_name)
            )
        dates = self.line_ids.mapped("date")
        outside = [day for day in dates if not self.date_start <= day <= self.date_end]
        if outside:
            raise UserError(
                self.env._(
                    "These days lie outside of %(week)s: %(days)s.",
                    week=self.display_name,
                    days=trip_sudo._format_dates(outside),
                )
            )
        taken = set(dates) & set(trip_sudo.day_ids.mapped("date"))
        if taken:
            raise UserError(
                self.env._(
                    "These days are part of the route already: %s. Ask for a change to plan them "
                    "anew.",
                    trip_sudo._format_dates(taken),
                )
            )

    def _do_submit(self):
        now = fields.Datetime.now()
        for week in self:
            week._write_protected({"is_late": not week._is_in_time(now)})
        self._approval_start()

    def _do_file(self):
        for week in self:
            trip = week.trip_id
            days = self.env["cs.trip.day"]._with_key()
            days = days.create([week._prepare_day_vals(line) for line in week.line_ids])
            trip._plan_has_changed(days.browse(), days)

    def _prepare_day_vals(self, line):
        return {
            **line._prepare_day_vals(),
            "trip_id": self.trip_id.id,
            "date": line.date,
            "version": self.trip_id.plan_version,
        }

    def _do_send_back(self):
        for week in self:
            week.activity_schedule(
                TODO,
                summary=self.env._("Weekly plan refused: read the reason and submit it again"),
                user_id=week.user_id.id,
            )

    def _check_can_report(self):
        self.trip_id._check_is_traveller()
        for week in self:
            if week.trip_id._today() < week.date_end:
                raise UserError(
                    self.env._(
                        "Report %(week)s when it is over, from %(day)s on.",
                        week=week.display_name,
                        day=fields.Date.to_string(week.date_end),
                    )
                )
            if not (week.report or "").strip():
                raise UserError(self.env._("Write the report of %s first.", week.display_name))

    def _do_report(self):
        self.activity_unlink(["cs_base.mail_activity_type_deadline", TODO])
        return {"reported_at": fields.Datetime.now(), **self._clear_deadline_vals()}

    def _check_can_check(self):
        for week in self:
            if week.user_id == self.env.user:
                raise UserError(
                    self.env._("Somebody else checks your own report of %s.", week.display_name)
                )

    def _do_check(self):
        return {"checked_by_id": self.env.uid, "checked_at": fields.Datetime.now()}

    def _check_can_hand_back(self, note):
        self._check_can_check()
        if not (note or "").strip():
            raise UserError(self.env._("Say what is missing in the report."))

    def _do_hand_back(self, note):
        """The traveller writes the report anew, within the days that a report may take."""
        today = fields.Date.context_today(self)
        for week in self:
            days = week.company_id.cs_trip_week_report_days
            week._write_protected(week._prepare_deadline_vals(today, days))
            week.activity_schedule(
                TODO,
                summary=self.env._("Weekly report handed back: complete it and hand it in again"),
                user_id=week.user_id.id,
            )
        return {"handed_back_note": note, "reported_at": False}

    def _do_cancel(self):
        self.activity_unlink(["cs_base.mail_activity_type_deadline"])
        for week in self:
            week._approval_void_open_steps()
        return self._clear_deadline_vals()

    # What the approval chain asks

    def _approval_amount(self):
        return self.planned_cost

    def _approval_team(self):
        return self.team_id

    def _approval_granted(self):
        # sudo: the last signer need not be able to write on the week
        self.sudo()._transition("file")
