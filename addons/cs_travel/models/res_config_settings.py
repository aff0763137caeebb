from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_trip_change_hours = fields.Integer(related="company_id.cs_trip_change_hours", readonly=False)
    cs_trip_admits_late_change = fields.Boolean(
        related="company_id.cs_trip_admits_late_change", readonly=False
    )
    cs_trip_audit_days = fields.Integer(related="company_id.cs_trip_audit_days", readonly=False)
    cs_trip_checkin_radius = fields.Float(
        related="company_id.cs_trip_checkin_radius", readonly=False
    )
    cs_trip_advance_account_id = fields.Many2one(
        related="company_id.cs_trip_advance_account_id", readonly=False
    )
    cs_trip_journal_id = fields.Many2one(related="company_id.cs_trip_journal_id", readonly=False)
    cs_trip_advance_days = fields.Integer(related="company_id.cs_trip_advance_days", readonly=False)
    cs_trip_position_days = fields.Integer(
        related="company_id.cs_trip_position_days", readonly=False
    )
    cs_trip_week_report_days = fields.Integer(
        related="company_id.cs_trip_week_report_days", readonly=False
    )
