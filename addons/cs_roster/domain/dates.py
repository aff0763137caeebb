"""Dates in the order and words of a language: 2027年3月 where English has March 2027."""

from babel import Locale
from babel.dates import format_skeleton

MONTH, DAY, WEEKDAY = "yMMMM", "MMMd", "MMMEd"


def label(date, skeleton, lang):
    """The date in a language; no date is no text.

    :param lang: code of a language, as "zh_CN"
    """
    if not date:
        return ""
    locale = Locale.parse((lang or "en_US").split("@")[0])
    return format_skeleton(skeleton, date, locale=locale)
