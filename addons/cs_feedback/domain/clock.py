"""How long a case may take and has taken: plain intervals of time, without Odoo.

A clock counts from ``start``. It stands in pauses and, where working time counts, outside of the
working intervals. All moments are datetimes of one zone; an interval is a pair (from, to), and the
last pause may still be open: (from, None).
"""

from datetime import datetime, timedelta

FOREVER = datetime.max


def running(start, pauses=(), working=None):
    """The intervals in which the clock runs, in order and without overlap.

    :param working: intervals in order; None if all time counts
    """
    found = []
    for begin, end in working if working is not None else [(start, FOREVER)]:
        begin = max(begin, start)
        for pause_begin, pause_end in sorted(pauses, key=lambda pause: pause[0]):
            stop = min(end, pause_begin)
            if begin < stop:
                found.append((begin, stop))
            begin = max(begin, pause_end or FOREVER)
        if begin < end:
            found.append((begin, end))
    return found


def elapsed(start, until, pauses=(), working=None):
    """The time that the clock has counted up to a moment."""
    counted = timedelta()
    for begin, end in running(start, pauses, working):
        if begin >= until:
            break
        counted += min(end, until) - begin
    return counted


def due(start, allowance, pauses=(), working=None):
    """The moment at which the clock has counted the allowance.

    :param allowance: timedelta
    :return: None while an open pause keeps the clock from getting there, or where the working
        intervals end before
    """
    left = allowance
    for begin, end in running(start, pauses, working):
        if end - begin >= left:
            return begin + left
        left -= end - begin
    return None
