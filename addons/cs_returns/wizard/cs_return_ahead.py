from odoo import api, fields, models


class CsReturnAhead(models.TransientModel):
    """A manager sends the exchange ahead, and sees first what is at risk."""

    _name = "cs.return.ahead"
    _inherit = ["cs.dialog.mixin"]
    _description = "Send the Exchange Ahead"

    SHOWN_FIELDS = ("return_id",)

    return_id = fields.Many2one("cs.return", required=True, readonly=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    goods_amount = fields.Monetary(
        string="Goods at Risk",
        compute="_compute_risk",
        help="Untaxed order value of what leaves before anything has come back.",
    )
    open_amount = fields.Monetary(
        string="Dealer Owes", compute="_compute_risk", help="Open invoices of the dealer."
    )
    ahead_count = fields.Integer(
        string="Ahead and not Back",
        compute="_compute_risk",
        help="Other returns of the dealer whose exchange went ahead and whose goods are not here.",
    )
    reason = fields.Char(required=True)

    @api.depends("return_id")
    def _compute_risk(self):
        for dialog in self:
            document = dialog.return_id
            exchanged = document.line_ids.filtered(lambda line: line.settlement == "exchange")
            dealer = document.partner_id.commercial_partner_id
            # sudo: the figures are for the manager who decides; the dialog is closed to others
            exchanged_sudo, dealer_sudo = exchanged.sudo(), dealer.sudo()
            dialog.goods_amount = sum(line._expected_amount() for line in exchanged_sudo)
            dialog.open_amount = dealer_sudo.with_company(document.company_id).credit
            dialog.ahead_count = document.sudo().search_count(
                [
                    ("partner_id", "child_of", dealer.id),
                    ("company_id", "=", document.company_id.id),
                    ("ahead_at", "!=", False),
                    ("state", "in", ("approved", "arrived")),
                ]
            )

    def action_confirm(self):
        self.ensure_one()
        self.return_id._send_ahead(self.reason)
        return {"type": "ir.actions.act_window_close"}
