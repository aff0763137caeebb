from odoo import models
from odoo.fields import Domain

from odoo.addons.cs_feedback.domain.summary import Measure, Row, Section

SUMS = ("quantity", "received_qty", "accepted_qty", "rejected_qty", "credited_amount")


class CsQualitySummary(models.Model):
    """What was applied for in the period to come back, by product and by reason (S-22, S-31)."""

    _inherit = "cs.quality.summary"

    def _summary_sections(self, start, stop):
        return [
            *super()._summary_sections(start, stop),
            self._section_returns(
                "return_product",
                self.env._("Returns by Product"),
                self.env._("Product"),
                "product_id",
                80,
                start,
                stop,
            ),
            self._section_returns(
                "return_reason",
                self.env._("Returns by Reason"),
                self.env._("Reason"),
                "reason_id",
                81,
                start,
                stop,
            ),
        ]

    def _section_returns(self, code, name, heading, field, sequence, start, stop):
        first, after = map(self.company_id._cs_day, (start, stop))
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("application_date", ">=", first)
        domain &= Domain("application_date", "<", after)
        domain &= Domain("state", "not in", ("draft", "cancel"))
        found = self.env["cs.return.analysis"]._read_group(
            domain, [field], [f"{name}:sum" for name in SUMS]
        )
        measures = (
            Measure("quantity", self.env._("Announced"), "quantity"),
            Measure("received_qty", self.env._("Received"), "quantity"),
            Measure("accepted_qty", self.env._("Accepted"), "quantity"),
            Measure("rejected_qty", self.env._("Rejected"), "quantity"),
            Measure("credited_amount", self.env._("Credited"), "amount"),
        )
        rows = [
            Row(
                str(record.id or 0),
                self._row_name(record),
                {name: value or 0 for name, value in zip(SUMS, values, strict=True)},
            )
            for record, *values in found
        ]
        return Section(code, name, heading, measures, tuple(rows), sequence)
