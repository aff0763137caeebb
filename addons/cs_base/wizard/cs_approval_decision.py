from odoo import api, fields, models
from odoo.exceptions import UserError


class CsApprovalDecision(models.TransientModel):
    """Dialog for a decision that needs words or a drawn signature."""

    _name = "cs.approval.decision"
    _description = "Approval Decision"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    decision = fields.Selection(
        [("approve", "Approve"), ("refuse", "Refuse")], required=True, default="approve"
    )
    comment = fields.Text()
    signature = fields.Image(max_width=1024, max_height=512)
    is_signature_required = fields.Boolean(compute="_compute_is_signature_required")

    @api.depends("res_model", "res_id")
    def _compute_is_signature_required(self):
        for wizard in self:
            turn = wizard._document()._my_turn()
            wizard.is_signature_required = turn.step.is_signature_required

    def _document(self):
        if self.res_model not in self.env["cs.approval.mixin"]._approval_models():
            raise UserError(self.env._("This document cannot be approved."))
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access("read")
        return document

    def action_confirm(self):
        """Take the decision in the name of the current user."""
        self.ensure_one()
        decision = "approved" if self.decision == "approve" else "refused"
        self._document()._approval_decide(decision, self.comment, self.signature)
        return {"type": "ir.actions.act_window_close"}
