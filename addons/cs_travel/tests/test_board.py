from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from .common import TravelCommon


class TestBoard(TravelCommon):
    """The supervision board shows plan and fact of many days at a constant price (S-12)."""

    FIELDS = (
        "date", "employee_id", "city", "actual_city", "checkin_count", "last_checkin_at",
        "last_checkin_is_far", "call_count", "last_call_result", "result", "can_find", "team_id",
    )  # fmt: skip

    def _create_days(self, count):
        """That many travellers, each with a day of today, two check-ins and two calls."""
        employees = self.env["hr.employee"].create(
            [{"name": f"T{number}", "company_id": self.company.id} for number in range(count)]
        )
        trips = self.env["cs.trip"]._with_key()
        trips = trips.create(
            [
                {
                    "purpose": "X",
                    "employee_id": employee.id,
                    "company_id": self.company.id,
                    "day_ids": [
                        (0, 0, {"date": self.today, "city": "A", "partner_ids": self.dealer.ids})
                    ],
                }
                for employee in employees
            ]
        )
        trips.write({"state": "approved"})
        days = trips.day_ids
        self.env["cs.trip.checkin"]._with_key().create(
            [
                {
                    "day_id": day.id,
                    "checked_in_at": fields.Datetime.now() - timedelta(minutes=minutes),
                    "position_state": "given",
                    "is_far": not minutes,
                }
                for day in days
                for minutes in (0, 60)
            ]
        )
        self.env["cs.trip.call"]._with_key().create(
            [
                {"day_id": day.id, "result": result, "called_at": called_at}
                for day in days
                for result, called_at in (
                    ("not_reached", "2024-01-01"),
                    ("confirmed", "2024-01-02"),
                )
            ]
        )
        return days

    def _read_board(self, days):
        specification = {
            **dict.fromkeys(self.FIELDS, {}),
            "partner_ids": {"fields": {"display_name": {}}},
            "actual_partner_ids": {"fields": {"display_name": {}}},
            "employee_id": {"fields": {"display_name": {}}},
            "team_id": {"fields": {"display_name": {}}},
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        board = days.with_user(self.users["clerk"]).web_search_read(
            [("id", "in", days.ids), ("date", "=", "today")], specification
        )
        return board["records"], self.env.cr.sql_log_count - before

    def test_board_costs_the_same_for_10_and_200_days(self):
        few, many = self._create_days(10), self._create_days(200)
        self._read_board(few)
        rows, price = self._read_board(few)
        more_rows, more_price = self._read_board(many)
        self.assertEqual((len(rows), len(more_rows)), (10, 200))
        self.assertEqual(price, more_price)
        self.assertLess(price, 30)

    def test_board_shows_the_last_check_in_and_the_last_call(self):
        rows, _price = self._read_board(self._create_days(1))
        row = rows[0]
        self.assertEqual((row["checkin_count"], row["call_count"]), (2, 2))
        self.assertTrue(row["last_checkin_is_far"])
        self.assertEqual((row["last_call_result"], row["can_find"]), ("confirmed", True))

    def test_filters_of_the_board(self):
        plain, far = self._create_days(2)
        self.env["cs.trip.checkin"].search([("day_id", "=", plain.id)]).sudo().unlink()
        days = self.env["cs.trip.day"].with_user(self.users["clerk"])
        self.assertEqual(days.search([("checkin_ids", "=", False)]).ids, plain.ids)
        self.assertEqual(days.search([("checkin_ids.is_far", "=", True)]).ids, far.ids)
        self.env["cs.trip.call"].with_user(self.users["clerk"]).create(
            {"day_id": far.id, "result": "complaint"}
        )
        self.assertEqual(days.search([("call_ids.result", "=", "complaint")]).ids, far.ids)

    def test_others_read_the_day_without_its_calls(self):
        day = self._create_approved().day_ids[0]
        for role in ("traveller", "boss"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                day.with_user(self.users[role]).read(["call_ids"])
            with self.subTest(role=role), self.assertRaises(AccessError):
                day.with_user(self.users[role]).search([("call_ids.result", "=", "complaint")])
