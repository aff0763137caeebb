"""The clocks against a second, naive implementation that counts minute by minute."""

from datetime import datetime, timedelta
from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.cs_feedback.domain import clock

BEGIN = datetime(2026, 3, 27, 12, 0)
MINUTE = timedelta(minutes=1)
SPAN = 600

moments = st.integers(0, SPAN)


def at(minute):
    return BEGIN + minute * MINUTE


@st.composite
def cases(draw):
    """start, pauses and working intervals on whole minutes of one span."""
    start = draw(st.integers(0, 120))
    cuts = sorted(draw(st.lists(st.integers(0, SPAN), max_size=8)))
    pauses = [(at(a), at(b)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    if draw(st.booleans()):
        last = pauses[-1][1] if pauses else at(0)
        pauses.append((last + draw(st.integers(0, 200)) * MINUTE, None))
    work = None
    if draw(st.booleans()):
        marks = sorted(draw(st.sets(st.integers(0, SPAN), max_size=10)))
        work = [(at(a), at(b)) for a, b in zip(marks[::2], marks[1::2], strict=False)]
    return at(start), pauses, work


def naive_ticks(start, pauses, work, until):
    """The minutes in which the clock runs, one by one."""
    moment = start
    while moment < until:
        in_pause = any(a <= moment and (b is None or moment < b) for a, b in pauses)
        at_work = work is None or any(a <= moment < b for a, b in work)
        if at_work and not in_pause:
            yield moment
        moment += MINUTE


class TestClock(TestCase):
    """Pauses and working time in every order (S-95, S-150)."""

    @settings(max_examples=2000, deadline=None)
    @given(cases(), moments)
    def test_elapsed_counts_running_minutes(self, case, until):
        start, pauses, work = case
        ticks = len(list(naive_ticks(start, pauses, work, at(until))))
        expected = ticks * MINUTE
        self.assertEqual(clock.elapsed(start, at(until), pauses, work), expected)

    @settings(max_examples=2000, deadline=None)
    @given(cases(), st.integers(1, 300))
    def test_due_is_when_the_allowance_is_used_up(self, case, allowance):
        start, pauses, work = case
        end = at(SPAN * 3)
        ticks = list(naive_ticks(start, pauses, work, end))
        expected = ticks[allowance - 1] + MINUTE if len(ticks) >= allowance else None
        self.assertEqual(clock.due(start, allowance * MINUTE, pauses, work), expected)

    def test_no_time_is_due_at_once(self):
        self.assertEqual(clock.due(BEGIN, timedelta(), [], None), BEGIN)
