"""Days and notice periods in the traveller's time zone."""

from datetime import datetime, time, timedelta

from pytz import AmbiguousTimeError, NonExistentTimeError, utc


def midnight_utc(day, zone):
    """The moment at which ``day`` begins in ``zone`` (pytz), as naive UTC.

    A midnight that summer time skips begins at the first moment that exists; of one that
    comes twice the first counts.
    """
    midnight = datetime.combine(day, time.min)
    try:
        local = zone.localize(midnight, is_dst=None)
    except AmbiguousTimeError:
        local = min(zone.localize(midnight, is_dst=flag) for flag in (True, False))
    except NonExistentTimeError:
        local = zone.localize(midnight, is_dst=False)
    return local.astimezone(utc).replace(tzinfo=None)


def notice_ends(first_day, zone, hours):
    """The last moment (naive UTC) at which a change of ``first_day`` is asked for in time."""
    return midnight_utc(first_day, zone) - timedelta(hours=hours)


def is_in_time(now, first_day, zone, hours):
    """Whether ``now`` (naive UTC) is at least ``hours`` before ``first_day`` begins in ``zone``."""
    return now <= notice_ends(first_day, zone, hours)
