from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestNotices(ReturnsCommon):
    """Each step tells who must act, once, in their language, with a link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer.write({"email": "dealer@example.com", "lang": "zh_CN"})
        for role in ("warehouse", "clerk", "office", "accountant"):
            cls.users[role].notification_type = "email"

    def _run(self):
        """What the scheduled job writes: (recipient addresses, subject, body)."""
        self.env.flush_all()
        before = self.env["mail.mail"].search([])
        notified = self.env["mail.notification"].search([])
        self._run_cron("cs_returns.ir_cron_cs_return_send_notices")
        self.mails = self.env["mail.mail"].search([]) - before
        self.told = (self.env["mail.notification"].search([]) - notified).res_partner_id
        return self.mails

    def _to_dealer(self):
        return self.mails.filtered(lambda mail: self.dealer in mail.recipient_ids)

    def _move(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        return move

    def test_dealer_learns_of_the_approval_with_the_form(self):
        application = self._approve(self._apply([(self._move(), 4)]))
        self._run()
        mail = self._to_dealer()
        self.assertEqual(len(mail), 1)
        self.assertIn(application.name, mail.subject)
        self.assertIn(f"/my/returns/{application.id}", mail.body_html)
        # tests print HTML in place of PDF
        (form,) = mail.attachment_ids
        self.assertTrue(form.name.startswith(application.name.replace("/", "-")))
        self.assertIn(application.name, form.raw.decode())
        self._run()
        self.assertFalse(self.mails)

    def test_warehouse_and_settlers_are_told(self):
        application = self._approve(self._apply([(self._move(), 4)]))
        self._run()
        self._arrive(application)
        self._run()
        self.assertIn(self.users["warehouse"].partner_id, self.told)
        self.assertNotIn(self.users["clerk"].partner_id, self.told)
        application.with_user(self.users["warehouse"]).action_appraise()
        self._run()
        self.assertIn(self.users["clerk"].partner_id, self.told)
        self.assertFalse(self._to_dealer())

    def test_dealer_is_asked_about_rejected_goods(self):
        counts = [{"received_qty": 4, "rejected_qty": 3, "reject_reason": "opened"}]
        self._appraise(self._approve(self._apply([(self._move(), 4)])), counts)
        self._run()
        mail = self._to_dealer()
        self.assertIn("opened", mail.body_html)
        self.assertEqual(len(mail.attachment_ids), 1)

    def test_dealer_gets_the_settlement_letter(self):
        self._return([(self._move(), 4)])
        self._run()
        self.assertEqual(len(self._to_dealer().attachment_ids), 1)

    def test_office_is_told_of_a_disposal(self):
        self._approve_on_site([(self._move(), 4)])
        self._run()
        self.assertIn(self.users["office"].partner_id, self.told)
        self.assertFalse(self._to_dealer())

    def test_refusal_tells_the_reason(self):
        application = self._apply([(self._move(), 4)])
        application.action_submit()
        application.with_user(self.users["office"])._approval_decide("refused", "Seal broken")
        self._run()
        self.assertIn("Seal broken", self._to_dealer().body_html)

    def test_a_notice_that_fails_does_not_hold_up_the_others(self):
        template = self.env.ref("cs_returns.mail_template_cs_return_approved")
        template.email_from = "{{ object.no_such_field }}"
        broken = self._approve(self._apply([(self._move(), 4)]))
        sound = self._settle(self._appraise(self._approve(self._apply([(self._move(), 4)]))))
        with self.assertLogs("odoo.addons.cs_returns.models.cs_return_notice", "ERROR") as logs:
            self._run()
        self.assertIn(broken.name, logs.output[0])
        self.assertEqual(len(self._to_dealer()), 1)
        self.assertIn(sound.name, self._to_dealer().subject)
        self.assertFalse((broken | sound).filtered("is_notice_due"))
