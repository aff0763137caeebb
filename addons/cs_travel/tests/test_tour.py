from odoo import Command
from odoo.tests import HttpCase, tagged

from .money_common import MoneyCommon

PHONE = "390x844"
DESKTOP = "1366x768"
# seconds for a tour, on a machine that has other work too
PATIENCE = 180


class TourCommon(HttpCase, MoneyCommon):
    def _speak(self, lang):
        for user in self.users.values():
            user.lang = lang

    def _walk(self, url, name, role, size=DESKTOP):
        """The user of the role takes the tour, on a screen of this size."""
        self.browser_size, self.touch_enabled = size, size == PHONE
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _on_phone(self, url, name):
        self._walk(url, name, "traveller", PHONE)

    def _share_route(self):
        self.env["cs.trip.template"].with_user(self.users["colleague"]).create(
            {
                "name": "The South",
                "is_shared": True,
                "line_ids": [
                    Command.create(
                        {
                            "number": number,
                            "city": city,
                            "partner_ids": [Command.link(self.dealer.id)],
                            "planned_cost": 250,
                        }
                    )
                    for number, city in ((1, "Xiamen"), (2, "Quanzhou"))
                ],
            }
        )

    # What each tour has to bring about

    def _check_application(self):
        self._share_route()
        self._on_phone("/odoo/my-trips", "cs_travel_apply")
        trip = self.env["cs.trip"].search([("user_id", "=", self.users["traveller"].id)])
        self.assertEqual((trip.state, trip.planned_cost), ("submitted", 500))
        self.assertEqual(trip.day_ids.sorted("date").mapped("city"), ["Xiamen", "Quanzhou"])
        self.assertEqual(trip.date_to, self.today)
        return trip.with_user(self.users["traveller"])

    def _check_approved(self, trip, role):
        self._walk("/odoo/action-cs_travel.cs_trip_action_approve", "cs_travel_approve", role)
        self.assertIn(self.users[role], trip.sudo().approval_step_ids.decided_by_id)

    def _check_advance_asked(self, trip):
        self._on_phone(f"/odoo/my-trips/{trip.id}", "cs_travel_ask_advance")
        self.assertEqual((trip.advance_ids.state, trip.advance_ids.amount), ("submitted", 200))
        return trip.advance_ids

    def _check_advance_approved(self, advance):
        self._walk("/odoo/trip-advances", "cs_travel_approve", "boss")
        self.assertEqual(advance.state, "approved")

    def _check_advance_paid(self, advance):
        payments = "/odoo/action-account.action_account_payments_payable"
        self._walk(payments, "cs_travel_pay_advance", "accountant")
        self.assertEqual(advance.state, "paid")

    def _check_checked_in(self, trip):
        self._on_phone(f"/odoo/my-trips/{trip.id}", "cs_travel_check_in")
        checkin = trip.day_ids.sorted("date")[1].checkin_ids
        self.assertEqual((checkin.latitude, checkin.note), (24.48, "At the counter"))

    def _check_spent(self, trip):
        self._on_phone(f"/odoo/my-trips/{trip.id}", "cs_travel_spend")
        self.assertEqual(trip.expense_ids.cs_trip_day_id, trip.day_ids.sorted("date")[1])
        self.assertEqual(trip.expense_ids.total_amount, 320)

    def _check_returned(self, trip):
        self._on_phone(f"/odoo/my-trips/{trip.id}", "cs_travel_return")
        self.assertEqual(trip.state, "returned")
        self.assertEqual(trip.day_ids.mapped("actual_city"), trip.day_ids.mapped("city"))

    def _check_supervised(self, trip):
        self._walk("/odoo/supervision-board", "cs_travel_supervise", "clerk")
        day = trip.sudo().day_ids.sorted("date")[1]
        self.assertEqual((day.call_ids.result, day.result), ("confirmed", "as_planned"))

    def _check_audited(self, trip):
        self._walk(f"/odoo/trips/{trip.id}", "cs_travel_audit", "clerk")
        self.assertEqual(trip.day_ids.sorted("date").mapped("result"), ["deviated", "as_planned"])
        self.assertIn(trip.state, ("audited", "settled"))

    def _check_reimbursement_approved(self, trip):
        self._walk("/odoo/trip-reimbursements", "cs_travel_approve", "boss")
        self.assertEqual(trip.reimbursement_ids.state, "approved")

    def _check_settled(self, trip):
        to_settle = "/odoo/action-cs_travel.cs_trip_reimbursement_action_settle"
        self._walk(to_settle, "cs_travel_settle", "accountant")
        self.assertEqual(trip.state, "settled")
        self.assertEqual(trip.sudo().reimbursed_total, 320)
        self.assertClear(trip)


@tagged("post_install", "-at_install")
class TestTourInChinese(TourCommon):
    """Each role does its part in the browser; the traveller does it on a phone.

    No page of the traveller is wider than the screen.
    """

    def setUp(self):
        super().setUp()
        self._speak("zh_CN")

    def test_traveller_applies(self):
        self._check_application()

    def test_traveller_is_under_way(self):
        trip = self._create_approved(first=-1)
        self._check_advance_asked(trip)
        self._check_checked_in(trip)
        self._check_spent(trip)
        self._check_returned(trip)

    def test_traveller_asks_for_a_change_that_two_sign(self):
        trip = self._create_approved(first=4)
        self._on_phone(f"/odoo/my-trips/{trip.id}", "cs_travel_ask_change")
        change = trip.change_ids
        self.assertEqual(change.state, "submitted")
        for role in ("boss", "clerk"):
            self._walk("/odoo/trip-changes", "cs_travel_approve", role)
        self.assertEqual((change.state, trip.plan_version), ("approved", 2))
        self.assertIn("Putian", trip.day_ids.mapped("city"))

    def test_clerk_supervises_and_audits(self):
        trip = self._create_approved(first=-1)
        trip.day_ids.sorted("date")[1].action_check_in(24.48, 118.09)
        self._check_supervised(trip)
        self._return(trip)
        self._check_audited(trip)

    def test_sales_manager_signs(self):
        trip = self._create_trip(first=-1)
        trip.action_submit()
        trip.with_user(self.users["clerk2"]).action_approve()
        self._check_approved(trip, "boss")
        self.assertEqual(trip.state, "approved")
        self._check_advance_approved(self._ask_advance(trip, 200))
        self._spend(trip, 320)
        self._return(trip)
        self._audit(trip)
        self._check_reimbursement_approved(trip)

    def test_accountant_pays_and_settles(self):
        trip = self._create_approved(first=-1)
        self._check_advance_paid(self._approved_advance(trip, 200))
        self._finish(trip, (320,))
        self._check_settled(trip)


@tagged("post_install", "-at_install")
class TestTourInEnglish(TourCommon):
    """One trip from the application to the last payment, each step by its role."""

    def test_whole_trip(self):
        self._speak("en_US")
        trip = self._check_application()
        for role in ("clerk2", "boss"):
            self._check_approved(trip, role)
        self.assertEqual(trip.state, "approved")
        advance = self._check_advance_asked(trip)
        self._check_advance_approved(advance)
        self._check_advance_paid(advance)
        self._check_checked_in(trip)
        self._check_spent(trip)
        self._check_supervised(trip)
        self._check_returned(trip)
        self._check_audited(trip)
        self._check_reimbursement_approved(trip)
        self._check_settled(trip)
