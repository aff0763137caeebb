from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pytz import common_timezones, timezone, utc

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_base.domain.zone import midnight_utc
from odoo.addons.cs_travel.domain.clock import is_in_time, notice_ends
from odoo.addons.cs_travel.domain.route import added_spans, doubles, gaps, mondays

EXAMPLES = settings(max_examples=2000, deadline=None, derandomize=True, database=None)
ZONES = st.sampled_from(common_timezones).map(timezone)
# the tables of time zones end in 2037
DAYS = st.dates(date(2000, 1, 1), date(2036, 12, 31))
HOURS = st.integers(0, 200)
STEP = timedelta(minutes=15)


def walk_to_the_day(day, zone):
    """The same by walking along UTC until the clock on the wall shows the day, or a later one."""
    moment = datetime.combine(day, datetime.min.time()) - timedelta(hours=16)
    while utc.localize(moment).astimezone(zone).date() < day:
        moment += STEP
    return moment


@tagged("post_install", "-at_install")
class TestClock(BaseCase):
    """The notice ends the company's hours before midnight where the traveller is (S-41)."""

    @EXAMPLES
    @given(DAYS, ZONES)
    def test_day_begins_when_the_clock_on_the_wall_says_so(self, day, zone):
        self.assertEqual(midnight_utc(day, zone), walk_to_the_day(day, zone))

    @EXAMPLES
    @given(DAYS, ZONES, HOURS, st.integers(-3, 3))
    def test_last_second_is_in_time_and_the_next_is_not(self, day, zone, hours, seconds):
        now = walk_to_the_day(day, zone) - timedelta(hours=hours) + timedelta(seconds=seconds)
        self.assertEqual(is_in_time(now, day, zone, hours), seconds <= 0)

    def test_midnight_that_summer_time_skips(self):
        zone = timezone("America/Sao_Paulo")
        self.assertEqual(midnight_utc(date(2018, 11, 4), zone), datetime(2018, 11, 4, 3))

    def test_midnight_that_comes_twice(self):
        zone = timezone("America/Havana")
        self.assertEqual(midnight_utc(date(2024, 11, 3), zone), datetime(2024, 11, 3, 4))

    def test_shanghai_begins_its_day_before_greenwich(self):
        zone = timezone("Asia/Shanghai")
        self.assertEqual(notice_ends(date(2026, 5, 2), zone, 24), datetime(2026, 4, 30, 16))


@tagged("post_install", "-at_install")
class TestRoute(BaseCase):
    """Routes as sets of dates."""

    DATES = st.lists(st.dates(date(2026, 1, 1), date(2026, 2, 10)), max_size=12)

    @EXAMPLES
    @given(DATES)
    def test_gaps_and_doubles_are_those_of_counting(self, dates):
        inside = [day for day in self._span(dates) if day not in dates]
        self.assertEqual(gaps(dates), inside)
        self.assertEqual(doubles(dates), [d for d in self._span(dates) if dates.count(d) > 1])

    @EXAMPLES
    @given(DATES, DATES.filter(bool))
    def test_spans_hold_what_is_new_and_nothing_of_the_old(self, dates, old):
        first, last = min(old), max(old)
        spans = added_spans(first, last, dates)
        outside = [day for day in dates if not first <= day <= last]
        for day in outside:
            self.assertTrue(any(begin <= day <= end for begin, end in spans))
        for begin, end in spans:
            self.assertTrue(end < first or begin > last)
            self.assertIn(begin, outside)
            self.assertIn(end, outside)

    @EXAMPLES
    @given(DATES.filter(bool))
    def test_every_day_is_in_one_of_the_weeks(self, dates):
        weeks = mondays(min(dates), max(dates))
        days = {week + timedelta(days=number) for week in weeks for number in range(7)}
        self.assertTrue(set(self._span(dates)) <= days)
        self.assertTrue(all(week.weekday() == 0 for week in weeks))
        self.assertEqual(len({day.isocalendar()[:2] for day in self._span(dates)}), len(weeks))

    def _span(self, dates):
        if not dates:
            return []
        count = (max(dates) - min(dates)).days + 1
        return [min(dates) + timedelta(days=number) for number in range(count)]
