from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_followup_days = fields.Integer(related="company_id.cs_followup_days", readonly=False)
    cs_followup_by_mail = fields.Boolean(related="company_id.cs_followup_by_mail", readonly=False)
    cs_followup_answer_days = fields.Integer(
        related="company_id.cs_followup_answer_days", readonly=False
    )
    cs_followup_reminders = fields.Integer(
        related="company_id.cs_followup_reminders", readonly=False
    )
    cs_followup_link_days = fields.Integer(
        related="company_id.cs_followup_link_days", readonly=False
    )
