from odoo.exceptions import UserError
from odoo.tests import tagged

from .delivery_common import DeliveryCommon

DEADLINES = "cs_base.ir_cron_cs_deadline_check"


@tagged("post_install", "-at_install")
class TestMailAsksAndReminds(DeliveryCommon):
    """A daily job asks and reminds by mail, each once however often it runs (S-36)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_followup_by_mail = True

    def _run(self, days=0, times=2):
        self._run_cron("cs_feedback.ir_cron_cs_delivery_followup_ask", days, times)

    def _mails(self, followup):
        domain = [("model", "=", followup._name), ("res_id", "=", followup.id)]
        return self.env["mail.mail"].search(domain)

    def test_asked_on_the_day_and_not_before(self):
        followup = self._ship()
        self._run(days=4)
        self.assertFalse(self._mails(followup))
        self._run(days=5)
        self.assertEqual((followup.state, len(self._mails(followup))), ("asked", 1))
        self.assertIn("/delivery/", self._mails(followup).body_html)

    def test_reminded_once_then_left_to_the_phone(self):
        followup = self._ship()
        followup.user_id = self.users["clerk"]
        self._run(days=5)
        self._run(days=8)
        self.assertEqual(followup.reminder_count, 0)
        self._run(days=9)
        self.assertEqual((followup.reminder_count, len(self._mails(followup))), (1, 2))
        self._run(days=20)
        self.assertEqual(len(self._mails(followup)), 2)
        self.assertFalse(self._activity_users(followup, "deadline"))
        self._run_cron(DEADLINES, days=20)
        self.assertEqual(self._activity_users(followup, "deadline"), ["clerk"])

    def test_nobody_is_reminded_while_a_mail_will_ask(self):
        followup = self._ship_before(5)
        followup.user_id = self.users["clerk"]
        self._run_cron(DEADLINES)
        self.assertFalse(self._activity_users(followup, "deadline"))

    def test_dealers_without_address_or_wish_are_left_to_the_phone(self):
        nobody = self._ship_before(6)
        self.dealer.email = False
        self._run()
        self.assertEqual(nobody.state, "due")
        self.dealer.write({"email": "d@example.com", "cs_followup_channel": "phone"})
        self._run()
        self.assertEqual(nobody.state, "due")
        self.company.cs_followup_by_mail = False
        self.dealer.cs_followup_channel = "mail"
        self._run()
        self.assertEqual(nobody.state, "asked")

    def test_one_mail_that_fails_does_not_stop_the_others(self):
        first, second = self._ship_before(6), self._ship_before(6)
        model = type(first)
        original = model._answer_url
        broken = first.id

        def _answer_url(record):
            if record.id == broken:
                raise ValueError("broken")
            return original(record)

        self.patch(model, "_answer_url", _answer_url)
        with self.assertLogs(level="ERROR"):
            self._run(times=1)
        self.assertEqual((first.state, second.state), ("due", "asked"))

    def test_clerk_asks_by_mail_at_once(self):
        followup = self._as(self._ship(), "clerk")
        followup.action_ask_by_mail()
        self.assertEqual((followup.state, len(self._mails(followup))), ("asked", 1))
        other = self._as(self._ship(), "clerk")
        self.dealer.email = False
        self.assertRefused(UserError, "has no mail address", other.action_ask_by_mail)

    def test_address_of_the_place_of_delivery_is_preferred(self):
        depot = self.env["res.partner"].create(
            {
                "name": "Depot",
                "type": "delivery",
                "parent_id": self.dealer.id,
                "email": "depot@example.com",
            }
        )
        followup = self._ship(partner_shipping_id=depot.id)
        self.assertEqual((followup.contact_id, followup.partner_id), (depot, self.dealer))
        self.assertEqual(followup._mail_partner(), depot)
