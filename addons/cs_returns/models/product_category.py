from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    cs_shelf_life_days = fields.Integer(
        string="Return Shelf Life",
        help="Days from the order within which a quality fault is returned free of charge. "
        "0 takes the days of the parent category, then of the company.",
    )

    def _cs_shelf_life_days(self):
        """Days of the nearest category that names them, else 0."""
        category = self
        while category and not category.cs_shelf_life_days:
            category = category.parent_id
        return category.cs_shelf_life_days
