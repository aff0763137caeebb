from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_deadline_working_days = fields.Boolean(
        string="Deadlines in Working Days",
        help="Count customer service deadlines in working days of the company's calendar "
        "instead of calendar days.",
    )
