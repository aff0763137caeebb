from odoo import fields, models


class CsMisconductReply(models.TransientModel):
    """Words to the reporter, or a note among those who read the report."""

    _name = "cs.misconduct.reply"
    _inherit = ["cs.dialog.mixin"]
    _description = "Write in a Misconduct Report"

    SHOWN_FIELDS = ("misconduct_id",)

    misconduct_id = fields.Many2one("cs.misconduct", required=True, readonly=True)
    kind = fields.Selection(
        [("answer", "To the Reporter"), ("note", "Internal Note")],
        string="For",
        required=True,
        default="note",
    )
    body = fields.Text(string="Message", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.misconduct_id._answer(self.kind, self.body)
        # sudo: nothing of it stays behind
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
