from odoo.tests import HttpCase, tagged

from .common import TravelCommon


class SupervisionTourCommon(HttpCase, TravelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer.write({"partner_latitude": 30.2741, "partner_longitude": 120.1551})
        for user in cls.users.values():
            user.lang = "zh_CN"
        cls.trip = cls._create_approved(first=0, days=2)
        cls.day = cls.trip.day_ids.sorted("date")[0]


@tagged("post_install", "-at_install")
class TestCheckInTour(SupervisionTourCommon):
    """The traveller checks in on a phone, with and without a position."""

    browser_size = "390x844"
    touch_enabled = True

    def test_traveller_checks_in_on_a_phone(self):
        login = self.users["traveller"].login
        self.start_tour(f"/odoo/my-trips/{self.trip.id}", "cs_trip_check_in", login=login)
        without, given = self.day.sudo().checkin_ids
        self.assertEqual((given.position_state, given.note), ("given", "At the counter"))
        self.assertEqual((given.latitude, given.longitude), (30.28, 120.15))
        self.assertTrue(given.photo)
        self.assertEqual(without.position_state, "none")


@tagged("post_install", "-at_install")
class TestSupervisionTour(SupervisionTourCommon):
    """A clerk works through the board; the personnel department decides on the report."""

    def test_clerk_supervises_and_personnel_decides(self):
        login = self.users["clerk"].login
        self.start_tour("/odoo/supervision-board", "cs_trip_supervise", login=login)
        call = self.env["cs.trip.call"].search([("day_id", "=", self.day.id)])
        self.assertEqual((call.result, call.note), ("not_seen", "Waited until noon"))
        report = self.env["cs.trip.misconduct"].search([("day_id", "=", self.day.id)])
        self.assertEqual(report.description, "Asked for liquor")
        login = self.users["hr"].login
        self.start_tour("/odoo/solicited-benefits", "cs_trip_decide", login=login)
        self.assertEqual(report.state, "confirmed")
