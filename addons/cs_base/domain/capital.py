"""Amounts in Chinese capital numerals (人民币大写), as vouchers want them beside the figures.

By the rules of the People's Bank for filling in vouchers: zeros in a row are written once, none
is written where the 元 or the 万 is zero but the next digit is not, and what ends with 元 or 角 is
closed by 整.
"""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = ("", "拾", "佰", "仟")
# beyond this no unit is agreed upon
LIMIT = Decimal(10) ** 16


def capital_amount(amount, prefix="人民币"):
    """An amount in capital numerals.

    >>> capital_amount("107000.05")
    '人民币壹拾万柒仟元零伍分'

    :param amount: Decimal, int or str; rounded to the 分
    :param prefix: name of the currency
    :raises ValueError: too large to be written
    """
    value = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if abs(value) >= LIMIT:
        raise ValueError(f"{amount} cannot be written in capital numerals.")
    yuan, cents = divmod(int(abs(value) * 100), 100)
    sign = "负" if value < 0 else ""
    return f"{prefix}{sign}{_yuan(yuan, cents)}{_cents(cents, bool(yuan))}"


def _yuan(number, cents):
    return "" if cents and not number else f"{_number(number)}元"


def _cents(cents, after_yuan):
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    if not fen:
        return f"{DIGITS[jiao]}角整"
    if jiao:
        return f"{DIGITS[jiao]}角{DIGITS[fen]}分"
    return f"{DIGITS[0] if after_yuan else ''}{DIGITS[fen]}分"


def _number(number):
    """A whole number: the part before a large unit is a number by itself."""
    for size, unit in ((8, "亿"), (4, "万")):
        high, low = divmod(number, 10**size)
        if high:
            return f"{_number(high)}{unit}{_rest(low, size)}"
    return _below_myriad(number)


def _rest(number, size):
    if not number:
        return ""
    gap = DIGITS[0] if number < 10 ** (size - 1) else ""
    return gap + _number(number)


def _below_myriad(number):
    """A number of up to four digits."""
    if not number:
        return DIGITS[0]
    words, is_gap = [], False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            words.append((DIGITS[0] if is_gap and words else "") + DIGITS[digit] + UNITS[place])
        is_gap = not digit
    return "".join(words)
