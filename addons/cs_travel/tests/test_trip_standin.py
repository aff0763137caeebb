from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from .common import TravelCommon


class TestTripStandin(TravelCommon):
    """A colleague looks after the traveller's customers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "<b>Fish & Rod</b>",
                "user_id": cls.users["traveller"].id,
                "company_id": cls.company.id,
            }
        )

    def _activities(self, trip, role="plain"):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "cs.trip"),
                ("res_id", "=", trip.id),
                ("user_id", "=", self.users[role].id),
            ]
        )

    def _create_covered(self, first=0, days=2, **kwargs):
        return self._create_approved(
            first=first, days=days, standin_id=self.users["plain"].id, **kwargs
        )

    def test_standin_is_told_on_approval_with_the_customers(self):
        trip = self._create_covered(first=3)
        activity = self._activities(trip)
        self.assertEqual(activity.date_deadline, trip.date_from)
        self.assertIn(str(trip.date_to), activity.summary)
        self.assertIn("&lt;b&gt;Fish &amp; Rod", str(activity.note))

    def test_other_standin_is_told_instead(self):
        trip = self._create_covered(first=3)
        trip.standin_id = self.users["colleague"]
        self.assertFalse(self._activities(trip))
        self.assertTrue(self._activities(trip, "colleague"))

    def test_activity_is_dropped_when_the_trip_is_over(self):
        trip = self._create_covered(first=3)
        trip.action_cancel()
        self.assertFalse(self._activities(trip))

    def test_activity_follows_a_change_of_the_first_day(self):
        trip = self._create_covered(first=3)
        day = trip.day_ids.sorted("date")[0]
        change = self._request_change(trip, ("drop", day, {}))
        change.action_submit()
        self._sign_change(change)
        self.assertEqual(self._activities(trip).date_deadline, day.date + timedelta(days=1))

    def test_nobody_stands_in_for_themselves(self):
        with self.assertRaises(ValidationError):
            self._create_trip(standin_id=self.users["traveller"].id)

    def test_standin_reads_the_approved_trip_and_changes_nothing(self):
        trip = self._create_trip(first=3, standin_id=self.users["plain"].id)
        seen = trip.with_user(self.users["plain"])
        with self.assertRaises(AccessError):
            seen.read(["purpose"])
        trip.action_submit()
        for role in ("clerk", "boss"):
            trip.with_user(self.users[role]).action_approve()
        self.env.invalidate_all()
        self.assertEqual(seen.read(["purpose"])[0]["purpose"], "Spring orders")
        self.assertEqual(len(seen.day_ids.mapped("city")), 2)
        for call in (
            lambda: seen.write({"summary": "X"}),
            lambda: seen.day_ids.write({"actual_city": "X"}),
            seen.unlink,
            seen.action_request_change,
        ):
            with self.assertRaises(UserError):
                call()

    def test_customer_shows_who_looks_after_it_while_the_trip_runs(self):
        trip = self._create_covered()
        customer = self.customer.with_user(self.users["colleague"])
        self.assertEqual(
            customer.cs_standin_note,
            f"Traveller is travelling until {trip.date_to}; {self.users['plain'].name} looks "
            "after you.",
        )
        with self.assertRaises(AccessError):
            trip.with_user(self.users["colleague"]).read(["purpose"])

    def test_customer_shows_nothing_before_and_after_the_trip(self):
        self._create_covered(first=3)
        self.assertFalse(self.customer.with_user(self.users["plain"]).cs_standin_note)

    def test_day_is_counted_where_the_traveller_is(self):
        """At 17:00 in Greenwich the first day has begun in Shanghai."""
        self.employees["traveller"].tz = "Asia/Shanghai"
        trip = self._create_covered(first=3)
        eve = datetime.combine(trip.date_from - timedelta(days=1), datetime.min.time())
        customer = self.customer.with_user(self.users["plain"])
        for hour, is_shown in ((15, False), (17, True)):
            with self.subTest(hour=hour), freeze_time(eve + timedelta(hours=hour)):
                customer.invalidate_recordset(["cs_standin_note"])
                self.assertEqual(bool(customer.cs_standin_note), is_shown)

    def test_note_costs_the_same_for_one_and_for_many_customers(self):
        self._create_covered()
        partners = self.env["res.partner"].create(
            [{"name": f"Shop {n}", "user_id": self.users["traveller"].id} for n in range(30)]
        )
        counts = []
        for records in (partners[:1], partners[:1], partners):
            self.env.flush_all()
            self.env.invalidate_all()
            records = records.with_user(self.users["plain"])
            before = self.env.cr.sql_log_count
            self.assertTrue(all(records.mapped("cs_standin_note")))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])
