from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_conduct_months = fields.Integer(
        string="Entries Count for (months)",
        default=12,
        required=True,
        help="An entry of the conduct register counts towards later ones for so long.",
    )
    cs_conduct_by_kind = fields.Boolean(
        string="Count Each Kind by Itself",
        help="Otherwise all kinds of entries count together.",
    )
    cs_conduct_first_amount = fields.Monetary(string="Proposed for the First", default=10)
    cs_conduct_second_amount = fields.Monetary(string="Proposed for the Second", default=30)
    cs_training_gate = fields.Selection(
        [("warn", "Warn"), ("block", "Refuse")],
        string="Products Not Yet Learned",
        default="block",
        required=True,
        help="What happens when a product is put on sale before all agents have passed its "
        "training.",
    )
    cs_new_agent_days = fields.Integer(
        string="New for (days)",
        default=30,
        required=True,
        help="So long a new agent works the shifts of the coach in new rosters.",
    )

    _cs_people = models.Constraint(
        "CHECK (cs_conduct_months > 0 AND cs_conduct_first_amount >= 0 "
        "AND cs_conduct_second_amount >= 0 AND cs_new_agent_days >= 0)",
        "Entries count for a month at least, and neither amounts nor days are negative.",
    )
