from datetime import timedelta

from .common import TravelCommon


class TestTripCalendar(TravelCommon):
    """The days of an approved trip stand in the traveller's calendar."""

    # what ten days may cost more than one, once and for each further day
    QUERIES_PER_DAY = 3

    def _events(self, trip):
        return self.env["calendar.event"].search(
            [("cs_trip_day_id", "in", trip.plan_day_ids.ids)], order="start_date"
        )

    def test_each_day_is_an_event_of_the_traveller(self):
        trip = self._create_approved(first=3, days=2)
        events = self._events(trip)
        self.assertEqual(
            events.mapped("name"), ["City 1: Blue Lake Tackle", "City 2: Blue Lake Tackle"]
        )
        self.assertEqual(events.mapped("start_date"), trip.day_ids.sorted("date").mapped("date"))
        self.assertTrue(all(events.mapped("allday")))
        self.assertEqual(events.user_id, self.users["traveller"])
        self.assertEqual(events.partner_ids, self.users["traveller"].partner_id)

    def test_nothing_stands_in_the_calendar_before_the_approval(self):
        trip = self._create_trip(first=3)
        trip.action_submit()
        self.assertFalse(self._events(trip))

    def test_nobody_is_mailed(self):
        trip = self._create_approved(first=3, days=2)
        events = self._events(trip)
        models = ("calendar.event", "calendar.attendee")
        self.assertFalse(self.env["mail.mail"].search([("model", "in", models)]))
        self.assertFalse(events.activity_ids)

    def test_change_moves_the_events(self):
        trip = self._create_approved(first=3, days=3)
        days = trip.day_ids.sorted("date")
        after = days[2].date + timedelta(days=1)
        change = self._request_change(
            trip,
            ("replace", days[0], {"date": after}),
            ("replace", days[1], {"date": days[1].date, "city": "Hefei"}),
        )
        change.action_submit()
        self._sign_change(change)
        events = self._events(trip)
        self.assertEqual(events.mapped("start_date"), [days[1].date, days[2].date, after])
        self.assertEqual(events[0].name, "Hefei: Blue Lake Tackle")

    def test_cancelled_trip_leaves_the_calendar(self):
        trip = self._create_approved(first=3)
        trip.action_cancel()
        self.assertFalse(self._events(trip))

    def test_ten_days_cost_hardly_more_than_one(self):
        counts = []
        for first, days in ((3, 1), (10, 1), (20, 10)):
            trip = self._create_trip(first=first, days=days)
            trip.action_submit()
            trip.with_user(self.users["clerk"]).action_approve()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            trip.with_user(self.users["boss"]).action_approve()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._events(trip)), days)
        _warm, one, ten = counts
        self.assertLessEqual(ten - one, 9 * self.QUERIES_PER_DAY)
