from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    cs_handover_minutes = fields.Integer(
        string="Minutes to Acknowledge a Handover",
        default=30,
        help="From the begin of the next shift; then the head of the department is told.",
    )
    cs_deal_needs_order = fields.Boolean(
        string="Deals Need an Order",
        help="A session is closed as a deal only with its sales order.",
    )

    _cs_handover_minutes = models.Constraint(
        "CHECK (cs_handover_minutes >= 0)", "Minutes to acknowledge are not negative."
    )
