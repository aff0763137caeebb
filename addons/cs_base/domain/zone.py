"""Days of a time zone and moments in UTC."""

from datetime import datetime, time

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


def local_day(moment, zone):
    """The day of a naive UTC moment in ``zone`` (pytz)."""
    return utc.localize(moment).astimezone(zone).date()
