from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_returns.domain.allocation import (
    Slot,
    allocate,
    price_factor,
    spread_unlinked,
)

PIECES = st.integers(0, 8)
# what each invoice line billed, and how much of it was credited before
INVOICES = st.lists(st.tuples(PIECES, PIECES).map(lambda pair: (pair[0], min(pair))), max_size=6)
DELIVERY = st.tuples(PIECES, st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))
EXAMPLES = settings(max_examples=2000, deadline=None, derandomize=True, database=None)


def allocate_piece_by_piece(quantity, invoices, start, end):
    """The same rule on single pieces laid out on the axis of quantity."""
    boxes, position = [], 0
    for number, (invoiced, credited) in enumerate(invoices):
        axis = set(range(position, position + invoiced))
        billed_it = bool(axis & set(range(start, end)))
        boxes.append((not billed_it, number, invoiced - credited))
        position += invoiced
    takers = [number for _other, number, left in sorted(boxes) for _piece in range(left)]
    taken = takers[:quantity]
    return {number: taken.count(number) for number in taken}


@tagged("post_install", "-at_install")
class TestAllocation(BaseCase):
    """A return goes back to the invoices that billed its delivery, then to the oldest."""

    def _slots(self, invoices):
        return [Slot(number, *pair) for number, pair in enumerate(invoices)]

    @EXAMPLES
    @given(PIECES, INVOICES, DELIVERY)
    def test_shares_are_those_of_counting_piece_by_piece(self, quantity, invoices, delivery):
        shares = allocate(quantity, self._slots(invoices), *delivery)
        self.assertEqual(dict(shares), allocate_piece_by_piece(quantity, invoices, *delivery))
        self.assertEqual(len(dict(shares)), len(shares))

    @EXAMPLES
    @given(st.lists(st.tuples(PIECES, DELIVERY), max_size=5), INVOICES)
    def test_one_after_the_other_never_takes_more_than_is_left(self, returns, invoices):
        slots = self._slots(invoices)
        for quantity, delivery in returns:
            left = sum(slot.remaining for slot in slots)
            shares = allocate(quantity, slots, *delivery)
            self.assertEqual(sum(share for _key, share in shares), min(quantity, left))
            self.assertTrue(all(share > 0 for _key, share in shares))
            self.assertTrue(all(slot.credited <= slot.invoiced for slot in slots))

    @EXAMPLES
    @given(PIECES, INVOICES)
    def test_credits_without_an_invoice_line_take_the_oldest(self, quantity, invoices):
        slots = self._slots(invoices)
        spread_unlinked(slots, quantity)
        taken = {
            slot.key: slot.credited - credited
            for slot, (_invoiced, credited) in zip(slots, invoices, strict=True)
            if slot.credited > credited
        }
        self.assertEqual(taken, allocate_piece_by_piece(quantity, invoices, 0, 0))

    def test_delivery_billed_in_two_invoices_takes_both_before_any_other(self):
        slots = self._slots([(4, 0), (4, 0), (4, 0)])
        self.assertEqual(allocate(9, slots, 6, 12), [(1, 4), (2, 4), (0, 1)])

    @EXAMPLES
    @given(st.integers(1, 1000), st.integers(-100, 1000), st.integers(0, 3))
    def test_price_is_cut_to_what_is_left_and_no_further(self, wanted, remaining, tolerance):
        factor = price_factor(wanted, remaining, tolerance)
        if wanted <= remaining + tolerance:
            self.assertEqual(factor, 1)
        else:
            self.assertAlmostEqual(wanted * factor, max(remaining, 0))
