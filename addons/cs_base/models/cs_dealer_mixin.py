from odoo import api, fields, models


class CsDealerMixin(models.AbstractModel):
    """A company's document about a dealer; the dealer's office looks after it."""

    _name = "cs.dealer.mixin"
    _inherit = ["cs.protected.mixin"]
    _description = "Document about a Dealer"

    PROTECTED_FIELDS = frozenset({"team_id"})

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Dealer",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Office",
        compute="_compute_team_id",
        store=True,
        index=True,
        help="The office that looks after the dealer.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_team_id(self):
        for record in self:
            record.team_id = record.partner_id._cs_office_in(record.company_id)
