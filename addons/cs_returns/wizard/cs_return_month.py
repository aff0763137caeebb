from odoo import models
from odoo.fields import Domain

from ..report.cs_return_analysis import STEPS


class CsReturnMonth(models.TransientModel):
    """The returns of a month as XLSX: totals per office, product, reason and dealer (S-33)."""

    _name = "cs.return.month"
    _inherit = ["cs.month.mixin"]
    _description = "Returns of a Month"

    ANALYSIS = "cs.return.analysis"
    DATE = "application_date"
    GROUPS = ("team_id", "product_id", "reason_id", "partner_id")
    MEASURES = (
        "quantity", "accepted_qty", "rejected_qty", "credited_amount", "freight_charge",
        "freight_cost", "quality_cost",
    )  # fmt: skip
    COLUMNS = (
        "return_id", "application_date", "partner_id", "team_id", "product_id", "lot_id",
        "reason_id", "outcome", "state", *MEASURES, *STEPS,
    )  # fmt: skip
    FILE_NAME = "returns"

    def _month_domain(self, first):
        return super()._month_domain(first) & Domain("state", "!=", "cancel")

    def _cell(self, row, name):
        """A step that is not done has no days; none at all would read 0."""
        if name in STEPS and not all(row.return_id[date] for date in STEPS[name]):
            return None
        return super()._cell(row, name)
