from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import TravelCommon


class TestTripTemplate(TravelCommon):
    """Routes are loaded from templates and earlier trips (S-38)."""

    def _create_template(self, role="traveller", **vals):
        templates = self.env["cs.trip.template"].with_user(self.users[role])
        return templates.create(
            {
                "name": "Lakes",
                "line_ids": [
                    Command.create({"number": 1, "city": "Wuxi", "planned_cost": 100}),
                    Command.create(
                        {
                            "number": 2,
                            "city": "Suzhou",
                            "partner_ids": [Command.link(self.dealer.id)],
                        }
                    ),
                ],
                **vals,
            }
        )

    def _load(self, trip, first=10, role="traveller", **vals):
        dialogs = self.env["cs.trip.load"].with_user(self.users[role])
        dialog = dialogs.create(
            {"trip_id": trip.id, "first_date": self.today + timedelta(days=first), **vals}
        )
        return dialog.action_confirm()

    def _plan(self, trip):
        days = trip.day_ids.sorted("date")
        return [((day.date - self.today).days, day.city) for day in days]

    def test_template_replaces_the_days(self):
        trip = self._create_trip(first=1, days=3)
        template = self._create_template()
        self._load(trip, template_id=template.id)
        self.assertEqual(self._plan(trip), [(10, "Wuxi"), (11, "Suzhou")])
        self.assertEqual(trip.day_ids.sorted("date")[1].partner_ids, self.dealer)
        self.assertEqual(trip.planned_cost, 100)
        self.assertEqual((trip.date_from - self.today).days, 10)

    def test_earlier_trip_is_appended(self):
        earlier = self._create_approved(first=1, days=2)
        trip = self._create_trip(first=5, days=1)
        self._load(trip, 6, source="trip", source_trip_id=earlier.id, mode="append")
        self.assertEqual(self._plan(trip), [(5, "City 1"), (6, "City 1"), (7, "City 2")])

    def test_first_day_is_proposed_after_the_days_planned_so_far(self):
        trip = self._create_trip(first=5, days=2)
        dialogs = self.env["cs.trip.load"].with_user(self.users["traveller"])
        with Form(dialogs.with_context(default_trip_id=trip.id)) as dialog:
            self.assertEqual(dialog.first_date, self.today + timedelta(days=5))
            dialog.mode = "append"
            self.assertEqual(dialog.first_date, self.today + timedelta(days=7))
            dialog.template_id = self._create_template()

    def test_days_planned_already_are_named(self):
        trip = self._create_trip(first=10, days=1)
        template = self._create_template()
        with self.assertRaisesRegex(UserError, "planned already"):
            self._load(trip, template_id=template.id, mode="append")

    def test_trip_of_somebody_else_is_not_loaded(self):
        foreign = self._create_approved(first=1, role="colleague")
        trip = self._create_trip(first=5)
        with self.assertRaises(AccessError):
            self._load(trip, source="trip", source_trip_id=foreign.id)
        own = self._create_trip(first=20, role="boss")
        with self.assertRaisesRegex(UserError, "of your own"):
            self._load(own, role="boss", source="trip", source_trip_id=foreign.id)

    def test_only_drafts_are_filled_and_only_by_their_traveller(self):
        template = self._create_template(is_shared=True)
        trip = self._create_approved(first=1)
        with self.assertRaisesRegex(UserError, "no longer a draft"):
            self._load(trip, template_id=template.id)
        draft = self._create_trip(first=5)
        with self.assertRaises(UserError):
            self._load(draft, role="clerk", template_id=template.id)

    def test_own_templates_are_ones_own_until_shared(self):
        template = self._create_template()
        seen = template.with_user(self.users["colleague"])
        with self.assertRaises(AccessError):
            seen.read(["name"])
        template.is_shared = True
        self.assertTrue(seen.read(["name"]))
        self.assertTrue(seen.line_ids.read(["city"]))
        for call in (
            lambda: seen.write({"name": "X"}),
            lambda: seen.line_ids.write({"city": "X"}),
            seen.unlink,
        ):
            with self.assertRaises(AccessError):
                call()

    def test_template_stays_with_its_author(self):
        with self.assertRaises(AccessError):
            self._create_template(user_id=self.users["colleague"].id)

    def test_route_is_saved_as_a_template(self):
        trip = self._create_approved(first=4, days=2)
        template = self.env["cs.trip.template"].browse(trip.action_save_template()["res_id"])
        self.assertEqual(template.user_id, self.users["traveller"])
        self.assertFalse(template.is_shared)
        lines = template.line_ids.sorted("number")
        self.assertEqual(lines.mapped("number"), [1, 2])
        self.assertEqual(lines.mapped("city"), ["City 1", "City 2"])
        self.assertEqual(lines.partner_ids, self.dealer)

    def test_copy_is_a_draft_without_days(self):
        trip = self._create_approved(first=4, days=2)
        copy = trip.copy()
        self.assertEqual((copy.state, copy.plan_version), ("draft", 1))
        self.assertFalse(copy.day_ids)
        self.assertFalse(copy.date_from)
        self.assertEqual(copy.purpose, trip.purpose)
