from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import BaseCase, tagged

from odoo.addons.cs_returns.domain.policy import CUSTOMER_PAYS, FREE, REFUSED, judge

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestPolicyRules(BaseCase):
    """S-43 and S-44 as arithmetic of dates."""

    def _judge(self, ordered, applied, shelf_life=0, quality=True, bars=False):
        return judge(
            date.fromisoformat(ordered), date.fromisoformat(applied), shelf_life, quality, bars
        ).outcome

    def test_quality_fault_is_free_to_the_last_day_of_the_shelf_life(self):
        self.assertEqual(self._judge("2026-01-01", "2026-01-31", 30), FREE)
        self.assertEqual(self._judge("2026-01-01", "2026-02-01", 30), REFUSED)

    def test_quality_fault_without_shelf_life_is_always_free(self):
        self.assertEqual(self._judge("2020-01-01", "2026-02-01"), FREE)

    def test_quality_fault_of_last_year_is_free_unless_the_company_bars_it(self):
        self.assertEqual(self._judge("2025-12-31", "2026-01-01", 30), FREE)
        self.assertEqual(self._judge("2025-12-31", "2026-01-01", 30, bars=True), REFUSED)

    def test_without_quality_fault_the_dealer_pays_within_the_year(self):
        self.assertEqual(self._judge("2026-01-01", "2026-12-31", quality=False), CUSTOMER_PAYS)
        self.assertEqual(self._judge("2025-12-31", "2026-01-01", quality=False), REFUSED)

    def test_shelf_life_does_not_matter_without_quality_fault(self):
        self.assertEqual(self._judge("2026-01-01", "2026-12-31", 1, False), CUSTOMER_PAYS)


@tagged("post_install", "-at_install")
class TestPolicyVerdict(ReturnsCommon):
    """The verdict on the line, what it is judged on, and who may overrule it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.order, cls.move, _invoice = cls._sell_deliver_invoice(10)

    def _override(self, application, user, outcome="free"):
        line = application.line_ids[0].with_user(self.users[user])
        wizard = self.env["cs.return.override"].with_user(self.users[user])
        wizard.create(
            {"line_id": line.id, "outcome": outcome, "reason": "goodwill"}
        ).action_confirm()

    def _refused(self):
        self.order.date_order = "2020-06-01 00:00:00"
        return self._apply([(self.move, 1, {"reason_id": self.unsold.id})])

    def test_order_day_is_the_day_in_the_company_time_zone(self):
        application = self._apply([(self.move, 1, {"reason_id": self.unsold.id})])
        year = application.application_date.year
        # 16:30 UTC of the last day of the year is the new year in Shanghai
        self.order.date_order = f"{year - 1}-12-31 16:30:00"
        application.action_submit()
        self.assertEqual(application.line_ids.outcome, CUSTOMER_PAYS)
        self.assertEqual(application.freight_payer, "customer")

    def test_last_hours_of_the_year_in_the_company_time_zone_are_the_old_year(self):
        application = self._apply([(self.move, 1, {"reason_id": self.unsold.id})])
        year = application.application_date.year
        self.order.date_order = f"{year - 1}-12-31 15:59:59"
        application.action_submit()
        self.assertEqual(application.line_ids.outcome, REFUSED)
        self.assertIn(f"{year - 1}-12-31", application.line_ids.policy_explanation)

    def test_cross_year_bar_on_quality_faults_is_a_setting(self):
        application = self._apply([(self.move, 1)])
        year = application.application_date.year
        self.order.date_order = f"{year - 1}-12-31 12:00:00"
        self.company.cs_return_bars_quality_cross_year = True
        application.action_submit()
        self.assertEqual(application.line_ids.policy_rule, "quality_cross_year")
        application.with_user(self.users["office"])._approval_decide("refused", "too old")
        self.company.cs_return_bars_quality_cross_year = False
        self.assertEqual(application.line_ids.outcome, REFUSED, "as it was submitted")
        application.action_submit()
        self.assertEqual(application.line_ids.outcome, FREE)

    def test_freight_is_borne_as_the_verdicts_say(self):
        _order, other, _invoice = self._sell_deliver_invoice(5)
        application = self._apply([(self.move, 1), (other, 1, {"reason_id": self.unsold.id})])
        self.assertEqual(application.freight_payer, "both")
        application.line_ids[1].unlink()
        self.assertEqual(application.freight_payer, "company")

    def test_shelf_life_comes_from_product_then_expiry_then_category_then_company(self):
        template, company = self.product.product_tmpl_id, self.company
        parent = self.env["product.category"].create({"name": "Parent", "cs_shelf_life_days": 40})
        company.cs_return_shelf_life_days = 50
        self.assertEqual(template._cs_shelf_life_days(company), 50)
        self.category.parent_id = parent
        self.assertEqual(template._cs_shelf_life_days(company), 40)
        self.category.cs_shelf_life_days = 30
        self.assertEqual(template._cs_shelf_life_days(company), 30)
        template.write({"tracking": "lot", "use_expiration_date": True, "expiration_time": 20})
        self.assertEqual(template._cs_shelf_life_days(company), 20)
        template.cs_shelf_life_days = 10
        self.assertEqual(template._cs_shelf_life_days(company), 10)

    def test_what_changes_after_submission_does_not_touch_the_verdict(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        self.assertEqual(application.line_ids.outcome, FREE)
        self.quality.is_quality_fault = False
        self.product.cs_shelf_life_days = 1
        self.order.date_order = "2020-06-01 00:00:00"
        self.env.invalidate_all()
        self.assertEqual(application.line_ids.outcome, FREE)

    def test_verdict_is_judged_anew_on_submission(self):
        application = self._apply([(self.move, 1, {"reason_id": self.unsold.id})])
        self.assertEqual(application.line_ids.outcome, CUSTOMER_PAYS)
        self.order.date_order = "2020-06-01 00:00:00"
        application.action_submit()
        self.assertEqual(application.line_ids.outcome, REFUSED)
        self.assertIn("2020-06-01", application.line_ids.policy_explanation)

    def test_refused_line_blocks_the_approval(self):
        application = self._refused()
        application.action_submit()
        application.with_user(self.users["office"]).action_approve()
        with self.assertRefused("cannot be returned"):
            application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "submitted")

    def test_manager_overrules_on_record(self):
        application = self._refused()
        application.action_submit()
        self._override(application, "manager")
        line = application.line_ids
        self.assertEqual(line.outcome, FREE)
        self.assertEqual(line.policy_outcome, REFUSED)
        self.assertEqual(line.override_user_id, self.users["manager"])
        self.assertIn("goodwill", application.message_ids[0].body)
        application.with_user(self.users["office"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")
        with self.assertRefused("until it is approved"):
            self._override(application, "manager", "refused")

    def test_nobody_else_overrules(self):
        application = self._refused()
        application.action_submit()
        for user in ("clerk", "office", "salesman", "general"):
            with self.assertRaises(AccessError):
                self._override(application, user)
