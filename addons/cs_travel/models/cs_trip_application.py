from odoo import fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from odoo.addons.cs_base.domain.zone import midnight_utc

# a trip in one of these states takes up the traveller's days
PLANNED_STATES = ("submitted", "approved", "returned", "audited", "settled")


class CsTrip(models.Model):
    """From the draft to the approved trip: filed by customer service, then signed (S-38)."""

    _inherit = "cs.trip"

    def action_submit(self):
        """File the application with customer service and ask for the signatures."""
        return self._transition("submit")

    def action_cancel(self):
        """Give the trip up, before the traveller is back."""
        return self._transition("cancel")

    def _check_can_submit(self):
        self._check_is_traveller()
        for trip in self:
            if not trip.manager_id:
                raise UserError(
                    self.env._(
                        "No sales manager is known for %s; ask the personnel department to "
                        "enter the manager on the employee.",
                        trip.employee_id.name,
                    )
                )
            trip._check_route()
            trip._check_is_free()

    def _check_is_traveller(self):
        for trip in self:
            if trip.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "Only %(traveller)s can do this with %(trip)s.",
                        traveller=trip.employee_id.name,
                        trip=trip.display_name,
                    )
                )

    def _check_route(self):
        self.ensure_one()
        if self.kind == "trip" and not self.day_ids:
            raise UserError(self.env._("Plan the days of %s first.", self.display_name))
        if not self.date_from or not self.date_to:
            raise UserError(self.env._("Enter first and last day of %s.", self.display_name))
        if self.kind == "trip":
            missing = self._missing_dates()
            if missing:
                raise UserError(
                    self.env._(
                        "Plan every day of %(trip)s; these have no plan: %(days)s.",
                        trip=self.display_name,
                        days=self._format_dates(missing),
                    )
                )
        outside = self.day_ids.filtered(lambda day: not self.date_from <= day.date <= self.date_to)
        if outside:
            raise UserError(
                self.env._(
                    "These days lie outside of %(trip)s: %(days)s.",
                    trip=self.display_name,
                    days=self._format_dates(outside.mapped("date")),
                )
            )

    def _missing_dates(self):
        planned = set(self.day_ids.mapped("date"))
        span = range((self.date_to - self.date_from).days + 1)
        days = (fields.Date.add(self.date_from, days=number) for number in span)
        return [day for day in days if day not in planned]

    def _format_dates(self, dates):
        return self._format_list([fields.Date.to_string(day) for day in sorted(dates)])

    def _check_is_free(self, first=None, last=None):
        """No other trip and no approved leave of the traveller on these days of the trip.

        The employee's row is locked, so that of two applications at once one is told at once.
        """
        self.ensure_one()
        first, last = first or self.date_from, last or self.date_to
        # sudo: nobody but the personnel department reads employees, and other trips count too
        trip_sudo = self.sudo()
        try:
            trip_sudo.employee_id.lock_for_update(allow_referencing=True)
        except LockError:
            raise LockError(
                self.env._(
                    "Another trip of %s is being submitted right now. Try again.",
                    self.employee_id.name,
                )
            ) from None
        other = trip_sudo.search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("id", "!=", self.id)
            & Domain("state", "in", PLANNED_STATES)
            & Domain("date_from", "<=", last)
            & Domain("date_to", ">=", first),
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(trip)s overlaps with %(other)s (%(first)s to %(last)s); change the days.",
                    trip=self.display_name,
                    other=other.display_name,
                    first=other.date_from,
                    last=other.date_to,
                )
            )
        self._check_no_leave(first, last)

    def _check_no_leave(self, first, last):
        begin = self._midnight_utc(first)
        end = self._midnight_utc(fields.Date.add(last, days=1))
        # sudo: leaves are private; only that there is one is told, to the traveller
        leaves_sudo = self.env["resource.calendar.leaves"].sudo()
        leave_sudo = leaves_sudo.search(
            Domain("resource_id", "=", self.employee_id.sudo().resource_id.id)
            & Domain("date_from", "<", end)
            & Domain("date_to", ">", begin),
            limit=1,
        )
        if leave_sudo:
            raise UserError(
                self.env._(
                    "%(trip)s overlaps with a leave of %(traveller)s; change the days.",
                    trip=self.display_name,
                    traveller=self.employee_id.name,
                )
            )

    def _midnight_utc(self, day):
        """When the day begins where the traveller is, as naive UTC."""
        return midnight_utc(day, self._timezone())

    def _do_submit(self):
        self._drop_traveller_todo()
        # who signs is who leads the traveller today
        for name in ("manager_id", "team_id"):
            self.env.add_to_compute(self._fields[name], self)
        self.filtered(lambda trip: not trip.approval_round)._give_number()
        self._approval_start()

    def _do_approve(self):
        self._tell_traveller(self.env._("Approved: ask for an advance, or travel"))
        return {"approved_at": fields.Datetime.now()}

    def _do_send_back(self):
        self._tell_traveller(self.env._("Refused: read the reason and submit again, or cancel"))

    def _check_can_cancel(self):
        self._check_is_traveller()
        for trip in self:
            if trip.expense_ids:
                raise UserError(
                    self.env._(
                        "%s has expenses; remove them first, or hand in report and receipts.",
                        trip.display_name,
                    )
                )

    def _do_cancel(self):
        self._drop_traveller_todo()
        for trip in self:
            trip._approval_void_open_steps()
        return self._clear_deadline_vals()

    def _tell_traveller(self, summary):
        for trip in self:
            trip.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=trip.user_id.id
            )

    def _drop_traveller_todo(self):
        self.activity_unlink(["mail.mail_activity_data_todo"])

    # What the approval chain asks

    def _approval_amount(self):
        return self._approved_cost()

    def _approval_team(self):
        return self.team_id
