from odoo import Command, fields, models
from odoo.exceptions import UserError

# one entry on the trip tells what happened, instead of one message per expense
QUIET = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_activity_automation_skip": True,
}


class CsTrip(models.Model):
    """Return, and the audit of each day by customer service (S-39, S-40, S-42)."""

    _inherit = "cs.trip"

    def action_return(self):
        """Hand in report, itinerary and receipts."""
        return self._transition("return")

    def action_fill_itinerary(self):
        """Enter the plan as the itinerary on the days past that have none yet."""
        self._check_is_traveller()
        for day in self.day_ids:
            if not day.actual_city and day.date <= day.trip_id._today():
                day.write(
                    {
                        "actual_city": day.city,
                        "actual_partner_ids": [Command.set(day.partner_ids.ids)],
                    }
                )

    def action_audit(self):
        """Close the audit: the expenses of days that were not kept to are refused."""
        return self._transition("audit")

    def _check_can_return(self):
        self._check_is_traveller()
        for trip in self:
            if trip.date_from > trip._today():
                raise UserError(
                    self.env._(
                        "%s has not begun yet; hand in the report when you are back.",
                        trip.display_name,
                    )
                )
            if not (trip.summary or "").strip():
                raise UserError(self.env._("Write the report of %s first.", trip.display_name))
            trip._check_itinerary()
            # sudo: every expense counts, whoever looks
            trip.sudo()._check_expenses_belong()

    def _check_itinerary(self):
        unreported = self.day_ids.filtered(lambda day: not (day.actual_city or "").strip())
        if unreported:
            raise UserError(
                self.env._(
                    "Enter where you were on these days of %(trip)s: %(days)s.",
                    trip=self.display_name,
                    days=self._format_dates(unreported.mapped("date")),
                )
            )

    def _check_expenses_belong(self):
        """Every expense belongs to a day of the trip, or waits until it is put right."""
        outside = self.expense_ids.filtered(lambda expense: not expense.cs_trip_day_id)
        if outside:
            raise UserError(
                self.env._(
                    "These expenses lie outside the days of %(trip)s: %(expenses)s. Correct "
                    "their dates, or take them off the trip.",
                    trip=self.display_name,
                    expenses=self._format_list(outside.mapped("name")),
                )
            )
        incomplete = self.expense_ids.filtered(
            lambda expense: (
                not expense.product_id or expense.currency_id.is_zero(expense.total_amount_currency)
            )
        )
        if incomplete:
            raise UserError(
                self.env._(
                    "Give these expenses a category and an amount: %s.",
                    self._format_list(incomplete.mapped("name")),
                )
            )

    def _do_return(self):
        today = fields.Date.context_today(self)
        expenses = self.expense_ids.filtered(lambda expense: not expense.approval_state)
        expenses.with_context(**QUIET)._with_key().write({"approval_state": "submitted"})
        for trip in self:
            days = trip.company_id.cs_trip_audit_days
            trip._write_protected(trip._prepare_deadline_vals(today, days))
        self._drop_traveller_todo()
        return {"returned_at": fields.Datetime.now()}

    def _check_can_audit(self):
        for trip in self:
            if trip.user_id == self.env.user:
                raise UserError(
                    self.env._("%s is your own trip; somebody else audits it.", trip.display_name)
                )
            open_days = trip.day_ids.filtered(lambda day: day.result == "not_verified")
            if open_days:
                raise UserError(
                    self.env._(
                        "Enter a finding for these days of %(trip)s: %(days)s.",
                        trip=trip.display_name,
                        days=trip._format_dates(open_days.mapped("date")),
                    )
                )

    def _do_audit(self):
        for trip in self:
            trip._refuse_barred_expenses()
        self._open_reimbursements()
        return {
            "audited_at": fields.Datetime.now(),
            "audited_by_id": self.env.uid,
            **self._clear_deadline_vals(),
        }

    def _refuse_barred_expenses(self):
        """Refuse what was spent on days that were not travelled as planned (S-40, S-42)."""
        self.ensure_one()
        barred = self.expense_ids.filtered(
            lambda expense: (
                expense.approval_state == "submitted" and not expense.cs_trip_day_id.is_reimbursable
            )
        )
        for day, expenses in barred.grouped("cs_trip_day_id").items():
            expenses.with_context(**QUIET)._with_key()._do_refuse(day._refusal_reason())

    def _open_reimbursements(self):
        """Ask for the signature on what is reimbursed; nothing is asked for an empty sum."""
        with_expenses = self.filtered(
            lambda trip: trip.expense_ids.filtered("cs_trip_day_id.is_reimbursable")
        )
        reimbursements = self._with_key().env["cs.trip.reimbursement"]
        reimbursements = reimbursements.create([{"trip_id": trip.id} for trip in with_expenses])
        reimbursements._transition("submit")
