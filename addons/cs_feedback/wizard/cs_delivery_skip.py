from odoo import fields, models


class CsDeliverySkip(models.TransientModel):
    """Deliveries whose dealers are not asked, and why."""

    _name = "cs.delivery.skip"
    _inherit = ["cs.dialog.mixin"]
    _description = "Skip Delivery Follow-ups"

    SHOWN_FIELDS = ("followup_ids",)

    followup_ids = fields.Many2many("cs.delivery.followup", string="Deliveries", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.followup_ids._transition("skip", reason=self.reason)
        return {"type": "ir.actions.act_window_close"}
