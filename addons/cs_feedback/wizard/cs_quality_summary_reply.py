from odoo import fields, models


class CsQualitySummaryReply(models.TransientModel):
    """The reply of a department to a quality summary."""

    _name = "cs.quality.summary.reply"
    _inherit = ["cs.dialog.mixin"]
    _description = "Reply to a Quality Summary"

    SHOWN_FIELDS = ("receipt_id",)

    receipt_id = fields.Many2one("cs.quality.summary.receipt", required=True, ondelete="cascade")
    measure = fields.Text(related="receipt_id.measure")
    text = fields.Text(string="Reply", required=True)

    def action_confirm(self):
        self.receipt_id._reply(self.text)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
