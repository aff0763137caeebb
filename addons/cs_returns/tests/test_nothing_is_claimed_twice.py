from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestNothingIsClaimedTwice(ReturnsCommon):
    """A carrier is charged for goods once, and for no more than it carried (S-51)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight", "is_company": True})
        _order, cls.move, _invoice = cls._sell_deliver_invoice(10)

    def _claim(self, quantity, move=None, **line):
        values = {
            "partner_id": self.dealer.id,
            "company_id": self.company.id,
            "carrier_id": self.carrier.id,
            "line_ids": [
                (0, 0, {"origin_move_id": (move or self.move).id, "quantity": quantity, **line})
            ],
        }
        claim = self.env["cs.carrier.claim"].with_user(self.users["clerk"]).create(values)
        return self._attach_evidence(claim)

    def test_no_more_is_claimed_than_was_delivered(self):
        with self.assertRefused("Only 10 Units of Carp Bait"):
            self._claim(11).action_lodge()

    def test_goods_are_on_one_claim(self):
        self._claim(7).action_lodge()
        second = self._claim(4)
        with self.assertRefused("Only 3 Units of Carp Bait"):
            second.action_lodge()
        second.line_ids.quantity = 3
        second.action_lodge()
        self.assertEqual(second.state, "lodged")

    def test_lines_of_one_claim_count_together(self):
        claim = self._claim(7)
        claim.line_ids = [
            (0, 0, {"origin_move_id": self.move.id, "quantity": 4, "kind": "damaged"})
        ]
        with self.assertRefused("Only 10 Units of Carp Bait"):
            claim.action_lodge()

    def test_lots_count_each_for_itself(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lot = self._create_lot(product, "A")
        move = self._deliver(self._sell(5, product=product), lot=lot)
        with self.assertRefused("Only 5 Units of Lot Bait"):
            self._claim(6, move, lot_id=lot.id).action_lodge()
        self._claim(5, move, lot_id=lot.id).action_lodge()

    def test_cancelled_claims_do_not_count(self):
        first = self._claim(10)
        first.action_lodge()
        first.action_cancel()
        self._claim(10).action_lodge()

    def test_goods_stay_with_the_dealer_of_the_claim(self):
        other = self._create_dealer("Red River Tackle")
        claim = self._claim(2)
        with self.assertRefused("is not an order of Red River Tackle"):
            claim.partner_id = other

    def test_goods_stay_with_the_dealer_of_the_application(self):
        other = self._create_dealer("Red River Tackle")
        application = self._apply([(self.move, 2)])
        with self.assertRefused("is not an order of Red River Tackle"):
            application.partner_id = other

    def test_numbers_that_are_none_are_refused(self):
        application = self._apply([(self.move, 2)])
        claim = self._claim(2)
        for line, names in (
            (application.line_ids, ("quantity",)),
            (claim.line_ids, ("quantity", "price_unit")),
        ):
            for name in names:
                for number in (float("nan"), float("inf")):
                    with self.subTest(field=name, number=number), self.assertRefused("as a number"):
                        line.write({name: number})

    def test_nothing_of_a_claim_is_written_by_hand(self):
        claim = self._claim(2)
        claim.action_lodge()
        move = self.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": self.carrier.id}
        )
        application = self._apply([(self.move, 1)])
        attempts = {
            "state": "recovered", "name": "CLM/1", "lodged_date": "2026-01-01", "amount": 1,
            "recovered_amount": 200, "source_return_id": application.id, "team_id": False,
            "move_ids": [(4, move.id)], "return_ids": [(4, application.id)],
        }  # fmt: skip
        values = {"partner_id": self.dealer.id, "company_id": self.company.id}
        for role in ("clerk", "manager", "warehouse", "accountant"):
            claims = self.env["cs.carrier.claim"].with_user(self.users[role])
            for name, value in attempts.items():
                with self.subTest(role=role, field=name):
                    with self.assertRaises(AccessError):
                        claims.browse(claim.id).write({name: value})
                    with self.assertRaises(AccessError):
                        forged = claims.with_context(cs_protected_key=True)
                        forged.browse(claim.id).write({name: value})
                    with self.assertRaises(AccessError):
                        claims.create({**values, name: value})
        defaults = {f"default_{name}": value for name, value in attempts.items()}
        del defaults["default_move_ids"], defaults["default_return_ids"]
        made = claims.with_user(self.users["clerk"]).with_context(**defaults).create(values)
        self.assertEqual((made.state, made.amount, made.recovered_amount), ("draft", 0, 0))
        self.assertFalse(made.lodged_date or made.source_return_id)
        self.assertEqual(made.team_id, self.office)

    def test_only_what_did_not_arrive_is_claimed_from_a_return(self):
        application = self._apply([(self.move, 2)])
        with self.assertRefused("register the arrival"):
            application.action_new_claim()
        self._approve(application)
        with self.assertRefused("register the arrival"):
            application.action_new_claim()
