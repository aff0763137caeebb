from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_travel.domain.offset import OpenAdvance, allocate, round_to

CENT = Decimal("0.01")
DIGITS = st.lists(st.integers(0, 9), min_size=1, max_size=8)
NUMBERS = DIGITS.map(lambda digits: int("".join(map(str, digits))))
OWED = NUMBERS.map(lambda cents: cents * CENT)
CENTS = NUMBERS.map(lambda cents: (cents + 1) * CENT)
RATES = NUMBERS.map(lambda rate: (rate + 1) * Decimal("0.0001"))
ADVANCES = st.lists(st.tuples(CENTS, RATES), max_size=5).map(
    lambda pairs: [
        OpenAdvance(number, amount, rate, CENT) for number, (amount, rate) in enumerate(pairs)
    ]
)
EXAMPLES = settings(max_examples=2000, deadline=None, derandomize=True, database=None)


def advance(key, amount, rate="1", quantum="0.01"):
    return OpenAdvance(key, Decimal(amount), Decimal(rate), Decimal(quantum))


@tagged("standard", "at_install")
class TestOffset(BaseCase):
    """What is set off never exceeds what is owed, nor what is held."""

    def _allocate(self, payable, *advances):
        parts = allocate(Decimal(payable), advances, CENT)
        return [(part.key, str(part.amount), str(part.value)) for part in parts]

    def test_lower_side_is_used_up(self):
        self.assertEqual(self._allocate("1200", advance("a", "1000")), [("a", "1000", "1000.00")])
        self.assertEqual(self._allocate("700", advance("a", "1000")), [("a", "700.00", "700")])

    def test_advances_are_used_up_in_order(self):
        self.assertEqual(
            self._allocate("900", advance("a", "600"), advance("b", "500")),
            [("a", "600", "600.00"), ("b", "300.00", "300.00")],
        )

    def test_foreign_advance_is_worth_what_it_is_today(self):
        self.assertEqual(
            self._allocate("864", advance("a", "100", "7.2")), [("a", "100", "720.00")]
        )
        self.assertEqual(self._allocate("360", advance("a", "100", "7.2")), [("a", "50.00", "360")])

    def test_nothing_is_set_off_where_nothing_is_owed_or_held(self):
        self.assertEqual(self._allocate("0", advance("a", "1000")), [])
        self.assertEqual(self._allocate("100"), [])
        self.assertEqual(self._allocate("100", advance("a", "0")), [])

    def test_half_a_cent_goes_up(self):
        self.assertEqual(round_to(Decimal("0.005"), CENT), CENT)
        self.assertEqual(round_to(Decimal("7"), Decimal("5")), Decimal("5"))

    @EXAMPLES
    @given(OWED, ADVANCES)
    def test_no_side_is_overdrawn(self, payable, advances):
        parts = allocate(payable, advances, CENT)
        self.assertLessEqual(sum(part.value for part in parts), payable)
        for part in parts:
            self.assertGreater(part.amount, 0)
            self.assertGreater(part.value, 0)
            self.assertLessEqual(part.amount, advances[part.key].amount)

    @EXAMPLES
    @given(OWED, st.lists(CENTS, max_size=5))
    def test_one_side_is_used_up_to_the_cent(self, payable, amounts):
        advances = [advance(number, amount) for number, amount in enumerate(amounts)]
        parts = allocate(payable, advances, CENT)
        self.assertEqual(sum(part.value for part in parts), min(payable, sum(amounts)))
        self.assertTrue(all(part.amount == part.value for part in parts))
