from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import TravelCommon


class TestFewTaps(TravelCommon):
    """What spares the traveller taps on a phone, and lets nobody else in."""

    def test_itinerary_is_filled_where_days_are_past_and_say_nothing(self):
        trip = self._create_approved(first=-2, days=4)
        before, yesterday, today, tomorrow = trip.day_ids.sorted("date")
        before.actual_city = "Elsewhere"
        trip.action_fill_itinerary()
        self.assertEqual(before.actual_city, "Elsewhere")
        self.assertFalse(before.actual_partner_ids)
        for day in (yesterday, today):
            self.assertEqual(day.actual_city, day.city)
            self.assertEqual(day.actual_partner_ids, self.dealer)
        self.assertFalse(tomorrow.actual_city)

    def test_itinerary_is_filled_by_the_traveller_on_the_way(self):
        trip = self._create_approved(first=-1)
        with self.assertRaisesRegex(UserError, "Only Traveller"):
            trip.with_user(self.users["boss"]).action_fill_itinerary()
        self._return(trip)
        trip.sudo().day_ids._write_protected({"actual_city": False})
        with self.assertRaisesRegex(UserError, "no longer be changed"):
            trip.action_fill_itinerary()

    def test_new_expense_has_the_day_that_is_travelled(self):
        for first, expected in ((-1, self.today), (3, self.today + timedelta(days=3))):
            with self.subTest(first=first):
                trip = self._create_approved(first=first)
                context = trip.action_new_expense()["context"]
                self.assertEqual(context["default_date"], str(expected))
                self.assertEqual(context["default_cs_trip_id"], trip.id)

    def test_window_of_expenses_shows_those_made_in_it(self):
        trip = self._create_approved(first=-1)
        action = trip.action_open_expenses()
        expense = self._spend(trip, 10)
        self.assertEqual(self.env["hr.expense"].search(action["domain"]), expense)

    def test_report_is_handed_in_once_the_trip_has_begun(self):
        self.assertFalse(self._create_approved(first=1).can_return)
        self.assertTrue(self._create_approved(first=-1, days=1).can_return)

    def test_day_is_named_by_its_city_within_the_trip(self):
        day = self._create_trip(days=1).day_ids
        self.assertEqual(day.with_context(cs_within_trip=True).display_name, f"{day.date} City 1")
        self.assertEqual(day.display_name, f"{day.trip_id.name} {day.date}")

    def test_user_without_employee_is_told_whom_to_ask(self):
        self.employees["plain"].user_id = False
        with self.assertRaisesRegex(UserError, "ask the personnel department"):
            self.env["cs.trip"].with_user(self.users["plain"]).create({"purpose": "Orders"})

    def test_approvers_of_expenses_enter_none_on_a_trip(self):
        trip = self._create_approved(first=-1)
        officer = new_test_user(
            self.env,
            login="officer",
            groups="base.group_user,hr_expense.group_hr_expense_manager",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        foreign = self._spend(trip, 10, cs_trip_id=False).with_user(officer)
        foreign.name = "Taxi"
        with self.assertRaisesRegex(UserError, "only Traveller enters"):
            foreign.cs_trip_id = trip
        values = {
            "name": "Taxi",
            "product_id": self.category.id,
            "employee_id": trip.employee_id.id,
            "cs_trip_id": trip.id,
            "date": self.today,
        }
        with self.assertRaisesRegex(UserError, "only Traveller enters"):
            foreign.create(values)
        with self.assertRaisesRegex(UserError, "only Traveller enters"):
            self._spend(trip, 10).with_user(officer).unlink()
