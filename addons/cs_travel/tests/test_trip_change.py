from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, LockError, UserError
from odoo.tests import Form
from odoo.tools import mute_logger

from .common import TravelCommon


class TestTripChange(TravelCommon):
    """A route is changed in time, by two signatures, and keeps its versions (S-41)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a third of the cost is planned for each day
        cls.trip = cls._create_approved(first=3, days=3, cost=1000.0)
        cls.days = cls.trip.day_ids.sorted("date")

    def _replace(self, number=1, **values):
        day = self.days[number]
        return ("replace", day, {"date": day.date, **values})

    def _refuse_change(self, change, role):
        decision = self.env["cs.approval.decision"].with_user(self.users[role])
        decision.create(
            {
                "res_model": change._name,
                "res_id": change.id,
                "decision": "refuse",
                "comment": "Not now",
            }
        ).action_confirm()

    def test_both_signatures_in_any_order_make_a_new_version(self):
        for roles in (("boss", "clerk"), ("clerk2", "boss")):
            with self.subTest(roles=roles), self.env.cr.savepoint() as savepoint:
                change = self._request_change(self.trip, self._replace())
                change.action_submit()
                self._sign_change(change, roles[0])
                self.assertEqual((change.state, self.trip.plan_version), ("submitted", 1))
                self._sign_change(change, roles[1])
                self.assertEqual((change.state, self.trip.plan_version), ("approved", 2))
                self.assertEqual(change.version, 2)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_traveller_signs_neither_part(self):
        trip = self._create_trip(first=3, role="clerk")
        trip.action_submit()
        for role in ("clerk2", "boss"):
            trip.with_user(self.users[role]).action_approve()
        day = trip.day_ids[0]
        change = self._request_change(trip, ("replace", day, {"date": day.date}))
        change.action_submit()
        with self.assertRaises(UserError):
            change.action_approve()

    def test_versions_keep_history(self):
        change = self._request_change(
            self.trip,
            self._replace(1, city="Hefei", planned_cost=500),
            ("drop", self.days[2], {}),
        )
        change.action_submit()
        self._sign_change(change)
        self.assertEqual(self.trip.day_ids.sorted("date").mapped("city"), ["City 1", "Hefei"])
        self.assertEqual(self.trip.date_to, self.days[1].date)
        self.assertEqual(self.trip.planned_cost, 833.33)
        history = self.trip.plan_day_ids.sorted(lambda day: (day.date, day.version))
        self.assertEqual(history.mapped("city"), ["City 1", "City 2", "Hefei", "City 3"])
        self.assertEqual(history.mapped("version"), [1, 1, 2, 1])
        self.assertEqual(history.mapped("ended_version"), [0, 2, 0, 2])
        self.assertEqual(change.line_ids.mapped("old_city"), ["City 2", "City 3"])

    def test_moved_and_added_days_move_the_trip(self):
        last = self.days[2].date
        change = self._request_change(
            self.trip,
            ("replace", self.days[0], {"date": last + timedelta(days=1)}),
            ("add", None, {"date": last + timedelta(days=2)}),
        )
        self.assertEqual(change.first_changed_date, self.days[0].date)
        change.action_submit()
        self._sign_change(change)
        self.assertEqual(self.trip.date_from, self.days[1].date)
        self.assertEqual(self.trip.date_to, last + timedelta(days=2))

    def test_expenses_follow_the_new_row_of_their_date(self):
        day = self.days[1]
        kept = self._spend(self.trip, 100, day=1)
        lost = self._spend(self.trip, 50, day=2)
        change = self._request_change(self.trip, self._replace(1), ("drop", self.days[2], {}))
        change.action_submit()
        self._sign_change(change)
        self.assertNotEqual(kept.cs_trip_day_id, day)
        self.assertEqual(kept.cs_trip_day_id.date, day.date)
        self.assertFalse(lost.cs_trip_day_id)

    def test_change_in_the_last_second_is_in_time_and_the_next_is_late(self):
        change = self._request_change(self.trip, self._replace(0))
        begins = datetime.combine(self.days[0].date, datetime.min.time())
        with freeze_time(begins - timedelta(hours=24) + timedelta(seconds=1)):
            with self.assertRaisesRegex(UserError, "too late.*00:00"):
                change.action_submit()
        with freeze_time(begins - timedelta(hours=24)):
            change.action_submit()
        self.assertEqual(change.state, "submitted")

    def test_notice_ends_by_the_clock_of_the_traveller(self):
        self.employees["traveller"].tz = "Asia/Shanghai"
        change = self._request_change(self.trip, self._replace(0))
        begins = datetime.combine(self.days[0].date, datetime.min.time()) - timedelta(hours=8)
        # in Shanghai it is the next day already
        with freeze_time(begins - timedelta(hours=23)):
            with self.assertRaisesRegex(UserError, r"00:00 \(Asia/Shanghai\)"):
                change.action_submit()
        with freeze_time(begins - timedelta(hours=25)):
            change.action_submit()
        self.assertEqual(change.state, "submitted")

    def test_hours_of_notice_are_a_setting(self):
        self.company.cs_trip_change_hours = 96
        change = self._request_change(self.trip, self._replace(0))
        with self.assertRaisesRegex(UserError, "96 hours"):
            change.action_submit()

    def test_old_and_new_date_count_for_the_notice(self):
        later = self.days[2].date + timedelta(days=1)
        change = self._request_change(self.trip, ("replace", self.days[0], {"date": later}))
        with freeze_time(datetime.combine(self.days[0].date, datetime.min.time())):
            with self.assertRaisesRegex(UserError, "too late"):
                change.action_submit()

    def test_late_change_needs_the_setting(self):
        change = self._request_change(self.trip, self._replace(0))
        with freeze_time(datetime.combine(self.days[0].date, datetime.min.time())):
            with self.assertRaisesRegex(UserError, "Travel as planned"):
                change.action_ask_exception()
            self.company.cs_trip_admits_late_change = True
            with self.assertRaisesRegex(UserError, "general manager"):
                change.action_submit()
            change.action_ask_exception()
        self.assertEqual(change.state, "exception")

    def test_change_in_time_asks_for_no_exception(self):
        self.company.cs_trip_admits_late_change = True
        change = self._request_change(self.trip, self._replace(0))
        with self.assertRaisesRegex(UserError, "in time"):
            change.action_ask_exception()

    def _late_change(self):
        self.company.cs_trip_admits_late_change = True
        change = self._request_change(self.trip, self._replace(0))
        with freeze_time(datetime.combine(self.days[0].date, datetime.min.time())):
            change.action_ask_exception()
        return change

    def _decide(self, change, role, decision="admit", note="The train was cancelled"):
        dialogs = self.env["cs.trip.change.exception"].with_user(self.users[role])
        dialog = dialogs.create({"change_id": change.id, "decision": decision, "note": note})
        return dialog.action_confirm()

    def test_admitted_exception_still_needs_both_signatures(self):
        change = self._late_change()
        self._decide(change, "general")
        self.assertEqual(change.state, "submitted")
        self.assertTrue(change.is_exception)
        self.assertEqual(change.exception_note, "The train was cancelled")
        self.assertEqual(change.exception_by_id, self.users["general"])
        with self.assertRaises(UserError):
            change.action_approve()
        self._sign_change(change)
        self.assertEqual(change.state, "approved")

    def test_declined_exception_goes_back_with_the_reason(self):
        change = self._late_change()
        self._decide(change, "general", "decline", "Travel as planned")
        self.assertEqual(change.state, "draft")
        self.assertEqual(change.refusal_reason, "Travel as planned")
        self.assertEqual(self.trip.plan_version, 1)

    def test_only_the_general_manager_admits(self):
        change = self._late_change()
        for role in ("boss", "clerk", "manager", "traveller"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._decide(change, role)
            with self.subTest(role=role), self.assertRaises(AccessError):
                change.with_user(self.users[role])._transition("admit", note="X")

    def test_general_manager_does_not_admit_their_own(self):
        change = self._late_change()
        self.users["traveller"].group_ids += self.env.ref("cs_base.group_cs_base_general_manager")
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self._decide(change, "traveller")

    def test_exception_needs_a_reason(self):
        change = self._late_change()
        with self.assertRaisesRegex(UserError, "reason"):
            self._decide(change, "general", note=" ")

    def test_days_that_are_over_stay(self):
        self.company.cs_trip_admits_late_change = True
        change = self._request_change(self.trip, self._replace(0))
        with freeze_time(datetime.combine(self.days[1].date, datetime.min.time())):
            with self.assertRaisesRegex(UserError, "is over"):
                change.action_ask_exception()

    def test_last_day_is_not_dropped(self):
        drops = [("drop", day, {}) for day in self.days]
        change = self._request_change(self.trip, *drops)
        with self.assertRaisesRegex(UserError, "cancel the trip"):
            change.action_submit()

    def test_no_day_between_is_left_without_a_plan(self):
        change = self._request_change(self.trip, ("drop", self.days[1], {}))
        with self.assertRaisesRegex(UserError, "no plan"):
            change.action_submit()

    def test_no_day_is_planned_twice(self):
        change = self._request_change(self.trip, ("add", None, {"date": self.days[1].date}))
        with self.assertRaisesRegex(UserError, "planned twice"):
            change.action_submit()

    def test_added_day_overlaps_nothing(self):
        after = self.days[2].date + timedelta(days=1)
        self._create_approved(first=7, days=2)
        change = self._request_change(
            self.trip,
            ("add", None, {"date": after}),
            ("add", None, {"date": after + timedelta(days=1)}),
        )
        with self.assertRaisesRegex(UserError, "overlaps"):
            change.action_submit()

    def test_overlap_is_looked_for_again_when_the_change_takes_effect(self):
        after = self.days[2].date + timedelta(days=1)
        change = self._request_change(self.trip, ("add", None, {"date": after}))
        change.action_submit()
        self._create_approved(first=6, days=1)
        self._sign_change(change, "boss")
        with self.assertRaisesRegex(UserError, "overlaps"):
            self._sign_change(change, "clerk")

    def test_one_open_change_a_trip(self):
        change = self._request_change(self.trip, self._replace())
        self.assertEqual(self.trip.action_request_change()["res_id"], change.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UniqueViolation, "open_unique"),
            self.env.cr.savepoint(),
        ):
            change._with_key().create({"trip_id": self.trip.id})
        change.action_cancel()
        self.assertNotEqual(self.trip.action_request_change()["res_id"], change.id)

    def test_change_of_a_cancelled_trip_is_closed(self):
        change = self._request_change(self.trip, self._replace())
        change.action_submit()
        self.trip.action_cancel()
        self.assertEqual(change.state, "cancel")
        self.assertFalse(
            self.env["cs.approval.step"].search(
                [
                    ("res_model", "=", change._name),
                    ("res_id", "=", change.id),
                    ("state", "in", ("waiting", "pending")),
                ]
            )
        )

    def test_judged_days_stay(self):
        trip = self._create_approved(role="colleague", first=0, days=2)
        day = trip.day_ids.sorted("date")[0]
        self.company.cs_trip_change_hours = -24
        change = self._request_change(trip, ("replace", day, {"date": day.date}))
        change.action_submit()
        day.with_user(self.users["clerk"]).action_find_as_planned()
        self._sign_change(change, "boss")
        with self.assertRaisesRegex(UserError, "judged"):
            self._sign_change(change, "clerk2")

    def test_refused_change_leaves_the_plan(self):
        change = self._request_change(self.trip, self._replace())
        change.action_submit()
        self._refuse_change(change, "clerk")
        self.assertEqual((change.state, change.refusal_reason), ("draft", "Not now"))
        self.assertEqual(self.trip.plan_version, 1)

    def test_submitted_days_are_fixed(self):
        change = self._request_change(self.trip, self._replace())
        change.action_submit()
        with self.assertRaises(UserError):
            change.line_ids[0].city = "Elsewhere"
        with self.assertRaises(UserError):
            change.line_ids.unlink()
        with self.assertRaises(UserError):
            change.line_ids.create(
                {"change_id": change.id, "kind": "drop", "old_day_id": self.days[2].id}
            )

    def test_change_is_of_ones_own_trip_and_its_own_days(self):
        with self.assertRaises(AccessError):
            self.trip.with_user(self.users["colleague"]).action_request_change()
        with self.assertRaises(UserError):
            self.trip.with_user(self.users["boss"]).action_request_change()
        with self.assertRaises(AccessError):
            self.env["cs.trip.change"].with_user(self.users["traveller"]).create(
                {"trip_id": self.trip.id}
            )
        other = self._create_approved(role="colleague", first=3).day_ids[0]
        with self.assertRaises(UserError):
            self._request_change(self.trip, ("drop", other.sudo(), {}))

    def test_new_rows_carry_what_was_entered_for_the_day(self):
        self.days[1].actual_note = "Met the buyer"
        change = self._request_change(self.trip, self._replace(1))
        change.action_submit()
        self._sign_change(change)
        new = self.trip.day_ids.filtered(lambda day: day.date == self.days[1].date)
        self.assertEqual((new.actual_note, new.version), ("Met the buyer", 2))

    def test_models_with_a_day_follow(self):
        """Extensions that point to a day by ``day_id`` move along, changes and calendars do not."""
        names = self.env["cs.trip.day"]._models_on_days()
        self.assertGreaterEqual(set(names), {"cs.trip.checkin", "cs.trip.call"})
        self.assertNotIn("cs.trip.change.line", names)
        self.assertNotIn("cs.trip.analysis", names)
        self.assertNotIn("hr.expense", names)

    def test_check_ins_follow_the_new_row_of_their_day(self):
        change = self._late_change()
        morning = datetime.combine(self.days[0].date, datetime.min.time()) + timedelta(hours=9)
        with freeze_time(morning):
            self.days[0].action_check_in()
        self._decide(change, "general")
        self._sign_change(change)
        new = self.trip.day_ids.filtered(lambda day: day.date == self.days[0].date)
        self.assertNotEqual(new, self.days[0])
        self.assertEqual(len(new.checkin_ids), 1)

    def test_route_begins_with_what_was_planned(self):
        change = self._request_change(self.trip)
        line = change.line_ids.create({"change_id": change.id, "old_day_id": self.days[0].id})
        self.assertEqual(line.city, "City 1")
        self.assertEqual(line.date, self.days[0].date)
        self.assertEqual(line.partner_ids, self.dealer)

    def test_form_shows_the_old_day_beside_the_new_one(self):
        change = self._request_change(self.trip)
        with Form(change) as form:
            with form.line_ids.new() as line:
                line.old_day_id = self.days[1]
                self.assertEqual((line.old_city, line.city), ("City 2", "City 2"))
                line.city = "Hefei"
            with form.line_ids.new() as line:
                line.kind = "drop"
                line.old_day_id = self.days[2]
                self.assertFalse(line.city)
            with form.line_ids.new() as line:
                line.kind = "add"
                line.date = self.days[2].date
                line.city = "Wuhu"
        self.assertEqual(change.line_ids.mapped("city"), ["Hefei", False, "Wuhu"])
        change.action_submit()
        self._sign_change(change)
        cities = self.trip.day_ids.sorted("date").mapped("city")
        self.assertEqual(cities, ["City 1", "Hefei", "Wuhu"])

    def test_late_change_form_offers_the_exception_only_where_admitted(self):
        change = self._request_change(self.trip, self._replace(0))
        with freeze_time(datetime.combine(self.days[0].date, datetime.min.time())):
            for is_admitted in (False, True):
                self.company.cs_trip_admits_late_change = is_admitted
                change.invalidate_recordset(["can_ask_exception"])
                self.assertEqual(change.can_ask_exception, is_admitted)

    def test_locked_change_takes_no_second_signature(self):
        """Of two last signatures at once one finds the row locked, the other takes effect."""
        change = self._request_change(self.trip, self._replace())
        change.action_submit()
        self._sign_change(change, "boss")
        locked = patch.object(
            type(self.env["cs.trip"]), "lock_for_update", side_effect=LockError("locked")
        )
        with locked, self.assertRaisesRegex(UserError, "processed by somebody else"):
            self._sign_change(change, "clerk")

    def test_second_signature_of_one_person_counts_once(self):
        change = self._request_change(self.trip, self._replace())
        change.action_submit()
        self._sign_change(change, "clerk")
        with self.assertRaisesRegex(UserError, "signed"):
            self._sign_change(change, "clerk")
        with self.assertRaises(UserError):
            self._sign_change(change, "clerk2")
        self._sign_change(change, "boss")
        with self.assertRaises(UserError):
            self._sign_change(change, "boss")
        self.assertEqual(self.trip.plan_version, 2)

    def test_day_rows_are_written_by_changes_only(self):
        day = self.days[0]
        for values in ({"active": False}, {"version": 9}, {"ended_version": 2}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                day.write(values)
        with self.assertRaises(UserError):
            self.trip.write(
                {"plan_day_ids": [Command.create({"date": self.today, "city": "Elsewhere"})]}
            )
