from odoo import fields

from .delivery_common import DeliveryCommon


class TestSummaryOfDeliveries(DeliveryCommon):
    """The summary tells what dealers said about their deliveries (S-22, S-36)."""

    def _figures(self, first, last):
        summary = self.env["cs.quality.summary"].sudo().new({"company_id": self.company.id})
        start, stop = summary._bounds(first, last)
        self.env.flush_all()
        section = next(
            section
            for section in summary._summary_sections(start, stop)
            if section.code == "carrier"
        )
        return {
            row.name: {measure.code: measure.value(row.sums) for measure in section.measures}
            for row in section.rows
        }

    def test_breakage_of_a_carrier_is_the_ratio_of_sums(self):
        self._answer_call(self._ship((self.bait, 10)), goods=[(10, 1)])
        self._answer_call(self._ship((self.bait, 90)), goods=[(80, 8)], charge_amount=5)
        self._ship((self.bait, 50))
        today = fields.Date.today()
        figures = self._figures(today, today)
        self.assertEqual(
            figures["Swift Freight"],
            {
                "deliveries": 2,
                "received_qty": 90,
                "broken_qty": 9,
                "breakage": 0.1,
                "missing_qty": 0.1,
                "charge_count": 1,
            },
        )

    def test_period_is_that_of_the_answer(self):
        self._answer_call(self._ship((self.bait, 10)), goods=[(10, 1)])
        yesterday = fields.Date.subtract(fields.Date.today(), days=1)
        self.assertEqual(self._figures(yesterday, yesterday), {})
