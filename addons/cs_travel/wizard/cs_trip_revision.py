from odoo import fields, models


class CsTripRevision(models.TransientModel):
    """A worse finding on a day whose trip has been audited, with its reason."""

    _name = "cs.trip.revision"
    _inherit = ["cs.dialog.mixin"]
    _description = "Revise a Finding"

    SHOWN_FIELDS = ("day_id",)

    day_id = fields.Many2one("cs.trip.day", required=True, readonly=True)
    result = fields.Selection(
        [("deviated", "Deviated"), ("solicited", "Benefits Solicited")],
        string="New Finding",
        required=True,
        default="deviated",
    )
    note = fields.Text(string="Reason", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.day_id._record_finding(self.result, self.note)
        return {"type": "ir.actions.act_window_close"}
