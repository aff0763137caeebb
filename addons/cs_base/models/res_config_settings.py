from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_deadline_working_days = fields.Boolean(
        related="company_id.cs_deadline_working_days", readonly=False
    )
