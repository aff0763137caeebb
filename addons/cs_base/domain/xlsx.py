"""A table as an XLSX file. No cell is ever a formula, whatever its text begins with."""

import io
from datetime import date, datetime

import xlsxwriter

# characters that a sheet's name must not contain, and its longest length
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_NAME_LENGTH = 31


def write_table(title, headings, rows):
    """Bytes of a workbook with one sheet; see ``write_tables``."""
    return write_tables([(title, headings, rows)])


def write_tables(tables):
    """Bytes of a workbook: a bold heading row on each sheet and the rows below it.

    Numbers, booleans, dates and datetimes keep their type; all else is text.

    :param tables: triples of a title, headings and rows, a sheet for each
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
    return output.getvalue()


def _write_sheet(sheet, headings, rows, formats):
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, formats["heading"])
    sheet.freeze_panes(1, 0)
    for row_number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, row_number, column, value, formats)


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
