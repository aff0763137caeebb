from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_trip_day_finding import FINDING_STATES

ANSWERS = ("confirmed", "not_seen")
NOTE_LENGTH = 500


class CsTripDay(models.Model):
    """What a dealer may do in the portal: say whether a planned visit took place.

    Portal users have no right on trips. They reach a day by ``_portal_find_visit`` alone,
    which compares it with their own company, and learn name, date and purpose of it.
    """

    _name = "cs.trip.day"
    _inherit = ["cs.trip.day", "cs.portal.mixin"]

    @api.model
    def _portal_domain(self):
        """Days planned with the visitor's own company on trips that are judged now.

        Staff never answers, whatever contact they are: nobody confirms their own visit.
        """
        if not self.env.user._is_portal():
            return Domain.FALSE
        # where the date line is crossed first, tomorrow has begun
        latest = fields.Date.today() + timedelta(days=1)
        return (
            Domain("partner_ids.commercial_partner_id", "=", self._portal_partner().id)
            & Domain("active", "=", True)
            & Domain("state", "in", FINDING_STATES)
            & Domain("date", "<=", latest)
        )

    @api.model
    def _portal_visits(self, limit=None):
        days_sudo = self._portal_search(order="date desc", limit=limit)
        return days_sudo.filtered(lambda day: day.date <= day.trip_id._today())

    @api.model
    def _portal_find_visit(self, day_id):
        """A day of the visitor's own company as superuser.

        :raises AccessError: no such day, or not the visitor's
        """
        day_sudo = self._portal_find(day_id)
        if day_sudo.date > day_sudo.trip_id._today():
            self._portal_refuse()
        return day_sudo

    def _portal_visit_vals(self):
        """All that the visitor's page knows about these days."""
        dealer = self._portal_partner()
        calls = self.env["cs.trip.call"].sudo()  # sudo: the answers of the visitor's own company
        domain = Domain("day_id", "in", self.ids) & Domain("channel", "=", "portal")
        answers = calls.search(domain & Domain("partner_id", "=", dealer.id)).grouped("day_id")
        labels = dict(calls._fields["result"]._description_selection(self.env))
        return [
            {
                "id": day.id,
                "date": day.date,
                "traveller": day.employee_id.name,
                "purpose": day.purpose or day.trip_id.purpose,
                "answer": labels.get(answers[day].result) if day in answers else False,
            }
            for day in self
        ]

    def _portal_answer_visit(self, answer, note=None):
        """Write the dealer's word down. Behind ``_portal_find_visit``.

        :raises UserError: answered before
        """
        self.ensure_one()
        if answer not in ANSWERS:
            self._portal_refuse()
        self.trip_id._lock_rows()
        if self._portal_visit_vals()[0]["answer"]:
            raise UserError(self.env._("This visit has been answered already."))
        return (
            self.env["cs.trip.call"]
            .sudo()  # sudo: the visitor's day, see above
            ._with_key()
            .create(
                {
                    "day_id": self.id,
                    "partner_id": self._portal_partner().id,
                    "result": answer,
                    "channel": "portal",
                    "note": self._portal_text(note, NOTE_LENGTH) or False,
                }
            )
        )
