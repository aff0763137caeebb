from odoo import fields, models


class CsTrip(models.Model):
    """The traveller's way to the money of the trip, by as few taps as a phone allows."""

    _inherit = "cs.trip"

    def action_open_expenses(self):
        action = self._open_records(self.expense_ids, "hr_expense.hr_expense_actions_my_all")
        action["domain"] = [("cs_trip_id", "=", self.id)]
        action["context"] = self._prepare_expense_context()
        return action

    def action_new_expense(self):
        """Open an empty expense of the trip, on today's day as long as it is travelled."""
        return self._open_new("hr.expense", self._prepare_expense_context())

    def action_new_advance(self):
        """Open an empty advance of the trip."""
        return self._open_new("cs.trip.advance", {"default_trip_id": self.id})

    def _open_new(self, model, context):
        self.ensure_one()
        self._check_is_traveller()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": context,
        }

    def _prepare_expense_context(self):
        day = max(self.date_from, min(self.date_to, self._today())) if self.date_from else None
        return {
            "default_cs_trip_id": self.id,
            "default_employee_id": self.employee_id.id,
            "default_payment_mode": "own_account",
            "default_date": fields.Date.to_string(day or self._today()),
        }
