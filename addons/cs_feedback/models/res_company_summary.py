from odoo import fields, models

WEEKEND = [
    ("keep", "Due on That Day All the Same"),
    ("before", "Due on the Friday Before"),
    ("after", "Due on the Monday After"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_summary_day = fields.Integer(
        string="Day of the Quality Summary",
        default=25,
        help="On this day of the month the summary is due; in a shorter month, on its last day.",
    )
    cs_summary_weekend = fields.Selection(
        WEEKEND, string="If It Is a Weekend", default="keep", required=True
    )
    cs_summary_lead_days = fields.Integer(
        string="Days of Preparation",
        default=3,
        help="So many days before it is due, the summary is drafted.",
    )

    _cs_summary_day_of_month = models.Constraint(
        "CHECK (cs_summary_day BETWEEN 1 AND 31)", "Enter a day of the month from 1 to 31."
    )
    _cs_summary_lead_days_fits = models.Constraint(
        "CHECK (cs_summary_lead_days BETWEEN 0 AND 20)",
        "The summary is drafted 0 to 20 days before it is due.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    cs_summary_day = fields.Integer(related="company_id.cs_summary_day", readonly=False)
    cs_summary_weekend = fields.Selection(related="company_id.cs_summary_weekend", readonly=False)
    cs_summary_lead_days = fields.Integer(related="company_id.cs_summary_lead_days", readonly=False)
