from odoo import fields
from odoo.tests import tagged

from odoo.addons.cs_returns.tests.common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestSummaryOfReturns(ReturnsCommon):
    """The summary tells what came back, and why (S-22)."""

    def _section(self, code):
        summary = self.env["cs.quality.summary"].sudo().new({"company_id": self.company.id})
        today = fields.Date.today()
        sections = summary._summary_sections(*summary._bounds(today, today))
        return next(section for section in sections if section.code == code)

    def test_returns_are_counted_by_product_and_reason(self):
        record = self._apply([(self._deliver(self._sell(10)), 4)])
        self.assertFalse(self._section("return_product").rows, "a draft is nothing yet")
        record.action_submit()
        self.env.flush_all()
        for code, name in (
            ("return_product", self.product.display_name),
            ("return_reason", self.quality.display_name),
        ):
            [row] = self._section(code).rows
            self.assertEqual((row.name, row.sums["quantity"]), (name, 4))
