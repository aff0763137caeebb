from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    cs_shelf_life_days = fields.Integer(
        string="Return Shelf Life",
        help="Days from the order within which a quality fault is returned free of charge. "
        "0 takes the expiration days of the product, then those of its category.",
    )

    def _cs_shelf_life_days(self, company):
        """Days from the order in which a quality fault is free; 0 means no end (S-43)."""
        self.ensure_one()
        return (
            self.cs_shelf_life_days
            or (self.use_expiration_date and self.expiration_time)
            or self.categ_id._cs_shelf_life_days()
            or company.cs_return_shelf_life_days
        )
