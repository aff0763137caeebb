from odoo.tests import HttpCase, tagged

from odoo.addons.cs_base.tests.dashboards import DashboardOpens
from odoo.addons.cs_travel.tests.common import TravelCommon

from . import common


@tagged("post_install", "-at_install")
class TestDashboardOpens(DashboardOpens, HttpCase, TravelCommon):
    FILE = common.FILE
    DASHBOARD = common.DASHBOARD
    ROLES = frozenset(
        {"clerk", "clerk2", "manager", "office", "region", "general", "hr", "accountant"}
    )

    def test_in_chinese(self):
        self._create_audited((300.0, 100.0), bad_days=(1,))
        self._show_in_chinese("cs_travel_dashboard")
