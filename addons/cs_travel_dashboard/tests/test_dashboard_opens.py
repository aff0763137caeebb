from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.cs_base.tests.dashboards import read_dashboard, sources_of
from odoo.addons.cs_travel.tests.common import TravelCommon

from .common import DASHBOARD, FILE

ROLES = {"clerk", "clerk2", "manager", "office", "region", "general", "hr", "accountant"}


@tagged("post_install", "-at_install")
class TestDashboardOpens(HttpCase, TravelCommon):
    """Whoever oversees trips opens the dashboard, and sees the figures of those trips."""

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

    def test_roles_read_sources_and_filters(self):
        data = read_dashboard(FILE)
        models = {entry["modelName"] for entry in data["globalFilters"] if "modelName" in entry}
        models.update(model for _name, model, *_rest in sources_of(data))
        for role in ROLES:
            for model in models:
                with self.subTest(role=role, model=model):
                    self.env[model].with_user(self.users[role]).search([], limit=1)

    def test_in_chinese(self):
        self._create_audited((300.0, 100.0), bad_days=(1,))
        self.users["manager"].lang = "zh_CN"
        self.start_tour(
            "/odoo/dashboards", "cs_travel_dashboard", login=self.users["manager"].login
        )
