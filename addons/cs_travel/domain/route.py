"""Routes as sets of dates."""

from datetime import timedelta


def gaps(dates):
    """The days between the first and the last of ``dates`` that are not among them."""
    if not dates:
        return []
    first, last = min(dates), max(dates)
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in span if day not in set(dates)]


def doubles(dates):
    """The days that come more than once, each once, in order."""
    return sorted({day for day in dates if dates.count(day) > 1})


def added_spans(old_first, old_last, dates):
    """Periods (first, last) outside of the old one that ``dates`` newly take up."""
    before = [day for day in dates if day < old_first]
    after = [day for day in dates if day > old_last]
    return [(min(part), max(part)) for part in (before, after) if part]


def monday_of(day):
    return day - timedelta(days=day.weekday())


def mondays(first, last):
    """The Mondays of all weeks that the period touches."""
    count = (monday_of(last) - monday_of(first)).days // 7 + 1
    return [monday_of(first) + timedelta(weeks=number) for number in range(count)]
