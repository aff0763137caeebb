from odoo import models


class CsTripReimbursement(models.Model):
    """What the printed voucher of a reimbursement shows (差旅费报销单)."""

    _name = "cs.trip.reimbursement"
    _inherit = ["cs.trip.reimbursement", "cs.form.mixin"]

    def _form_trip(self):
        """The trip as superuser: the voucher is the same for everybody who may read it."""
        self.ensure_one()
        return self.sudo().trip_id

    def _form_rows(self):
        """Every day of the trip with its expenses, one row each; a day without any has one."""
        trip = self._form_trip()
        reimbursed = self.sudo()._expenses()
        expenses = trip.expense_ids.grouped("cs_trip_day_id")
        rows = []
        for day in trip.day_ids.sorted("date"):
            own = expenses.get(day, reimbursed.browse()).sorted("id")
            rows += [
                {
                    "day": day.browse() if number else day,
                    "expense": expense,
                    "is_reimbursed": expense in reimbursed,
                }
                for number, expense in enumerate(own or [own])
            ]
        return rows

    def _form_refused(self):
        """Expenses that are not reimbursed, by day: the reason stands on the day."""
        refused = self._form_trip().expense_ids - self.sudo()._expenses()
        return list(refused.sorted("date").grouped("cs_trip_day_id").items())

    def _form_figures(self):
        """Total, what the advance covers, and the rest to pay or to return.

        They are those of the settlement: what is paid or returned after it changes nothing.
        """
        trip = self._form_trip()
        if self.state == "settled":
            offsets = trip.move_ids.filtered(
                lambda move: move.cs_trip_part == "offset" and move.state == "posted"
            )
            offset = sum(offsets.mapped("amount_total"))
        else:
            offset = min(self.amount, trip.advance_open)
        return {
            "spent": sum(trip.expense_ids.mapped("total_amount")),
            "total": self.amount,
            "advance": trip.advance_paid,
            "offset": offset,
            "to_pay": max(self.amount - offset, 0),
            "to_return": max(trip.advance_paid - offset, 0),
        }

    def _form_amount(self):
        return self._form_amount_in_words(self.amount, self.currency_id)

    def _form_attachment_count(self):
        return len(self._form_trip().expense_ids.attachment_ids)

    def _form_signatures(self):
        """The traveller, who audited, those who signed, and the boxes for pen and ink."""
        trip = self._form_trip()
        return [
            self._form_signature(self.env._("Traveller"), self.employee_id.name, trip.returned_at),
            self._form_signature(
                self.env._("Audited by"), trip.audited_by_id.name, trip.audited_at
            ),
            *self._form_step_signatures("approved", "pending", "waiting"),
            self._form_signature(self.env._("Accountant")),
            self._form_signature(self.env._("Cashier")),
        ]
