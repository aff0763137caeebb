from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_feedback_warn_hours = fields.Float(
        related="company_id.cs_feedback_warn_hours", readonly=False
    )
    cs_duty_manager_id = fields.Many2one(related="company_id.cs_duty_manager_id", readonly=False)
    cs_incident_user_ids = fields.Many2many(
        related="company_id.cs_incident_user_ids", readonly=False
    )
    cs_feedback_asks_rating = fields.Boolean(
        related="company_id.cs_feedback_asks_rating", readonly=False
    )
