from odoo import fields, models

KINDS = [
    ("opinion", "Opinion"),
    ("enquiry", "Enquiry"),
    ("complaint", "Complaint"),
    ("dispute", "Dispute"),
    ("service", "Service Request"),
]


class CsFeedbackType(models.Model):
    """What a case is about, and how soon it is answered and solved (S-95, S-150)."""

    _name = "cs.feedback.type"
    _description = "Feedback Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="opinion")
    is_offered = fields.Boolean(
        string="Offered in the Portal", default=True, help="Dealers can choose this type."
    )
    answer_hours = fields.Float(
        string="Hours to the First Answer", default=24, help="0 means that there is no limit."
    )
    solve_hours = fields.Float(
        string="Hours to the Solution", default=120, help="0 means that there is no limit."
    )
    is_working_time = fields.Boolean(
        string="Counted in Working Time",
        help="Hours count only while the company's calendar says that there is work. "
        "Otherwise every hour counts.",
    )
    check_item_ids = fields.One2many("cs.feedback.check.item", "type_id", string="Checklist")
    is_rated = fields.Boolean(
        string="Asks for a Rating", default=True, help="Customers are asked once a case is closed."
    )
    company_id = fields.Many2one("res.company", index=True)

    _hours_not_negative = models.Constraint(
        "CHECK (answer_hours >= 0 AND solve_hours >= 0)", "Hours cannot be negative."
    )
