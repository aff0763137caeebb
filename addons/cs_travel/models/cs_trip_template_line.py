from odoo import fields, models


class CsTripTemplateLine(models.Model):
    _name = "cs.trip.template.line"
    _inherit = ["cs.trip.plan.mixin"]
    _description = "Day of a Route Template"
    _order = "number, id"
    _check_company_auto = True

    template_id = fields.Many2one(
        "cs.trip.template", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    number = fields.Integer(string="Day", required=True, default=1, help="1 is the first day.")
    city = fields.Char(required=True)
    transport = fields.Selection(default="train")

    _number_unique = models.UniqueIndex(
        "(template_id, number)", "Each day of a template is planned only once."
    )
    _number_positive = models.Constraint(
        "CHECK (number >= 1)", "The days of a template are numbered from 1."
    )
