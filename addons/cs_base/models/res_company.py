from pytz import timezone

from odoo import fields, models

from ..domain.zone import local_day, midnight_utc


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_deadline_working_days = fields.Boolean(
        string="Deadlines in Working Days",
        help="Count customer service deadlines in working days of the company's calendar "
        "instead of calendar days.",
    )

    def _cs_zone(self):
        """Where people of the company live: in Shanghai the day begins before the server's."""
        return timezone(self.resource_calendar_id.tz or "UTC")

    def _cs_today(self):
        return self._cs_day(fields.Datetime.now())

    def _cs_day(self, moment):
        """The day of a moment as people of the company see it."""
        return local_day(moment, self._cs_zone())

    def _cs_midnight(self, day):
        """When a day begins where the company is, as naive UTC."""
        return midnight_utc(day, self._cs_zone())
