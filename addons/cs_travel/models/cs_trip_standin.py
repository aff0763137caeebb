from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# more names than this make a note nobody reads; the rest is counted
NAMES_SHOWN = 50


class CsTrip(models.Model):
    """A colleague looks after the traveller's customers during the trip."""

    _inherit = "cs.trip"

    @api.constrains("standin_id", "employee_id")
    def _check_standin(self):
        for trip in self:
            if trip.standin_id and trip.standin_id == trip.user_id:
                raise ValidationError(self.env._("Choose somebody else as the stand-in."))

    def write(self, vals):
        result = super().write(vals)
        if "standin_id" in vals:
            self.filtered(lambda trip: trip.state == "approved")._tell_standin()
        return result

    def _do_approve(self):
        values = super()._do_approve()
        self._tell_standin()
        return values

    def _do_return(self):
        self._drop_standin_activity()
        return super()._do_return()

    def _do_cancel(self):
        self._drop_standin_activity()
        return super()._do_cancel()

    def _plan_has_changed(self, old_days, new_days):
        super()._plan_has_changed(old_days, new_days)
        told = self.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self._standin_activity_type()
        )
        if self.standin_id and told.date_deadline != self.date_from:
            self._tell_standin()

    def _tell_standin(self):
        # sudo: the stand-in's activity is made by whoever signs or chooses them
        for trip in self.sudo():
            trip._drop_standin_activity()
            if trip.standin_id:
                trip.activity_schedule(
                    "cs_travel.mail_activity_type_standin",
                    date_deadline=trip.date_from,
                    summary=self.env._(
                        "Stand in for %(traveller)s from %(first)s to %(last)s",
                        traveller=trip.employee_id.name,
                        first=trip.date_from,
                        last=trip.date_to,
                    ),
                    note=trip._standin_note(),
                    user_id=trip.standin_id.id,
                )

    def _drop_standin_activity(self):
        # sudo: the activity is the stand-in's
        self.sudo().activity_unlink(["cs_travel.mail_activity_type_standin"])

    def _standin_activity_type(self):
        return self.env.ref("cs_travel.mail_activity_type_standin")

    def _standin_note(self):
        """The traveller's customers, as a list."""
        self.ensure_one()
        domain = [
            ("user_id", "=", self.user_id.id),
            ("parent_id", "=", False),
            ("company_id", "in", [False, self.company_id.id]),
        ]
        partners = self.env["res.partner"].search(domain, order="name", limit=NAMES_SHOWN)
        if not partners:
            return False
        count = self.env["res.partner"].search_count(domain)
        names = [escape(name) for name in partners.mapped("display_name")]
        if count > len(partners):
            names.append(escape(self.env._("and %s more", count - len(partners))))
        items = Markup().join(Markup("<li>%s</li>") % name for name in names)
        heading = escape(self.env._("Customers of %s:", self.employee_id.name))
        return Markup("<p>%s</p><ul>%s</ul>") % (heading, items)

    @api.model
    def _running_by_user(self, users):
        """The trip on which each of these users is today, where the traveller's day is counted."""
        today = fields.Date.today()
        # sudo: everybody may know who is away and who looks after the customers, no more
        trips_sudo = self.sudo().search(
            [
                ("user_id", "in", users.ids),
                ("state", "=", "approved"),
                ("company_id", "in", self.env.companies.ids),
                # elsewhere it may be a day earlier or later
                ("date_from", "<=", fields.Date.add(today, days=1)),
                ("date_to", ">=", fields.Date.subtract(today, days=1)),
            ]
        )
        return {
            trip.user_id: trip
            for trip in trips_sudo
            if trip.date_from <= trip._today() <= trip.date_to
        }
