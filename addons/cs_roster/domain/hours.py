"""Hours of shifts. They are local and counted from the shift's date, so 25.0 is 01:00 after it."""

from datetime import datetime, time, timedelta

import pytz

HOURS_PER_DAY = 24


def to_utc(date, hour, tz_name):
    """The naive UTC moment of a local hour of a date.

    Hours that the clock skips or repeats are read as standard time.

    :param hour: hours since the local midnight that begins ``date``, may be 24 and more
    """
    moment = datetime.combine(date, time.min) + timedelta(seconds=round(hour * 3600))
    zone = pytz.timezone(tz_name or "UTC")
    return zone.localize(moment, is_dst=False).astimezone(pytz.utc).replace(tzinfo=None)


def local_date(moment, tz_name):
    """The local date of a naive UTC moment."""
    zone = pytz.timezone(tz_name or "UTC")
    return pytz.utc.localize(moment).astimezone(zone).date()


def pieces(hour_from, hour_to, break_from, break_to):
    """The working pieces of a shift: one, or two around its break."""
    if break_to > break_from:
        return [(hour_from, break_from), (break_to, hour_to)]
    return [(hour_from, hour_to)]


def is_night(hour_from, hour_to):
    """Whether a shift runs into the next day."""
    return hour_to > HOURS_PER_DAY
