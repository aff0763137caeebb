"""Rebates from scales, in plain Python."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Band:
    """Sales from ``lower`` on, up to where the next band opens, earn ``rate`` percent."""

    lower: Decimal
    rate: Decimal


@dataclass(frozen=True)
class Share:
    """What one band contributes: ``rate`` percent of ``base``."""

    lower: Decimal
    rate: Decimal
    base: Decimal

    @property
    def amount(self):
        return self.base * self.rate / 100


def shares(bands, base, by_slice):
    """How a rebate comes about, band by band.

    A value exactly on a bound belongs to the band that the bound opens.

    :param bands: in any order, with different lower bounds
    :param base: sales in the currency of the bounds; below the lowest bound nothing is earned
    :param by_slice: each band is paid on what lies within it; else the band reached pays on
        the whole amount
    """
    base = Decimal(base)
    reached = sorted((band for band in bands if band.lower <= base), key=lambda band: band.lower)
    if not reached or base <= 0:
        return []
    if not by_slice:
        top = reached[-1]
        return [Share(top.lower, top.rate, base)]
    ends = [band.lower for band in reached[1:]] + [base]
    return [
        Share(band.lower, band.rate, end - band.lower)
        for band, end in zip(reached, ends, strict=True)
        if end > band.lower
    ]


def rebate(bands, base, by_slice):
    """The rebate on ``base``, not rounded (S-13)."""
    return sum((share.amount for share in shares(bands, base, by_slice)), Decimal(0))
