from odoo import fields, models


class CsFeedbackRulingShare(models.Model):
    """Who bears how much of what happened."""

    _name = "cs.feedback.ruling.share"
    _inherit = ["cs.line.mixin"]
    _description = "Share of Liability"
    _order = "percent desc, id"

    STATE_FIELDS = {"draft": frozenset({"ruling_id", "party", "partner_id", "percent", "note"})}

    ruling_id = fields.Many2one("cs.feedback.ruling", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="ruling_id.state")
    company_id = fields.Many2one(related="ruling_id.company_id", store=True, index=True)
    party = fields.Selection(
        [
            ("company", "Company"),
            ("office", "Office"),
            ("customer", "Customer"),
            ("carrier", "Carrier"),
            ("supplier", "Supplier"),
            ("other", "Somebody Else"),
        ],
        required=True,
        default="company",
    )
    partner_id = fields.Many2one("res.partner", string="Name")
    percent = fields.Float(string="Share (%)", digits=(5, 2))
    note = fields.Char(string="For What")

    _percent_in_range = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100)", "A share lies between 0 and 100 %."
    )
