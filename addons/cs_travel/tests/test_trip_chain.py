from datetime import timedelta

from odoo.exceptions import AccessError, UserError

from .common import TravelCommon


class TestTripChain(TravelCommon):
    """From the application to the audited trip (S-38, S-39, S-40)."""

    def test_application_is_filed_then_signed(self):
        trip = self._create_trip()
        trip.action_submit()
        self.assertEqual(trip.approval_waiting_for, "Filed with customer service")
        with self.assertRaises(UserError):
            trip.with_user(self.users["boss"]).action_approve()
        trip.with_user(self.users["clerk"]).action_approve()
        trip.with_user(self.users["boss"]).action_approve()
        self.assertEqual(trip.state, "approved")

    def test_traveller_never_signs_their_own_trip(self):
        trip = self._create_trip(role="clerk")
        trip.action_submit()
        with self.assertRaises(UserError):
            trip.action_approve()

    def test_nobody_applies_for_somebody_else(self):
        with self.assertRaises(AccessError):
            self.env["cs.trip"].with_user(self.users["clerk"]).create(
                {"purpose": "X", "employee_id": self.employees["traveller"].id}
            )

    def test_overlapping_trip_is_refused(self):
        self._create_approved(first=1, days=3)
        other = self._create_trip(first=3)
        with self.assertRaisesRegex(UserError, "overlaps"):
            other.action_submit()

    def test_leave_is_not_travelled(self):
        employee = self.employees["traveller"]
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": employee.resource_id.id,
                "date_from": f"{self.today + timedelta(days=2)} 01:00:00",
                "date_to": f"{self.today + timedelta(days=2)} 09:00:00",
            }
        )
        trip = self._create_trip(first=1, days=3)
        with self.assertRaisesRegex(UserError, "leave"):
            trip.action_submit()

    def test_trip_without_manager_is_refused(self):
        self.employees["traveller"].parent_id = False
        trip = self._create_trip()
        with self.assertRaisesRegex(UserError, "No sales manager"):
            trip.action_submit()

    def test_deviated_day_is_not_reimbursed(self):
        trip = self._create_audited((300.0, 200.0), bad_days=(1,))
        states = trip.expense_ids.sorted("date").mapped("state")
        self.assertEqual(states, ["submitted", "refused"])
        self.assertEqual(trip.reimbursement_ids.amount, 300)
        self.assertEqual(trip.reimbursement_ids.state, "submitted")

    def test_expense_outside_the_days_waits(self):
        trip = self._create_approved(first=-2)
        self._spend(trip, 10, date=self.today + timedelta(days=9))
        with self.assertRaisesRegex(UserError, "outside the days"):
            self._return(trip)
