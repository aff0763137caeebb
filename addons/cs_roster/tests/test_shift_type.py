from datetime import date

from odoo.exceptions import ValidationError

from .common import RosterCommon


class TestShiftType(RosterCommon):
    """Hours of shifts, also past midnight, and what a type may not be (S-76)."""

    agent_count = 2

    def test_the_three_shifts_come_as_data(self):
        hours = [(t.hour_from, t.hour_to, t.work_hours) for t in (self.day, self.night)]
        self.assertEqual(hours, [(8, 17, 8), (17, 25, 8)])
        self.assertEqual((self.regular.hour_from, self.regular.hour_to), (9, 18))
        self.assertEqual([t.is_night for t in (self.day, self.night)], [False, True])

    def test_night_ends_on_the_next_day_in_utc(self):
        start, stop = self.night._bounds(date(2027, 3, 1), "Asia/Shanghai")
        self.assertEqual(str(start), "2027-03-01 09:00:00")
        self.assertEqual(str(stop), "2027-03-01 17:00:00")

    def test_bounds_follow_daylight_saving(self):
        # clocks in Berlin go forward on 28 March 2027 at 02:00
        start, stop = self.night._bounds(date(2027, 3, 27), "Europe/Berlin")
        self.assertEqual(str(start), "2027-03-27 16:00:00")
        self.assertEqual(str(stop), "2027-03-28 00:00:00")
        start, stop = self.night._bounds(date(2027, 3, 28), "Europe/Berlin")
        self.assertEqual(str(start), "2027-03-28 15:00:00")
        self.assertEqual(str(stop), "2027-03-28 23:00:00")

    def test_letter_is_unique_among_what_a_company_sees(self):
        vals = {"name": "Dawn", "code": "D", "hour_from": 5, "hour_to": 13}
        own = {**vals, "company_id": self.company.id}
        self.assertRefused(ValidationError, "letter D", self.day.create, own)

    def test_letter_is_a_capital(self):
        vals = {"name": "Dawn", "code": "-", "hour_from": 5, "hour_to": 13}
        self.assertRefused(ValidationError, "A to Z", self.day.create, vals)
