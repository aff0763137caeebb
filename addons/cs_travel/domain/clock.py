"""Days and notice periods in the traveller's time zone."""

from datetime import timedelta

from odoo.addons.cs_base.domain.zone import midnight_utc


def notice_ends(first_day, zone, hours):
    """The last moment (naive UTC) at which a change of ``first_day`` is asked for in time."""
    return midnight_utc(first_day, zone) - timedelta(hours=hours)


def is_in_time(now, first_day, zone, hours):
    """Whether ``now`` (naive UTC) is at least ``hours`` before ``first_day`` begins in ``zone``."""
    return now <= notice_ends(first_day, zone, hours)
