from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_feedback_warn_hours = fields.Float(
        string="Hours of Warning",
        default=4,
        help="So many hours before a clock runs out, whoever has the case is warned.",
    )
    cs_duty_manager_id = fields.Many2one(
        "res.users",
        string="Duty Manager",
        domain=[("share", "=", False)],
        help="Gets what staff cannot solve at once; without one, the managers of customer service.",
    )
    cs_incident_user_ids = fields.Many2many(
        "res.users",
        "cs_company_incident_user_rel",
        string="Alarmed by Incidents",
        domain=[("share", "=", False)],
        help="Without anybody, the managers of customer service and the general manager.",
    )
    cs_feedback_asks_rating = fields.Boolean(
        string="Ask for Ratings",
        default=True,
        help="Once a case is closed, its customer is asked by e-mail for a rating, once.",
    )

    _cs_feedback_warn_hours_not_negative = models.Constraint(
        "CHECK (cs_feedback_warn_hours >= 0)", "Hours cannot be negative."
    )
