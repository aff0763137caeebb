"""The sheet on which a dealer fills in what to return: read and judged, row by row."""

import io
import math
import re
import zipfile
from typing import NamedTuple

import openpyxl

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
MAX_PARTS = 100
MAX_ROWS = 2000
KEY_COLUMN, QUANTITY_COLUMN, REASON_COLUMN = 0, 8, 9
COLUMNS = 10
KEY = re.compile(r"^([1-9]\d{0,8})-(0|[1-9]\d{0,8})$")


class SheetError(ValueError):
    """The file cannot be read: ``content``, ``size`` or ``rows``."""


class SheetRow(NamedTuple):
    number: int
    key: object
    quantity: object
    reason: object


class RowError(NamedTuple):
    number: int
    code: str
    value: object = None


class GoodRow(NamedTuple):
    number: int
    key: tuple
    quantity: float
    reason: int


def make_key(move_id, lot_id):
    """A pointer to delivered goods; it is looked up, never believed."""
    return f"{move_id}-{lot_id or 0}"


def parse_key(text):
    """``(move id, lot id or False)``, or None for what is no key."""
    found = KEY.match(text.strip()) if isinstance(text, str) else None
    return (int(found[1]), int(found[2]) or False) if found else None


def parse_quantity(value):
    """A finite number, or None."""
    if isinstance(value, bool):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_sheet(content):
    """The rows on which a quantity is filled in, with their number on the sheet.

    :raises SheetError: no sheet, or a larger one than we hand out
    """
    _check_package(content)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # the size that the file states may be wrong
        sheet.reset_dimensions()
        values = list(sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=COLUMNS, values_only=True))
    # a forged file makes the reader fail in many ways
    except Exception as error:
        raise SheetError("content") from error
    if len(values) > MAX_ROWS + 1:
        raise SheetError("rows")
    rows = []
    for number, cells in enumerate(values[1:], start=2):
        cells = (*cells, *[None] * COLUMNS)
        quantity = cells[QUANTITY_COLUMN]
        if quantity is None or not str(quantity).strip():
            continue
        rows.append(SheetRow(number, cells[KEY_COLUMN], quantity, cells[REASON_COLUMN]))
    return rows


def _check_package(content):
    if not content or len(content) > MAX_BYTES:
        raise SheetError("size")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            # zipfile never unpacks more of a part than is declared here
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise SheetError("size")
            for part in parts:
                # entities blow up in memory; no spreadsheet program writes any
                text = package.read(part).replace(b"\0", b"")
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise SheetError("content")
    except SheetError:
        raise
    except Exception as error:
        raise SheetError("content") from error


def judge(rows, returnable, reasons):
    """Sort the rows into good ones and errors.

    :param returnable: ``{(move id, lot id or False): quantity}`` of the dealer's own goods
    :param reasons: ``{name in small letters: id}``
    :return: ``([GoodRow], [RowError])``
    """
    good, errors, seen = [], [], {}
    for row in rows:
        found = _judge_row(row, returnable, reasons, seen)
        if isinstance(found, GoodRow):
            good.append(found)
            seen[found.key] = row.number
        elif found:
            errors.append(found)
    return good, errors


def _judge_row(row, returnable, reasons, seen):
    quantity = parse_quantity(row.quantity)
    if quantity == 0:
        return None
    key = parse_key(row.key)
    reason_name = str(row.reason or "").strip()
    if key not in returnable:
        return RowError(row.number, "goods")
    if quantity is None or quantity < 0:
        return RowError(row.number, "quantity", str(row.quantity)[:40])
    if key in seen:
        return RowError(row.number, "duplicate", seen[key])
    if quantity > returnable[key] + 1e-9:
        return RowError(row.number, "excess", returnable[key])
    if not reason_name:
        return RowError(row.number, "no_reason")
    if reason_name.casefold() not in reasons:
        return RowError(row.number, "reason", reason_name[:40])
    return GoodRow(row.number, key, quantity, reasons[reason_name.casefold()])
