from odoo import fields, models


class CsConductDecision(models.TransientModel):
    """Personnel confirms, upholds or voids an entry, with a reason."""

    _name = "cs.conduct.decision"
    _inherit = ["cs.dialog.mixin"]
    _description = "Decide on a Conduct Entry"

    SHOWN_FIELDS = ("conduct_id",)

    conduct_id = fields.Many2one("cs.conduct", required=True, readonly=True, ondelete="cascade")
    decision = fields.Selection(
        [
            ("confirm", "It is true: confirm"),
            ("uphold", "The entry stays"),
            ("void", "It does not count: void"),
        ],
        required=True,
        readonly=True,
    )
    description = fields.Text(related="conduct_id.description")
    statement = fields.Text(related="conduct_id.statement")
    ordinal = fields.Integer(related="conduct_id.ordinal")
    proposal = fields.Selection(related="conduct_id.proposal")
    proposed_amount = fields.Monetary(related="conduct_id.proposed_amount")
    currency_id = fields.Many2one(related="conduct_id.currency_id")
    note = fields.Text(string="Reason")

    def action_apply(self):
        self.ensure_one()
        decide = {
            "confirm": self.conduct_id.action_confirm,
            "uphold": self.conduct_id.action_uphold,
            "void": self.conduct_id.action_void,
        }[self.decision]
        decide(self.note)
        return {"type": "ir.actions.act_window_close"}
