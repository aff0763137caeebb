from odoo import fields, models


class CsTripChangeException(models.TransientModel):
    """The general manager admits or declines a change that came too late, with a reason."""

    _name = "cs.trip.change.exception"
    _inherit = ["cs.dialog.mixin"]
    _description = "Decision about a Late Change"

    SHOWN_FIELDS = ("change_id",)

    change_id = fields.Many2one("cs.trip.change", required=True, readonly=True)
    request_reason = fields.Text(related="change_id.reason", string="Reason of the Traveller")
    decision = fields.Selection(
        [("admit", "Admit"), ("decline", "Decline")], required=True, default="admit"
    )
    note = fields.Text(string="Reason", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.change_id._transition(self.decision, note=self.note)
        return {"type": "ir.actions.act_window_close"}
