from odoo import fields, models


class CsDealerAgreementTarget(models.Model):
    """What a dealer is to reach in the period, in all or with products of a category (S-17)."""

    _name = "cs.dealer.agreement.target"
    _inherit = ["cs.line.mixin"]
    _description = "Sales Target"
    _order = "agreement_id, id"

    STATE_FIELDS = {"draft": frozenset({"agreement_id", "categ_id", "amount"})}

    agreement_id = fields.Many2one(
        "cs.dealer.agreement", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(related="agreement_id.state")
    currency_id = fields.Many2one(related="agreement_id.currency_id")
    categ_id = fields.Many2one(
        "product.category",
        string="Product Category",
        ondelete="restrict",
        help="Products of this category and those below it; empty: all that the agreement counts.",
    )
    amount = fields.Monetary(string="Target", required=True)

    _category_unique = models.UniqueIndex(
        "(agreement_id, COALESCE(categ_id, 0))",
        "An agreement has one target for each product category and one for all.",
    )
    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "Enter an amount above zero as the target."
    )
