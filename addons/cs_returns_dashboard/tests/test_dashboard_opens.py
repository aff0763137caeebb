from odoo.tests import HttpCase, tagged

from odoo.addons.cs_base.tests.dashboards import DashboardOpens
from odoo.addons.cs_returns.tests.common import ReturnsCommon

from . import common


@tagged("post_install", "-at_install")
class TestDashboardOpens(DashboardOpens, HttpCase, ReturnsCommon):
    FILE = common.FILE
    DASHBOARD = common.DASHBOARD
    ROLES = frozenset({"clerk", "manager", "office", "region", "general"})

    def test_in_chinese(self):
        second = self._create_product("Perch Bait")
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._return([(move, 3)])
        _order, move, _invoice = self._sell_deliver_invoice(10, product=second, price=50.0)
        self._return([(move, 2, {"reason_id": self.unsold.id})])
        self._show_in_chinese("cs_returns_dashboard")
