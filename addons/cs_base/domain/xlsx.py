"""A table as an XLSX file. No cell is ever a formula, whatever its text begins with."""

import io
import unicodedata
from datetime import date, datetime

import xlsxwriter

# characters that a sheet's name must not contain, and its longest length
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NAME_LENGTH = 31
_CHOICES_LENGTH = 255
# in characters; as many rows are looked at for the widths
_NARROWEST, _WIDEST, _ROWS_MEASURED = 9, 50, 200


def write_table(title, headings, rows, choices=None):
    """Bytes of a workbook with one sheet; see ``write_tables``."""
    return write_tables([(title, headings, rows)], choices)


def write_tables(tables, choices=None):
    """Bytes of a workbook: a bold heading row on each sheet and the rows below it.

    Numbers, booleans, dates and datetimes keep their type; all else is text.

    :param tables: triples of a title, headings and rows, a sheet for each
    :param choices: ``{column: texts}`` that the cells of a column offer to pick from
    """
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        formats = {
            "heading": workbook.add_format({"bold": True}),
            date: workbook.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for title, headings, rows in tables:
            sheet = workbook.add_worksheet(title.translate(_FORBIDDEN)[:_NAME_LENGTH])
            _write_sheet(sheet, headings, rows, formats)
            _offer_choices(sheet, len(rows), choices or {})
    return output.getvalue()


def _write_sheet(sheet, headings, rows, formats):
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, formats["heading"])
        measured = [row[column] for row in rows[:_ROWS_MEASURED] if column < len(row)]
        sheet.set_column(column, column, _width([heading, *measured]))
    sheet.freeze_panes(1, 0)
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, row_number, column, value, formats)


def _width(values):
    """Wide enough for the texts; a Chinese character takes the room of two others."""
    widths = (
        sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in str(value))
        for value in values
        if value is not None
    )
    return min(max(_NARROWEST, *widths) + 2, _WIDEST)


def _offer_choices(sheet, row_count, choices):
    for column, texts in choices.items():
        is_possible = texts and len(",".join(texts)) <= _CHOICES_LENGTH
        if row_count and is_possible and not any("," in text for text in texts):
            rule = {"validate": "list", "source": texts, "error_type": "warning"}
            sheet.data_validation(1, column, row_count, column, rule)


def _write_cell(sheet, row, column, value, formats):
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[date])
    else:
        sheet.write_string(row, column, str(value))
