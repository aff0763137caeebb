from pytz import timezone

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _attendance_intervals_batch(
        self, start_dt, end_dt, resources=None, domain=None, tz=None, lunch=False
    ):
        """Who works by roster has the hours of the published roster.

        Days without a published slot follow the calendar. Others are left as they are.
        """
        found = super()._attendance_intervals_batch(
            start_dt, end_dt, resources=resources, domain=domain, tz=tz, lunch=lunch
        )
        rostered = self.env["hr.employee"]._cs_rostered_by_resource()
        asked = {res.id: rostered[res.id] for res in resources or () if res.id in rostered}
        if not asked:
            return found
        slots = self.env["cs.roster.slot"]._published_between(asked.values(), start_dt, end_dt)
        for resource in resources:
            own = slots.get(asked.get(resource.id))
            if own:
                zone = timezone(resource.tz)
                found[resource.id] = own._replace_hours(
                    found[resource.id], start_dt, end_dt, tz or zone, zone, lunch
                )
        return found
