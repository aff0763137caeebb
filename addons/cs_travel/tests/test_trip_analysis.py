from odoo import Command
from odoo.tests import tagged

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestTripAnalysis(TravelCommon):
    """What trips cost and brought adds up by whatever they are grouped (S-33)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer2 = cls.env["res.partner"].create({"name": "Red Hook", "is_company": True})
        cls.trip = cls._create_trip(first=-2)
        cls.trip.day_ids[0].partner_ids = [Command.link(cls.dealer2.id)]
        cls.trip.action_submit()
        for role in ("clerk2", "boss"):
            cls.trip.with_user(cls.users[role]).action_approve()
        cls._spend(cls.trip, 300, day=0)
        cls._spend(cls.trip, 80, day=1)
        cls._return(cls.trip)
        cls._audit(cls.trip, bad_days=(1,))
        cls.env.flush_all()

    def _rows(self, role="clerk", **domain):
        rows = self.env["cs.trip.analysis"].with_user(self.users[role])
        return rows.search([("trip_id", "=", self.trip.id)])

    def test_cost_and_days_are_shared_by_the_dealers_of_a_day(self):
        rows = self._rows()
        self.assertEqual(len(rows), 3)
        by_dealer = rows.grouped("partner_id")
        self.assertEqual(sum(by_dealer[self.dealer].mapped("days")), 1.5)
        self.assertEqual(sum(by_dealer[self.dealer2].mapped("expense_amount")), 150)
        self.assertEqual(sum(rows.mapped("days")), 2)
        self.assertEqual(sum(rows.mapped("planned_cost")), 1000)
        self.assertEqual(sum(rows.mapped("expense_amount")), 300)
        self.assertEqual(sum(rows.mapped("refused_amount")), 80)
        self.assertEqual(sum(rows.mapped("days_as_planned")), 1)

    def test_dealers_visited_prevail_over_those_planned(self):
        self.trip.day_ids[0].sudo()._with_key().actual_partner_ids = self.dealer2
        self.env.flush_all()
        first = self._rows().filtered(lambda row: row.date == self.trip.date_from)
        self.assertEqual(first.partner_id, self.dealer2)
        self.assertEqual(first.expense_amount, 300)

    def test_orders_of_the_day_stand_beside_its_cost(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.dealer2.id,
                "user_id": self.users["traveller"].id,
                "order_line": [
                    Command.create(
                        {"product_id": self.category.id, "price_unit": 500, "tax_ids": False}
                    )
                ],
            }
        )
        order.action_confirm()
        order.date_order = f"{self.trip.date_from} 12:00:00"
        self.env.flush_all()
        rows = self._rows()
        self.assertEqual(sum(rows.mapped("order_amount")), 500)
        self.assertEqual(rows.filtered("order_amount").partner_id, self.dealer2)

    def test_everybody_sees_their_part(self):
        for role, count in {
            "traveller": 3, "boss": 3, "office": 3, "region": 3, "general": 3, "hr": 3,
            "accountant": 3, "colleague": 0, "plain": 0,
        }.items():  # fmt: skip
            with self.subTest(role=role):
                self.assertEqual(len(self._rows(role)), count)
