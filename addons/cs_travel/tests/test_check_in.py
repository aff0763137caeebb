import base64
import io
from datetime import timedelta
from unittest.mock import patch

from PIL import Image

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError

from .common import TravelCommon

NAN, INFINITY = float("nan"), float("inf")


def picture(name="JPEG", **options):
    output = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(output, name, **options)
    return base64.b64encode(output.getvalue()).decode()


class TestCheckIn(TravelCommon):
    """Travellers say that they are there: once, now, by themselves (S-34)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer.write({"partner_latitude": 30.2741, "partner_longitude": 120.1551})
        cls.trip = cls._create_approved(first=-1, days=3)
        cls.day = cls.trip.day_ids.sorted("date")[1]

    def test_position_time_and_distance_are_kept(self):
        before = fields.Datetime.now()
        answer = self.day.action_check_in(30.2841, 120.1551, 12.5, note="  At the shop ")
        checkin = self.day.checkin_ids
        self.assertEqual((checkin.latitude, checkin.longitude), (30.2841, 120.1551))
        self.assertEqual(
            (checkin.accuracy, checkin.datum, checkin.note), (12.5, "wgs84", "At the shop")
        )
        self.assertEqual(checkin.partner_id, self.dealer)
        self.assertAlmostEqual(checkin.distance_km, 1.11, 2)
        self.assertGreaterEqual(checkin.checked_in_at, before)
        self.assertEqual(checkin.position_state, "given")
        self.assertFalse(checkin.is_far)
        self.assertEqual(answer["dealer"], "Blue Lake Tackle")

    def test_far_check_in_is_marked_and_taken(self):
        self.assertTrue(self.day.action_check_in(31.0, 120.1551, 10)["is_far"])
        self.assertTrue(self.day.checkin_ids.is_far)
        self.company.cs_trip_checkin_radius = 100
        self.assertFalse(self.day.action_check_in(31.0, 120.1551, 10)["is_far"])

    def test_nearest_of_several_dealers_counts(self):
        near = self.env["res.partner"].create(
            {"name": "Near", "partner_latitude": 31.0, "partner_longitude": 120.16}
        )
        nowhere = self.env["res.partner"].create({"name": "Nowhere"})
        self.day._write_protected(
            {"partner_ids": [Command.link(near.id), Command.link(nowhere.id)]}
        )
        self.day.action_check_in(31.0, 120.1551, 10)
        self.assertEqual(self.day.checkin_ids.partner_id, near)

    def test_phone_may_refuse_its_position(self):
        self.day.action_check_in()
        self.assertEqual(self.day.checkin_ids.position_state, "none")
        self.assertFalse(self.day.checkin_ids.is_far)

    def test_dealers_without_place_are_never_far(self):
        self.dealer.write({"partner_latitude": 0, "partner_longitude": 0})
        self.assertFalse(self.day.action_check_in(31.0, 120.0, 10)["is_far"])
        self.assertFalse(self.day.checkin_ids.partner_id)

    def test_what_is_no_position_is_refused(self):
        for position in (
            (NAN, 120.0, 10), (30.0, NAN, 10), (30.0, 120.0, NAN), (INFINITY, 120.0, 10),
            (90.1, 120.0, 10), (30.0, 180.1, 10), (-90.1, 0.0, 10), (30.0, 120.0, -1),
            (30.0, None, 10), (None, 120.0, 10), ("30", "120", 10), (True, True, 10),
            ([30.0], 120.0, 10), (30.0, 120.0, INFINITY), (30.0, 120.0, "10"),
        ):  # fmt: skip
            with self.subTest(position=position), self.assertRaisesRegex(UserError, "position"):
                self.day.action_check_in(*position)
        self.assertFalse(self.day.checkin_ids)

    def test_photo_is_drawn_anew_without_what_the_phone_wrote_into_it(self):
        exif = Image.Exif()
        exif[0x9286] = "secret place"
        self.day.action_check_in(photo=picture(exif=exif))
        kept = base64.b64decode(self.day.checkin_ids.photo)
        self.assertFalse(Image.open(io.BytesIO(kept)).getexif())

    def test_what_is_no_photo_is_refused(self):
        for photo in (
            "%%%",
            base64.b64encode(b"<svg/>").decode(),
            picture("GIF"),
            "A" * 14_000_000,
            7,
        ):
            with self.subTest(photo=str(photo)[:9]), self.assertRaisesRegex(UserError, "photo"):
                self.day.action_check_in(photo=photo)

    def test_only_the_traveller_checks_in(self):
        for role in ("colleague", "boss", "clerk", "manager", "general", "hr", "accountant"):
            day = self.day.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaises(AccessError):
                day.action_check_in(30.0, 120.0, 10)

    def test_only_today_is_checked_in(self):
        days = self.trip.day_ids.sorted("date")
        for day in (days[0], days[2]):
            with self.subTest(date=day.date), self.assertRaisesRegex(UserError, "not today"):
                day.action_check_in(30.0, 120.0, 10)
            self.assertFalse(day.can_check_in)
        self.assertTrue(days[1].can_check_in)
        self.assertEqual(self.trip.today_day_id, days[1])
        self.assertFalse(self.trip.with_user(self.users["boss"]).today_day_id)

    def test_today_is_where_the_traveller_is(self):
        """At 17:00 UTC it is tomorrow in Shanghai."""
        employee = self.employees["traveller"]
        employee.tz = "Asia/Shanghai"
        today, tomorrow = self.trip.day_ids.sorted("date")[1:]
        evening = fields.Datetime.to_datetime(self.today) + timedelta(hours=17)
        with patch.object(fields.Datetime, "now", return_value=evening):
            with self.assertRaisesRegex(UserError, "not today"):
                today.action_check_in()
            tomorrow.action_check_in()
        self.assertEqual(tomorrow.checkin_ids.checked_in_at, evening)

    def test_only_an_approved_trip_is_checked_in(self):
        draft = self._create_trip(role="colleague")
        with self.assertRaisesRegex(UserError, "approved trip"):
            draft.day_ids[0].action_check_in()
        draft.action_submit()
        with self.assertRaisesRegex(UserError, "approved trip"):
            draft.day_ids[0].action_check_in()
        draft.action_cancel()
        with self.assertRaisesRegex(UserError, "approved trip"):
            draft.day_ids[0].action_check_in()
        self._return(self.trip)
        with self.assertRaisesRegex(UserError, "approved trip"):
            self.day.action_check_in()

    def test_nobody_forges_or_changes_a_check_in(self):
        self.day.action_check_in(30.0, 120.0, 10)
        values = {
            "day_id": self.day.id,
            "checked_in_at": "2020-01-01 00:00:00",
            "position_state": "none",
        }
        for role, user in self.users.items():
            checkin = self.day.checkin_ids.with_user(user)
            for call in (
                lambda checkin=checkin: checkin.create(values),
                lambda checkin=checkin: checkin.write({"note": "X"}),
                checkin.unlink,
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()
        with self.assertRaises(AccessError):
            self.env["cs.trip.checkin"].create(values)
        with self.assertRaises(AccessError):
            self.day.sudo().checkin_ids.write({"latitude": 1})
        with self.assertRaises(AccessError):
            self.day.write({"checkin_ids": [Command.create(values)]})

    def test_who_reads_positions(self):
        self.day.action_check_in(30.0, 120.0, 10)
        readers = {
            role
            for role, user in self.users.items()
            if self.env["cs.trip.checkin"].with_user(user).search([("day_id", "=", self.day.id)])
        }
        expected = {
            "traveller", "boss", "office", "region", "clerk", "clerk2", "manager", "general",
        }  # fmt: skip
        self.assertEqual(readers, expected)

    def test_positions_are_deleted_in_time(self):
        self.day.action_check_in(30.0, 120.0, 10, photo=picture(), note="Shop")
        self.day.action_check_in(photo=picture())
        self.day.action_check_in(30.0, 120.0, 10)
        old, photo, fresh = self.day.sudo().checkin_ids.sorted("id")
        moment = fields.Datetime.now() - timedelta(days=366)
        (old | photo)._with_key().write({"checked_in_at": moment})
        self._run_cron()
        self.assertEqual(
            (old | photo | fresh).mapped("position_state"), ["deleted", "none", "given"]
        )
        for checkin in old | photo:
            self.assertFalse(checkin.latitude or checkin.longitude or checkin.accuracy)
            self.assertFalse(checkin.photo or checkin.partner_id or checkin.distance_km)
            self.assertEqual((checkin.day_id, checkin.checked_in_at), (self.day, moment))
        self.assertTrue(fresh.latitude)

    def test_positions_stay_where_the_company_keeps_them(self):
        self.company.cs_trip_position_days = 0
        self.day.action_check_in(30.0, 120.0, 10)
        checkin = self.day.sudo().checkin_ids
        checkin._with_key().write({"checked_in_at": "2020-01-01 00:00:00"})
        self._run_cron()
        self.assertEqual(checkin.position_state, "given")

    def _run_cron(self):
        cron = self.env.ref("cs_travel.ir_cron_cs_trip_checkin_delete_positions")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
