from odoo.tests import TransactionCase, tagged

from odoo.addons.cs_base.tests.dashboards import DashboardChecks

from .common import DASHBOARD, FILE


@tagged("post_install", "-at_install")
class TestEverythingNamedExists(DashboardChecks, TransactionCase):
    FILE = FILE
    DASHBOARD = DASHBOARD
    ACTION = "cs_feedback.cs_feedback_analysis_action"
    FILTERS = frozenset({"period", "office", "product", "dealer"})
    SOURCES = 7
    CARDS = 7
    LINKS = 5
    TITLE = "客户反馈"
