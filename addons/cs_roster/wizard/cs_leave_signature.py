from odoo import fields, models
from odoo.exceptions import UserError


class CsLeaveSignature(models.TransientModel):
    """The supervisor draws the signature on the slip and approves the time off (S-86)."""

    _name = "cs.leave.signature"
    _inherit = ["cs.dialog.mixin"]
    _description = "Signature on Time Off"

    SHOWN_FIELDS = ("leave_ids",)

    leave_ids = fields.Many2many("hr.leave", string="Time Off", required=True, readonly=True)
    signer = fields.Char(default=lambda self: self.env.user.name, readonly=True)
    signature = fields.Binary()

    def action_confirm(self):
        self.ensure_one()
        if not self.signature:
            raise UserError(self.env._("Draw your signature first."))
        self.leave_ids._cs_approve_signed(self.signature)
        return {"type": "ir.actions.act_window_close"}
