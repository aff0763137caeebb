"""How much of open advances is set off against what is owed to a traveller."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple


class OpenAdvance(NamedTuple):
    """Money that the traveller still holds, in its own currency.

    ``rate`` is the worth of one unit in company currency, ``quantum`` the smallest amount.
    """

    key: Any
    amount: Decimal
    rate: Decimal
    quantum: Decimal


class Part(NamedTuple):
    """What is set off of one advance: in its own and in company currency."""

    key: Any
    amount: Decimal
    value: Decimal


def round_to(amount, quantum):
    """The multiple of ``quantum`` that is nearest; halves go away from zero."""
    return (amount / quantum).quantize(Decimal(1), ROUND_HALF_UP) * quantum


def allocate(payable, advances, quantum):
    """Set the advances off against ``payable`` in their order, each as far as it goes.

    An advance that is used up is taken to its last cent in its own currency, whatever it is
    worth by then; the exchange difference is the ledger's matter.
    """
    parts = []
    for advance in advances:
        worth = round_to(advance.amount * advance.rate, quantum)
        if worth <= payable:
            amount, value = advance.amount, worth
        else:
            value = payable
            amount = min(advance.amount, round_to(value / advance.rate, advance.quantum))
        if amount > 0 and value > 0:
            parts.append(Part(advance.key, amount, value))
            payable -= value
    return parts
