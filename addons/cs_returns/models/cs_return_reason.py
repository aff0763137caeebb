from odoo import fields, models


class CsReturnReason(models.Model):
    _name = "cs.return.reason"
    _description = "Return Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_quality_fault = fields.Boolean(
        string="Quality Fault",
        help="The company bears the cost within the shelf life; otherwise the dealer does.",
    )
