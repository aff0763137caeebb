from odoo import fields, models


class CsTripSettlement(models.TransientModel):
    """Finance chooses the accounting date and settles trips, all or none of them."""

    _name = "cs.trip.settlement"
    _inherit = ["cs.dialog.mixin"]
    _description = "Settle Trips"

    SHOWN_FIELDS = ("reimbursement_ids",)

    reimbursement_ids = fields.Many2many(
        "cs.trip.reimbursement",
        string="Trips",
        required=True,
        default=lambda self: self._default_reimbursement_ids(),
    )
    date = fields.Date(string="Accounting Date", required=True, default=fields.Date.context_today)

    def _default_reimbursement_ids(self):
        if self.env.context.get("active_model") != "cs.trip.reimbursement":
            return False
        return self.env.context.get("active_ids")

    def action_confirm(self):
        self.ensure_one()
        reimbursements = self.reimbursement_ids.with_context(cs_accounting_date=self.date)
        reimbursements.action_settle()
        return {"type": "ir.actions.act_window_close"}
