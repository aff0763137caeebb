from odoo import models
from odoo.fields import Command

# nobody is invited or reminded: the days are the traveller's own
SILENT = {"no_mail_to_attendees": True, "dont_notify": True, "tracking_disable": True}


class CsTripDay(models.Model):
    """Each planned day of an approved trip is an event of the traveller."""

    _inherit = "cs.trip.day"

    def _create_events(self):
        # sudo: the events are the traveller's, whoever gives the last signature
        events_sudo = self.env["calendar.event"].sudo().with_context(**SILENT)
        events_sudo.create([day._prepare_event_vals() for day in self.filtered("user_id")])

    def _delete_events(self):
        # sudo: as above
        events_sudo = self.env["calendar.event"].sudo().with_context(**SILENT)
        domain = [("cs_trip_day_id", "in", self.ids), ("active", "in", [True, False])]
        events_sudo.search(domain).unlink()

    def _prepare_event_vals(self):
        self.ensure_one()
        title = self.city
        if self.partner_ids:
            title = self.env._(
                "%(city)s: %(dealers)s",
                city=self.city,
                dealers=self._format_list(self.partner_ids.mapped("name")),
            )
        return {
            "name": title,
            "allday": True,
            "start": self.date,
            "stop": self.date,
            "start_date": self.date,
            "stop_date": self.date,
            "user_id": self.user_id.id,
            "partner_ids": [Command.set(self.user_id.partner_id.ids)],
            "description": self.purpose,
            "location": self.city,
            "cs_trip_day_id": self.id,
        }
