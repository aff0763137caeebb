from odoo import fields, models


class StockScrap(models.Model):
    """Goods that a return writes off keep the link to it."""

    _name = "stock.scrap"
    _inherit = ["stock.scrap", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_return_id", "cs_return_line_id"})

    cs_return_id = fields.Many2one(
        "cs.return", string="Return Application", readonly=True, copy=False, index="btree_not_null"
    )
    cs_return_line_id = fields.Many2one("cs.return.line", readonly=True, copy=False)

    _cs_return_line_unique = models.UniqueIndex(
        "(cs_return_line_id) WHERE cs_return_line_id IS NOT NULL",
        "The goods of this return line have been written off already.",
    )

    def _prepare_move_values(self):
        values = super()._prepare_move_values()
        if self.cs_return_line_id:
            values |= {
                "cs_return_id": self.cs_return_id.id,
                "cs_return_line_id": self.cs_return_line_id.id,
                "cs_return_role": "write_off",
            }
        return values
