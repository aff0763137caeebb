from odoo import fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    cs_trip_day_id = fields.Many2one(
        "cs.trip.day",
        string="Day of a Trip",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
