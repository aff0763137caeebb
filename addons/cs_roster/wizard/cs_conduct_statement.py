from odoo import fields, models


class CsConductStatement(models.TransientModel):
    """What an agent has to say on an entry, once."""

    _name = "cs.conduct.statement"
    _inherit = ["cs.dialog.mixin"]
    _description = "Comment on a Conduct Entry"

    SHOWN_FIELDS = ("conduct_id",)

    conduct_id = fields.Many2one("cs.conduct", required=True, readonly=True, ondelete="cascade")
    description = fields.Text(related="conduct_id.description")
    statement = fields.Text(required=True)

    def action_apply(self):
        self.ensure_one()
        self.conduct_id.action_state(self.statement)
        return {"type": "ir.actions.act_window_close"}
