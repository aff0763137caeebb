from odoo.tests import HttpCase, tagged

from odoo.addons.cs_base.tests.dashboards import DashboardOpens
from odoo.addons.cs_feedback.tests.common import FeedbackCommon

from . import common


@tagged("post_install", "-at_install")
class TestDashboardOpens(DashboardOpens, HttpCase, FeedbackCommon):
    FILE = common.FILE
    DASHBOARD = common.DASHBOARD
    ROLES = frozenset({"clerk", "manager", "office", "region", "general"})

    def test_in_chinese(self):
        quality = self.env.ref("cs_feedback.cs_feedback_type_quality")
        bait = self.env["product.product"].create({"name": "Bait"})
        for number in range(3):
            case = self._create_case(type_id=quality.id, product_id=bait.id)
            if number:
                self._dialog(case, "clerk", "solve", "Sent a new bag")
        self._show_in_chinese("cs_feedback_dashboard")
