"""Days and notice periods in the traveller's time zone."""

from datetime import datetime, time, timedelta

from pytz import utc


def midnight_utc(day, zone):
    """The moment at which ``day`` begins in ``zone`` (pytz), as naive UTC.

    A midnight that summer time skips begins at the first moment that exists.
    """
    local = zone.normalize(zone.localize(datetime.combine(day, time.min), is_dst=True))
    return local.astimezone(utc).replace(tzinfo=None)


def is_in_time(now, first_day, zone, hours):
    """Whether ``now`` (naive UTC) is at least ``hours`` before ``first_day`` begins in ``zone``."""
    return midnight_utc(first_day, zone) - now >= timedelta(hours=hours)
