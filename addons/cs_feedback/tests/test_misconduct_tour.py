import re
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.cs_feedback.models import cs_misconduct_guard

from .misconduct_common import MisconductCommon

PATIENCE = 180


@tagged("post_install", "-at_install")
class TestMisconductTour(HttpCase, MisconductCommon):
    """Each part does its own in the browser, in Chinese; dealers and strangers on a phone."""

    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("zh_CN")
        for user in (*self.users.values(), self.contact, self.visitor):
            user.lang = "zh_CN"
        seconds = patch.object(cs_misconduct_guard, "SECONDS_TO_WRITE", 0)
        seconds.start()
        self.addCleanup(seconds.stop)

    def _walk(self, url, name, user=None, is_phone=False):
        self.browser_size = "390x844" if is_phone else "1366x768"
        self.touch_enabled = is_phone
        self.start_tour(url, name, login=user and user.login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _made(self):
        return self.env["cs.misconduct"].search([("company_id", "=", self.company.id)])

    def test_stranger_reports_and_comes_back(self):
        chinese = self.env["res.lang"].search([("code", "=", "zh_CN")])
        self._walk(f"/{chinese.url_code}/misconduct", "cs_misconduct_anonymous", is_phone=True)
        report = self._made()
        self.assertEqual((report.subject, report.accused_name), ("收礼", "Miss salesman"))
        self.assertEqual(report.message_ids.mapped("body"), ["还有照片"])
        self.assertTrue(re.fullmatch("[0-9a-f]{64}", report.receipt_hash))

    def test_dealer_reports(self):
        self._walk("/my/misconduct", "cs_misconduct_dealer", self.contact, is_phone=True)
        self.assertEqual(self._made().reporter_id, self.contact)

    def test_clerk_takes_down_and_manager_and_personnel_decide(self):
        self._walk("/odoo/action-cs_feedback.cs_misconduct_intake_action", "cs_misconduct_intake",
                   self.users["clerk"])  # fmt: skip
        report = self._made()
        self.assertEqual((report.channel, report.taken_by_id), ("phone", self.users["clerk"]))
        self._walk("/odoo/misconduct-reports", "cs_misconduct_decide", self.users["manager"])
        self.assertEqual(
            (report.state, report.accused_ids), ("confirmed", self.employees["salesman"])
        )
        self.assertEqual(report.message_ids.filtered(lambda m: m.kind == "note")[-1].body, "已核实")
        self._walk("/odoo/misconduct-reports", "cs_misconduct_close", self.users["hr"])
        self.assertEqual((report.state, report.outcome), ("closed", "fine"))
