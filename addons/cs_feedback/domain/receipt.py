"""Receipt codes: whoever reports without a name keeps one, and nobody else has it."""

import secrets
import unicodedata

# without letters that look like digits, and without U, so that no word comes about
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 5
GROUP_SIZE = 4
LENGTH = GROUPS * GROUP_SIZE
_READ_AS = str.maketrans("OIL", "011")


def new_code():
    """A code of 100 bits."""
    return "".join(secrets.choice(ALPHABET) for _number in range(LENGTH))


def in_groups(code):
    """The code as it is shown: ABCD-EFGH-…"""
    return "-".join(code[start : start + GROUP_SIZE] for start in range(0, LENGTH, GROUP_SIZE))


def normalise(text):
    """The code that somebody typed, or nothing if it cannot be one.

    Small and full-width letters, spaces, dashes and letters that look like digits are taken.
    """
    plain = unicodedata.normalize("NFKC", (text or "")[:200]).upper().translate(_READ_AS)
    code = "".join(letter for letter in plain if letter.isalnum())
    is_code = len(code) == LENGTH and set(code) <= set(ALPHABET)
    return code if is_code else ""
