from odoo import fields, models


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    cs_is_followed_up = fields.Boolean(
        string="Follow up Deliveries",
        default=True,
        help="Customers are asked how the goods arrived; not needed where they fetch them.",
    )
