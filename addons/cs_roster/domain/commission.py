"""Commission to the cent, without Odoo: what an agent has earned to date, less what was settled."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

INVOICED = "invoiced"
PAID = "paid"


def decimal(value):
    """A stored amount as the decimal that it stands for."""
    return Decimal(str(value or 0))


def to_cents(value, quantum):
    """``value`` in whole units of the currency's smallest amount, halves away from zero."""
    return (value / quantum).quantize(Decimal(1), ROUND_HALF_UP) * quantum


def basis_to_date(kind, net, paid, total, quantum):
    """The part of the net amount of an invoice line that earns commission by now.

    :param kind: all that is invoiced, or the share of ``total`` that is ``paid``
    """
    if kind == INVOICED or not total:
        return net
    return to_cents(net * min(max(paid, Decimal(0)), total) / total, quantum)


@dataclass(frozen=True)
class Change:
    """What has come to the basis of an invoice line since it was settled last."""

    key: int
    basis: Decimal
    percent: Decimal


def settle(changes, earned, settled, quantum):
    """Amounts by key, so that all amounts of an agent add up to what has been earned to date.

    Rounding is carried from one line to the next: each amount is within a cent of its own, and
    their sum with ``settled`` is ``earned`` and the changes, rounded once.

    :param earned: what all earlier lines of the agent stand for, unrounded
    :param settled: what these lines came to
    """
    amounts = {}
    for change in changes:
        earned += change.basis * change.percent / 100
        amounts[change.key] = to_cents(earned, quantum) - settled
        settled += amounts[change.key]
    return amounts
