from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from .delivery_common import DeliveryCommon


class FollowupTourCommon(HttpCase, DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls._create_contact("f_tour", cls.dealer)
        for user in (*cls.users.values(), cls.contact):
            user.lang = "zh_CN"
        cls.followup = cls._ship_before(6)


@tagged("post_install", "-at_install")
class TestFollowupTour(FollowupTourCommon):
    """The daily job of follow-ups in the browser, in Chinese (S-36, S-92)."""

    def test_clerk_calls_a_dealer(self):
        login = self.users["clerk"].login
        self.start_tour("/odoo/delivery-followups", "cs_followup_call", login=login)
        followup = self.followup
        self.assertEqual((followup.state, followup.channel), ("closed", "phone"))
        self.assertEqual((followup.line_ids.broken_qty, followup.mark), (2, "2"))
        self.assertEqual((followup.charge_amount, followup.charge_note), (15, "Unloading"))
        self.assertEqual(followup.remarks, "Cartons were wet")

    def test_manager_draws_a_sample_and_calls(self):
        today = fields.Date.today()
        manager = self.users["manager"]
        plan = self.env["cs.callback.plan"].create(
            {
                "name": "Quarter",
                "company_id": self.company.id,
                "date_from": today - timedelta(days=30),
                "date_to": today,
                "deadline": today,
                "user_ids": [Command.set(manager.ids)],
            }
        )
        self.start_tour(f"/odoo/callback-plans/{plan.id}", "cs_callback_plan", login=manager.login)
        self.assertEqual((plan.callback_ids.state, plan.callback_ids.mark), ("done", "4"))


@tagged("post_install", "-at_install")
class TestFollowupPortalTour(FollowupTourCommon):
    """A dealer answers on a phone."""

    browser_size = "390x844"
    touch_enabled = True

    def test_dealer_answers_in_the_portal(self):
        self.start_tour("/my", "cs_followup_portal", login=self.contact.login)
        followup = self.followup
        self.assertEqual((followup.state, followup.channel), ("answered", "portal"))
        self.assertEqual((followup.line_ids.received_qty, followup.mark), (9, "4"))
