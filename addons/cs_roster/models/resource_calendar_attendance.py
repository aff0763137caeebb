from odoo import fields, models


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    # of intervals that come from a roster: the day that they belong to, also after midnight
    cs_roster_date = fields.Date(store=False)
