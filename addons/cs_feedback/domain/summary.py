"""The monthly summary without Odoo: when it is due, its tables, and how two periods compare."""

import calendar
from dataclasses import dataclass
from datetime import timedelta

KEEP, BEFORE, AFTER = "keep", "before", "after"
SATURDAY = 5


def due_day(month, day, weekend=KEEP):
    """The day on which the summary of a month is due; a month that is too short clamps it.

    :param month: any date of the month
    :param weekend: what becomes of a Saturday or Sunday: kept, the Friday before, the Monday after
    """
    last = calendar.monthrange(month.year, month.month)[1]
    due = month.replace(day=min(day, last))
    into_weekend = due.weekday() - SATURDAY
    if weekend == KEEP or into_weekend < 0:
        return due
    shift = -1 - into_weekend if weekend == BEFORE else 2 - into_weekend
    return due + timedelta(days=shift)


def next_month(month):
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month):
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


@dataclass(frozen=True)
class Measure:
    """A column: the sum named ``code``, or its ratio to the sum named ``over``.

    ``unit`` is count, share, hours, quantity or amount.
    """

    code: str
    label: str
    unit: str = "count"
    over: str = ""

    def value(self, sums):
        """None where there is nothing to divide by."""
        if not self.over:
            return sums.get(self.code, 0)
        divisor = sums.get(self.over, 0)
        return sums.get(self.code, 0) / divisor if divisor else None


@dataclass(frozen=True)
class Row:
    """``key`` stays the same from month to month; ``sums`` are what measures are made of."""

    key: str
    name: str
    sums: dict
    is_total: bool = False


@dataclass(frozen=True)
class Section:
    """A table of the summary: ``heading`` stands above the names of its rows."""

    code: str
    name: str
    heading: str
    measures: tuple
    rows: tuple
    sequence: int = 10
    has_total: bool = True


@dataclass(frozen=True)
class Figure:
    row: Row
    measure: Measure
    place: int
    value: float | None
    before: float | None


def add_up(rows):
    """The sums of all rows together: a ratio of them is the ratio of sums."""
    total = {}
    for row in rows:
        for code, value in row.sums.items():
            total[code] = total.get(code, 0) + value
    return total


def sorted_rows(section, total_name):
    """The rows, most of the first measure first, and their total below."""
    first = section.measures[0]
    rows = sorted(section.rows, key=lambda row: (-(first.value(row.sums) or 0), row.name, row.key))
    if section.has_total:
        rows.append(Row("total", total_name, add_up(rows), is_total=True))
    return rows


def figures(section, total_name, before):
    """Every cell of the table beside its value in the period before.

    :param before: ``{(key of the row, code of the measure): value}``; a row that is not there had
        nothing to count
    """
    found = []
    for place, row in enumerate(sorted_rows(section, total_name)):
        for measure in section.measures:
            missing = 0 if before and not measure.over else None
            earlier = before.get((row.key, measure.code), missing)
            found.append(Figure(row, measure, place, measure.value(row.sums), earlier))
    return found


def values_of(section):
    """``{(key of the row, code of the measure): value}`` of a section, the total included."""
    return {(found.row.key, found.measure.code): found.value for found in figures(section, "", {})}
