from odoo import models
from odoo.fields import Domain

from ..domain.summary import Measure, Row, Section

SUMS = ("deliveries", "received_qty", "broken_qty", "delivered_qty", "missing_qty", "charge_count")


class CsQualitySummary(models.Model):
    """What dealers said in the period about their deliveries, by carrier (S-36)."""

    _inherit = "cs.quality.summary"

    def _summary_sections(self, start, stop):
        return [*super()._summary_sections(start, stop), self._section_carriers(start, stop)]

    def _section_carriers(self, start, stop):
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("followup_id.answered_at", ">=", start)
        domain &= Domain("followup_id.answered_at", "<", stop)
        found = self.env["cs.carrier.score"]._read_group(
            domain, ["carrier_id"], [f"{name}:sum" for name in SUMS]
        )
        measures = (
            Measure("deliveries", self.env._("Deliveries")),
            Measure("received_qty", self.env._("Received"), "quantity"),
            Measure("broken_qty", self.env._("Broken"), "quantity"),
            Measure("breakage", self.env._("Breakage Rate"), "share", "received_qty"),
            Measure("missing_qty", self.env._("Missing Rate"), "share", "delivered_qty"),
            Measure("charge_count", self.env._("Deliveries with Charges")),
        )
        rows = [
            Row(
                str(carrier.id or 0),
                self._row_name(carrier),
                self._carrier_sums(values),
            )
            for carrier, *values in found
        ]
        return Section(
            "carrier",
            self.env._("Deliveries by Carrier"),
            self.env._("Carrier"),
            measures,
            tuple(rows),
            70,
        )

    def _carrier_sums(self, values):
        sums = {name: value or 0 for name, value in zip(SUMS, values, strict=True)}
        # a column of its own: what is broken, and its share
        return {**sums, "breakage": sums["broken_qty"]}
