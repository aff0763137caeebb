from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_return_requires_application = fields.Boolean(
        related="company_id.cs_return_requires_application", readonly=False
    )
    cs_return_is_guarded = fields.Boolean(related="company_id.cs_return_is_guarded", readonly=False)
    cs_return_bars_quality_cross_year = fields.Boolean(
        related="company_id.cs_return_bars_quality_cross_year", readonly=False
    )
    cs_return_shelf_life_days = fields.Integer(
        related="company_id.cs_return_shelf_life_days", readonly=False
    )
    cs_return_appraisal_days = fields.Integer(
        related="company_id.cs_return_appraisal_days", readonly=False
    )
    cs_return_settlement_days = fields.Integer(
        related="company_id.cs_return_settlement_days", readonly=False
    )
    cs_return_answer_days = fields.Integer(
        related="company_id.cs_return_answer_days", readonly=False
    )
    cs_return_answer_reminder_days = fields.Integer(
        related="company_id.cs_return_answer_reminder_days", readonly=False
    )
    cs_dispute_days = fields.Integer(related="company_id.cs_dispute_days", readonly=False)
    cs_claim_answer_days = fields.Integer(related="company_id.cs_claim_answer_days", readonly=False)
    cs_claim_product_id = fields.Many2one(related="company_id.cs_claim_product_id", readonly=False)
    cs_return_keeps_rate = fields.Boolean(related="company_id.cs_return_keeps_rate", readonly=False)
    cs_return_hold_location_id = fields.Many2one(
        related="company_id.cs_return_hold_location_id", readonly=False
    )
    cs_return_write_off_location_id = fields.Many2one(
        related="company_id.cs_return_write_off_location_id", readonly=False
    )
    cs_return_freight_product_id = fields.Many2one(
        related="company_id.cs_return_freight_product_id", readonly=False
    )
