"""Who bears the cost of a return, by the rules of S-43 and S-44. Pure Python."""

from dataclasses import dataclass
from datetime import date, timedelta

FREE = "free"
CUSTOMER_PAYS = "customer_pays"
REFUSED = "refused"


@dataclass(frozen=True)
class Verdict:
    """Outcome for one returned item and the rule that led to it."""

    outcome: str
    rule: str


def shelf_life_end(order_date: date, shelf_life_days: int) -> date | None:
    """Last day of the shelf life, counted from the order; None where there is none."""
    return order_date + timedelta(days=shelf_life_days) if shelf_life_days else None


def judge(
    order_date: date,
    application_date: date,
    shelf_life_days: int,
    is_quality_fault: bool,
    is_quality_barred_cross_year: bool = False,
) -> Verdict:
    """The verdict on goods ordered on one day and asked back on another (company days).

    :param shelf_life_days: days counted from the order date; 0 means unlimited
    :param is_quality_barred_cross_year: the cross-year bar covers quality faults as well
    """
    is_same_year = order_date.year == application_date.year
    if not is_quality_fault:
        if is_same_year:
            return Verdict(CUSTOMER_PAYS, "same_year")
        return Verdict(REFUSED, "cross_year")
    if is_quality_barred_cross_year and not is_same_year:
        return Verdict(REFUSED, "quality_cross_year")
    end = shelf_life_end(order_date, shelf_life_days)
    if end is None:
        return Verdict(FREE, "quality_no_shelf_life")
    if application_date <= end:
        return Verdict(FREE, "quality_in_shelf_life")
    return Verdict(REFUSED, "shelf_life_over")
