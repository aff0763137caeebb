from odoo import fields, models


class CsDealerAgreementBand(models.Model):
    """Sales from the bound on, up to the next one, earn the rate; a bound opens its band."""

    _name = "cs.dealer.agreement.band"
    _inherit = ["cs.line.mixin"]
    _description = "Rebate Band"
    _order = "agreement_id, lower, id"

    STATE_FIELDS = {"draft": frozenset({"agreement_id", "lower", "rate"})}

    agreement_id = fields.Many2one(
        "cs.dealer.agreement", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="agreement_id.state")
    currency_id = fields.Many2one(related="agreement_id.currency_id")
    lower = fields.Monetary(string="Sales from", required=True)
    rate = fields.Float(string="Rebate (%)", required=True, digits=(5, 2))

    _lower_unique = models.Constraint(
        "UNIQUE(agreement_id, lower)", "Two bands of an agreement begin at the same amount."
    )
    _lower_positive = models.Constraint(
        "CHECK(lower >= 0)", "A band begins at zero or at a positive amount."
    )
    _rate_is_percent = models.Constraint(
        "CHECK(rate >= 0 AND rate <= 100)", "A rebate is between 0 and 100 percent."
    )
