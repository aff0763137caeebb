from odoo import fields, models


class ResCompany(models.Model):
    """When and how dealers are asked about their deliveries (S-36)."""

    _inherit = "res.company"

    cs_followup_days = fields.Integer(
        string="Days until a Delivery Is Followed up", default=5, help="From the shipment."
    )
    cs_followup_by_mail = fields.Boolean(
        string="Ask about Deliveries by Mail",
        help="A daily job asks the dealers who have an address; the others are called.",
    )
    cs_followup_answer_days = fields.Integer(
        string="Days to Answer",
        default=3,
        help="After these days a dealer who was asked by mail is reminded, and then called.",
    )
    cs_followup_reminders = fields.Integer(string="Reminders by Mail", default=1)
    cs_followup_link_days = fields.Integer(
        string="Days the Link Works", default=14, help="From the mail in which it was sent."
    )

    _cs_followup_days_positive = models.Constraint(
        "CHECK (cs_followup_days >= 0 AND cs_followup_answer_days > 0"
        " AND cs_followup_reminders >= 0 AND cs_followup_link_days > 0)",
        "Days and reminders of delivery follow-ups cannot be negative, nor zero where time is "
        "needed to answer.",
    )
