from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.dashboards import read_dashboard, sources_of
from odoo.addons.cs_returns.tests.common import ReturnsCommon

from .common import DASHBOARD, FILE

ROLES = {"clerk", "manager", "office", "region", "general"}


@tagged("post_install", "-at_install")
class TestDashboardOpens(HttpCase, ReturnsCommon):
    """Whoever oversees returns opens the dashboard, and sees the figures of those returns."""

    def _dashboard(self, role):
        return self.env.ref(DASHBOARD).with_user(self.users[role])

    def test_for_whom(self):
        for role, user in self.users.items():
            with self.subTest(role):
                dashboard = self._dashboard(role)
                shown = self.env["spreadsheet.dashboard"].with_user(user).search([])
                self.assertEqual(dashboard in shown, role in ROLES)
                if role in ROLES:
                    self.assertTrue(dashboard._get_serialized_readonly_dashboard())
                else:
                    with self.assertRaises(AccessError):
                        dashboard.check_access("read")

    def test_route(self):
        url = f"/spreadsheet/dashboard/data/{self.env.ref(DASHBOARD).id}"
        for role, status in (("manager", 200), ("salesman", 403), ("plain", 403)):
            self.authenticate(self.users[role].login, self.users[role].login)
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(url).status_code, status, role)

    def test_roles_read_sources_and_filters(self):
        data = read_dashboard(FILE)
        models = {entry["modelName"] for entry in data["globalFilters"] if "modelName" in entry}
        models.update(model for _name, model, *_rest in sources_of(data))
        for role in ROLES:
            for model in models:
                with self.subTest(role=role, model=model):
                    self.env[model].with_user(self.users[role]).check_access("read")

    def test_in_chinese(self):
        second = self._create_product("Perch Bait")
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._return([(move, 3)])
        _order, move, _invoice = self._sell_deliver_invoice(10, product=second, price=50.0)
        self._return([(move, 2, {"reason_id": self.unsold.id})])
        self.users["manager"].lang = "zh_CN"
        self.start_tour(
            "/odoo/dashboards", "cs_returns_dashboard", login=self.users["manager"].login
        )
