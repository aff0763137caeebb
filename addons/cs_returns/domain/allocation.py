"""Which invoice line a returned quantity is credited from. Pure Python, one unit of measure.

Deliveries and invoices of one order line both run along the same axis of quantity: what
was delivered first was billed first. A return of a delivery therefore goes back to the
invoices that billed that stretch, and only what they cannot take goes to the others,
oldest first.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass
class Slot:
    """One invoice line: what it billed and what earlier credit notes took of it."""

    key: Hashable
    invoiced: float
    credited: float = 0.0

    @property
    def remaining(self) -> float:
        return max(self.invoiced - self.credited, 0.0)


def spread_unlinked(slots: Sequence[Slot], quantity: float) -> None:
    """Take credits that name no invoice line from the oldest slots."""
    for slot in slots:
        taken = min(slot.remaining, quantity)
        slot.credited += taken
        quantity -= taken


def allocate(
    quantity: float, slots: Sequence[Slot], start: float = 0.0, end: float = 0.0
) -> list[tuple[Hashable, float]]:
    """Shares of ``quantity`` per slot; together at most what the slots have left.

    The slots are marked as credited, so that a second call goes on from there.

    :param slots: invoice lines, oldest first
    :param start: where on the axis the returned delivery begins, and ``end`` ends
    """
    shares: list[tuple[Hashable, float]] = []
    for slot in _in_order(slots, start, end):
        taken = min(slot.remaining, quantity)
        if taken > 0:
            slot.credited += taken
            quantity -= taken
            shares.append((slot.key, taken))
    return shares


def price_factor(wanted: float, remaining: float, tolerance: float) -> float:
    """The part of the invoiced price that can be credited; 1 unless allowances took of it.

    :param wanted: amount of the credited quantity at the invoiced price
    :param remaining: invoiced amount less what was credited, whatever the quantity
    :param tolerance: what rounding may have added to either
    """
    if wanted <= remaining + tolerance:
        return 1.0
    return max(remaining, 0.0) / wanted


def _in_order(slots, start, end):
    overlapping, others = [], []
    position = 0.0
    for slot in slots:
        does_overlap = position < end and position + slot.invoiced > start
        (overlapping if does_overlap else others).append(slot)
        position += slot.invoiced
    return overlapping + others
