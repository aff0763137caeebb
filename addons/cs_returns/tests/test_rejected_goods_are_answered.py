from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon

DEADLINES = "cs_base.ir_cron_cs_deadline_check"


@tagged("post_install", "-at_install")
class TestRejectedGoodsAreAnswered(ReturnsCommon):
    """The dealer is asked and reminded; when the time is up the office decides (S-58)."""

    def _rejected(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        counts = [{"received_qty": 4, "rejected_qty": 3, "reject_reason": "opened"}]
        return self._appraise(self._approve(self._apply([(move, 4)])), counts)

    def _let_pass(self, application, days):
        due = fields.Date.today() - timedelta(days=days)
        application._write_protected({"rejected_deadline_date": due})

    def _decide(self, application, answer, user="office"):
        dialog = self.env["cs.return.decision"].with_user(self.users[user])
        vals = {"return_id": application.id, "answer": answer, "reason": "No word from them"}
        dialog.create(vals).action_confirm()

    def _activities(self, application):
        return application.activity_ids.filtered(
            lambda a: a.activity_type_id == self.env.ref("cs_base.mail_activity_type_deadline")
        )

    def test_dealer_has_days_to_answer(self):
        application = self._rejected()
        days = self.company.cs_return_answer_days
        self.assertEqual(days, 10)
        self.assertEqual(
            application.rejected_deadline_date, fields.Date.today() + timedelta(days=days)
        )
        _order, move, _invoice = self._sell_deliver_invoice(10)
        accepted = self._appraise(self._approve(self._apply([(move, 4)])))
        self.assertFalse(accepted.rejected_deadline_date)

    def test_office_decides_only_after_the_time_is_up(self):
        application = self._rejected()
        with self.assertRefused("may answer until"):
            self._decide(application, "destroy")
        self._let_pass(application, 0)
        with self.assertRefused("may answer until"):
            self._decide(application, "destroy")
        self._let_pass(application, 1)
        self.assertTrue(application.with_user(self.users["office"]).can_decide_rejected)
        self._decide(application, "destroy")
        self.assertEqual(application.rejected_answered_by, "office")
        self.assertEqual(application.rejected_reason, "No word from them")
        destroyed = application.move_ids.filtered(lambda m: m.cs_return_role == "destroy")
        self.assertEqual((destroyed.state, destroyed.quantity), ("done", 3))
        with self.assertRefused("is on record"):
            self._decide(application, "take_back")

    def test_office_may_send_the_goods_back(self):
        application = self._rejected()
        self._let_pass(application, 1)
        self._decide(application, "take_back", "manager")
        back = application.move_ids.filtered(lambda m: m.cs_return_role == "take_back")
        self.assertEqual((back.state, back.product_uom_qty), ("assigned", 3))

    def test_nothing_rejected_is_nothing_to_decide(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._appraise(self._approve(self._apply([(move, 4)])))
        with self.assertRefused("has no rejected goods"):
            self._decide(application, "destroy")

    def test_others_do_not_decide(self):
        application = self._rejected()
        self._let_pass(application, 1)
        for role in ("clerk", "warehouse", "accountant", "salesman", "technician"):
            with self.assertRefused("It is for", AccessError):
                application.with_user(self.users[role])._decide_rejected("destroy", "so")

    def test_clerk_notes_the_answer_of_the_dealer_at_any_time(self):
        application = self._rejected()
        application.with_user(self.users["clerk"]).action_destroy_rejected()
        self.assertEqual(application.rejected_answered_by, "clerk")

    def test_dealer_is_reminded_once_and_the_office_told_once(self):
        application = self._rejected()
        self.dealer.email = "dealer@example.com"
        self._run_cron(DEADLINES)
        self.assertFalse(application.rejected_reminded_date)
        ahead = self.company.cs_return_answer_reminder_days
        self._let_pass(application, -ahead)
        mails = self.env["mail.mail"].search_count([("res_id", "=", application.id)])
        for _run in range(2):
            self._run_cron(DEADLINES)
        self.assertEqual(application.rejected_reminded_date, fields.Date.today())
        sent = self.env["mail.mail"].search([("res_id", "=", application.id)])
        self.assertEqual(len(sent), mails + 1)
        self.assertFalse(application.rejected_escalated_date)
        self._let_pass(application, 1)
        before = len(self._activities(application))
        for _run in range(2):
            self._run_cron(DEADLINES)
        told = self._activities(application)
        self.assertEqual(len(told), before + 1)
        self.assertIn(self.users["office"], told.user_id)

    def test_an_answered_question_is_not_asked_again(self):
        application = self._rejected()
        application.with_user(self.users["clerk"]).action_destroy_rejected()
        self._let_pass(application, 1)
        self._run_cron(DEADLINES)
        self.assertFalse(application.rejected_reminded_date)
        self.assertFalse(application.rejected_escalated_date)
