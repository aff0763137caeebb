from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_handover_minutes = fields.Integer(related="company_id.cs_handover_minutes", readonly=False)
    cs_deal_needs_order = fields.Boolean(related="company_id.cs_deal_needs_order", readonly=False)
