from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    cs_work_no = fields.Char(string="Work Number", readonly=True)
