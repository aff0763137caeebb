from odoo import models

from ..domain.delivery import rate


class CsDeliveryMonth(models.TransientModel):
    """The answered deliveries of a month as XLSX: totals per carrier, dealer, product and lot."""

    _name = "cs.delivery.month"
    _inherit = ["cs.month.mixin"]
    _description = "Deliveries of a Month"

    ANALYSIS = "cs.delivery.analysis"
    DATE = "shipped_date"
    GROUPS = ("carrier_id", "partner_id", "team_id", "product_id", "lot_id")
    MEASURES = ("delivered_qty", "received_qty", "broken_qty", "missing_qty")
    COLUMNS = (
        "name", "shipped_date", "arrival_date", "partner_id", "team_id", "carrier_id",
        "product_id", "lot_id", *MEASURES, "breakage_rate", "late_days", "mark",
    )  # fmt: skip
    FILE_NAME = "deliveries"

    def _table_by(self, rows, name, labels):
        """Adds the rate, of the sums of each row."""
        title, headings, table = super()._table_by(rows, name, labels)
        broken, received = (1 + self.MEASURES.index(n) for n in ("broken_qty", "received_qty"))
        table = [[*line, rate(line[broken], line[received])] for line in table]
        return title, [*headings, labels["breakage_rate"]], table
