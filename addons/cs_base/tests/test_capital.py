import unittest
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ..domain.capital import capital_amount

DIGITS = {digit: number for number, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
SMALL = {"拾": 10, "佰": 100, "仟": 1000}
CENTS = st.integers(0, 10**18 - 1)


def read_number(text):
    """Reads capital numerals back, by what stands before the largest unit and after it."""
    for unit, value in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(unit)
        if found:
            return read_number(head) * value + read_number(tail)
    total = digit = 0
    for sign in text:
        if sign in SMALL:
            total, digit = total + digit * SMALL[sign], 0
        else:
            digit = DIGITS[sign]
    return total + digit


def read_cents(text):
    """What capital_amount wrote, in hundredths."""
    text = text.removesuffix("整")
    yuan, found, rest = text.rpartition("元")
    yuan, rest = (yuan, rest) if found else ("", text)
    cents = 0
    for unit, value in (("角", 10), ("分", 1)):
        digit, found, tail = rest.partition(unit)
        if found:
            cents, rest = cents + read_number(digit) * value, tail
    return read_number(yuan) * 100 + cents


class TestCapitalAmount(unittest.TestCase):
    def test_examples_of_the_rules(self):
        examples = {
            "0": "零元整",
            "0.05": "伍分",
            "0.50": "伍角整",
            "10": "壹拾元整",
            "16": "壹拾陆元整",
            "1409.50": "壹仟肆佰零玖元伍角整",
            "6007.14": "陆仟零柒元壹角肆分",
            "1680.32": "壹仟陆佰捌拾元叁角贰分",
            "16409.02": "壹万陆仟肆佰零玖元零贰分",
            "107000.53": "壹拾万柒仟元伍角叁分",
            "100700": "壹拾万零柒佰元整",
            "325.04": "叁佰贰拾伍元零肆分",
            "100000000": "壹亿元整",
            "100500300": "壹亿零伍拾万零叁佰元整",
            "1000000000000": "壹万亿元整",
        }
        for amount, words in examples.items():
            self.assertEqual(capital_amount(amount), f"人民币{words}")

    def test_half_a_cent_is_rounded_away_from_zero(self):
        self.assertEqual(capital_amount("1.005", ""), "壹元零壹分")

    def test_a_negative_amount_is_marked(self):
        self.assertEqual(capital_amount("-260"), "人民币负贰佰陆拾元整")

    def test_what_no_unit_reaches_is_refused(self):
        with self.assertRaises(ValueError):
            capital_amount("1e16")

    @settings(max_examples=2000, deadline=None, derandomize=True, database=None)
    @given(CENTS)
    def test_every_amount_can_be_read_back(self, cents):
        words = capital_amount(Decimal(cents) / 100, "")
        self.assertEqual(read_cents(words), cents)
        self.assertNotIn("零零", words)

    @settings(max_examples=500, deadline=None, derandomize=True, database=None)
    @given(CENTS, CENTS)
    def test_no_two_amounts_share_their_words(self, one, other):
        if one != other:
            first, second = (capital_amount(Decimal(cents) / 100) for cents in (one, other))
            self.assertNotEqual(first, second)
