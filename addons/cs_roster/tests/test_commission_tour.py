from odoo.tests import HttpCase, tagged

from .commission_common import CommissionCommon

PHONE = "390x844"
DESKTOP = "1366x768"
# seconds for a tour, on a machine that has other work too
PATIENCE = 180


@tagged("post_install", "-at_install")
class TestCommissionTour(HttpCase, CommissionCommon):
    """Each role does its daily part of tags and commission in the browser, in Chinese."""

    lang = "zh_CN"

    def setUp(self):
        super().setUp()
        for user in self.users.values():
            user.lang = self.lang

    def _walk(self, url, name, role, size=DESKTOP):
        self.browser_size, self.touch_enabled = size, size == PHONE
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def test_agent_tags_an_order(self):
        order = self._create_order(work_no=False, confirm=False).sudo()
        self._walk(f"/odoo/orders/{order.id}", "cs_roster_tag_order", "agent0")
        self.assertEqual((order.state, order.cs_agent_id), ("sale", self.agent))

    def test_head_tags_late(self):
        order = self._create_order(work_no=False).sudo()
        self._walk("/odoo/untagged-orders", "cs_roster_tag_late", "head")
        self.assertEqual(order.cs_agent_id, self.agent)
        self.assertEqual(order.cs_late_tag_reason, "Night shift")

    def test_statement_from_personnel_to_finance_and_agent(self):
        self._sell(1000)
        statement = self._make().sudo()
        self._walk("/odoo/commission-statements", "cs_roster_confirm_commission", "hr")
        self.assertEqual(statement.state, "confirmed")
        self._walk("/odoo/commission-to-pay", "cs_roster_pay_commission", "accountant")
        self.assertEqual(statement.bill_ids.state, "posted")
        self._walk("/odoo/my-commission", "cs_roster_my_commission", "agent0", PHONE)
