from odoo import fields, models


class CsReturnDecision(models.TransientModel):
    """The office decides on rejected goods when the dealer does not answer (S-58)."""

    _name = "cs.return.decision"
    _inherit = ["cs.dialog.mixin"]
    _description = "Decide on Rejected Goods"

    SHOWN_FIELDS = ("return_id",)

    return_id = fields.Many2one("cs.return", required=True, readonly=True)
    deadline_date = fields.Date(related="return_id.rejected_deadline_date")
    answer = fields.Selection(
        [("take_back", "Send Back to the Dealer"), ("destroy", "Destroy")], required=True
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.return_id._decide_rejected(self.answer, self.reason)
        return {"type": "ir.actions.act_window_close"}
