from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..domain.rebate import Band, rebate
from .common import BANDS

SCALE = tuple(Band(Decimal(lower), Decimal(rate)) for lower, rate in BANDS)
amounts = st.decimals(min_value=-1000, max_value=20000, places=2)
bounds = st.integers(min_value=0, max_value=10000).map(Decimal)
rates = st.decimals(min_value=0, max_value=100, places=2)
scales = st.dictionaries(bounds, rates, min_size=1, max_size=6).map(
    lambda found: [Band(lower, rate) for lower, rate in found.items()]
)


def naive(bands, base, by_slice):
    """The same by asking each band for itself, without sorting or slices of lists."""
    if base <= 0:
        return Decimal(0)
    total = Decimal(0)
    for band in bands:
        higher = [other.lower for other in bands if other.lower > band.lower]
        end = min(higher, default=None)
        if by_slice:
            top = base if end is None else min(base, end)
            total += max(top - band.lower, Decimal(0)) * band.rate / 100
        elif band.lower <= base and (end is None or base < end):
            total += base * band.rate / 100
    return total


@tagged("post_install", "-at_install")
class TestRebateEngine(BaseCase):
    """The scale is half-open: a bound belongs to the band that it opens."""

    def test_examples(self):
        for base, by_slice, expected in (
            ("11500", True, "1750"),
            ("1000", False, "100"),
            ("1000.50", False, "100.05"),
            ("999.99", False, "49.9995"),
            ("1000", True, "50"),
            ("0", False, "0"),
            ("-500", True, "0"),
        ):
            with self.subTest(base=base, by_slice=by_slice):
                self.assertEqual(rebate(SCALE, Decimal(base), by_slice), Decimal(expected))

    @settings(max_examples=2000, deadline=None)
    @given(scales, amounts, st.booleans())
    def test_agrees_with_a_naive_second_one(self, bands, base, by_slice):
        self.assertEqual(rebate(bands, base, by_slice), naive(bands, base, by_slice))

    @settings(max_examples=500, deadline=None)
    @given(scales, amounts, amounts)
    def test_by_slice_more_sales_never_earn_less(self, bands, one, other):
        less, more = sorted((one, other))
        self.assertLessEqual(rebate(bands, less, True), rebate(bands, more, True))
