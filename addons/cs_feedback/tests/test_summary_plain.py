from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..domain.summary import (
    AFTER,
    BEFORE,
    KEEP,
    Measure,
    Row,
    Section,
    due_day,
    figures,
    month_before,
    next_month,
    values_of,
)

DATES = st.dates(date(2000, 1, 1), date(2100, 12, 31))
# a machine that has other work too
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
CASES = Measure("cases", "Cases")
SHARE = Measure("in_time", "In Time", "share", "timed")


class TestSummaryPlain(BaseCase):
    """When a summary is due and how its figures are made, without a database."""

    def test_due_on_the_25th(self):
        self.assertEqual(due_day(date(2026, 11, 3), 25), date(2026, 11, 25))

    def test_day_beyond_the_month_is_its_last(self):
        self.assertEqual(due_day(date(2027, 2, 1), 31), date(2027, 2, 28))
        self.assertEqual(due_day(date(2028, 2, 1), 30), date(2028, 2, 29))

    def test_weekend_is_kept_or_moved(self):
        # 25 July 2026 is a Saturday, 25 October 2026 a Sunday
        for month, before, after in ((7, 24, 27), (10, 23, 26)):
            first = date(2026, month, 1)
            self.assertEqual(due_day(first, 25, KEEP).day, 25)
            self.assertEqual(due_day(first, 25, BEFORE).day, before)
            self.assertEqual(due_day(first, 25, AFTER).day, after)

    @PATIENT
    @given(DATES, st.integers(1, 31), st.sampled_from((KEEP, BEFORE, AFTER)))
    def test_due_days_follow_each_other(self, month, day, weekend):
        due, following = (due_day(m, day, weekend) for m in (month, next_month(month)))
        self.assertTrue(timedelta(25) <= following - due <= timedelta(35))
        if weekend != KEEP:
            self.assertLess(due.weekday(), 5)

    @PATIENT
    @given(DATES)
    def test_month_before_comes_back(self, day):
        self.assertEqual(next_month(month_before(day)), day.replace(day=1))

    @PATIENT
    @given(
        st.lists(
            st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: (min(p), max(p))),
            min_size=1,
        )
    )
    def test_total_share_is_the_ratio_of_sums(self, pairs):
        rows = tuple(
            Row(str(place), f"Row {place}", {"cases": timed, "in_time": good, "timed": timed})
            for place, (good, timed) in enumerate(pairs)
        )
        values = values_of(Section("x", "X", "X", (CASES, SHARE), rows))
        timed = sum(timed for _good, timed in pairs)
        wanted = sum(good for good, _timed in pairs) / timed if timed else None
        self.assertEqual(values["total", "in_time"], wanted)
        self.assertEqual(values["total", "cases"], timed)

    def test_row_that_was_not_there_before_had_none(self):
        section = Section("x", "X", "X", (CASES, SHARE), (Row("1", "One", {"cases": 2}),))
        found = {f.measure.code: f.before for f in figures(section, "Total", {("2", "cases"): 1})}
        self.assertEqual(found, {"cases": 0, "in_time": None})
