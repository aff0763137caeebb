from odoo.tests import TransactionCase, tagged

from odoo.addons.cs_base.tests.dashboards import DashboardChecks

from .common import DASHBOARD, FILE


@tagged("post_install", "-at_install")
class TestEverythingNamedExists(DashboardChecks, TransactionCase):
    FILE = FILE
    DASHBOARD = DASHBOARD
    ACTION = "cs_returns.cs_return_analysis_action"
    FILTERS = frozenset({"period", "office", "product", "dealer"})
    SOURCES = 7
    CARDS = 8
    LINKS = 5
    TITLE = "退货"
