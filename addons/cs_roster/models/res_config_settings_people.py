from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_conduct_months = fields.Integer(related="company_id.cs_conduct_months", readonly=False)
    cs_conduct_by_kind = fields.Boolean(related="company_id.cs_conduct_by_kind", readonly=False)
    cs_conduct_first_amount = fields.Monetary(
        related="company_id.cs_conduct_first_amount", readonly=False
    )
    cs_conduct_second_amount = fields.Monetary(
        related="company_id.cs_conduct_second_amount", readonly=False
    )
    cs_training_gate = fields.Selection(related="company_id.cs_training_gate", readonly=False)
    cs_new_agent_days = fields.Integer(related="company_id.cs_new_agent_days", readonly=False)
