from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import LockError, UserError
from odoo.tools import mute_logger

from .common import TravelCommon


class TestTripOverlap(TravelCommon):
    """A traveller is on one trip at a time."""

    def _blind(self, trip):
        """What a transaction sees that began before the other trip was submitted: nothing."""
        return patch.object(type(trip), "_check_is_free", lambda self, first=None, last=None: None)

    def test_of_two_applications_at_once_one_wins(self):
        first, second = self._create_trip(first=1), self._create_trip(first=2)
        first.action_submit()
        refused = self.assertRaisesRegex(ExclusionViolation, "days_taken_once")
        with self._blind(second), mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
            second.action_submit()
            self.env.flush_all()
        self.assertEqual(second.state, "draft")

    def test_second_application_finds_the_traveller_locked(self):
        trip = self._create_trip()
        locked = patch.object(
            type(self.env["hr.employee"]), "lock_for_update", side_effect=LockError("locked")
        )
        with locked, self.assertRaisesRegex(UserError, "being submitted right now"):
            trip.action_submit()

    def test_leave_that_came_meanwhile_stops_the_last_signature(self):
        trip = self._create_trip(first=1, days=3)
        trip.action_submit()
        trip.with_user(self.users["clerk"]).action_approve()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.employees["traveller"].resource_id.id,
                "date_from": f"{self.today + timedelta(days=2)} 01:00:00",
                "date_to": f"{self.today + timedelta(days=2)} 09:00:00",
            }
        )
        with self.assertRaisesRegex(UserError, "leave"):
            trip.with_user(self.users["boss"]).action_approve()

    def test_trips_of_two_people_may_overlap(self):
        self._create_approved(first=1)
        self.assertEqual(self._create_approved(first=1, role="colleague").state, "approved")

    def test_cancelled_trip_takes_up_no_days(self):
        self._create_approved(first=1).action_cancel()
        self.assertEqual(self._create_approved(first=1).state, "approved")

    def test_trip_that_follows_on_is_free(self):
        self._create_approved(first=1, days=2)
        self.assertEqual(self._create_approved(first=3).state, "approved")
