from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_trip_change_hours = fields.Integer(
        string="Notice for Changes (hours)",
        default=24,
        help="Hours before midnight of the first changed day in the traveller's time zone.",
    )
    cs_trip_admits_late_change = fields.Boolean(
        string="General Manager Admits Late Changes",
        help="A change that is asked for too late may be admitted as an exception, on record.",
    )
    cs_trip_audit_days = fields.Integer(
        string="Days to Audit a Trip", default=3, help="From the return of the traveller."
    )
    cs_trip_checkin_radius = fields.Float(
        string="Check-in Radius (km)",
        default=2.0,
        help="A check-in farther from the dealer is marked; the clerk judges it.",
    )
    cs_trip_position_days = fields.Integer(
        string="Days to Keep Positions",
        default=365,
        help="Positions and photos of check-ins are deleted after these days; the time stays. "
        "Zero keeps them.",
    )
    cs_trip_week_report_days = fields.Integer(
        string="Days to Report a Week", default=2, help="From the last day of the week."
    )
