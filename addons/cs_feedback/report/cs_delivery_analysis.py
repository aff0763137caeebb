from odoo import fields, models
from odoo.tools import SQL


class CsDeliveryAnalysis(models.Model):
    """One row per product and lot of an answered delivery: what of it arrived whole (S-36)."""

    _name = "cs.delivery.analysis"
    _inherit = ["cs.delivery.report.mixin"]
    _description = "Breakage Analysis"
    _auto = False
    _order = "shipped_date desc, id desc"

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Product Category", readonly=True)
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True)
    lot_name = fields.Char(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT goods.id, goods.product_id, template.categ_id, goods.lot_id,
                   lot.name AS lot_name, %(document)s, %(rates)s
              FROM cs_delivery_followup_line AS goods
              JOIN cs_delivery_followup AS document ON document.id = goods.followup_id
         LEFT JOIN product_product AS product ON product.id = goods.product_id
         LEFT JOIN product_template AS template ON template.id = product.product_tmpl_id
         LEFT JOIN stock_lot AS lot ON lot.id = goods.lot_id
              %(joins)s
            """,
            document=self._select_document(),
            rates=self._select_rates(),
            joins=self._from_document(),
        )
