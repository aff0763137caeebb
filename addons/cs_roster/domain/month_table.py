"""The month grid on paper and in a sheet: what `grid_read` of a roster says, row by row."""

import io

import xlsxwriter

from ..solver.problem import EMPTY, LEAVE, REST
from . import colours

_NAME_LENGTH = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_DAY_WIDTH, _TEXT_WIDTH, _COUNT_WIDTH = 3.6, 13, 7
# rows of headings above the first agent, columns before the first day
_TOP, _LEFT = 3, 2


def look(data, cell):
    """The letter that stands for a cell, and its ground."""
    labels = data["labels"]
    if cell == REST:
        return labels["rest"], labels["rest_color"]
    if cell == LEAVE:
        return labels["leave"], labels["leave_color"]
    if cell == EMPTY:
        return "", colours.REST
    return cell, next(shift["color"] for shift in data["shifts"] if shift["code"] == cell)


def counts(data, row):
    """Rest days, nights and weekend days worked of a row."""
    nights = {shift["code"] for shift in data["shifts"] if shift["is_night"]}
    codes = {shift["code"] for shift in data["shifts"]}
    weekend = [number for number, day in enumerate(data["days"]) if day["is_weekend"]]
    cells = row["cells"]
    return (
        cells.count(REST),
        sum(cell in nights for cell in cells),
        sum(cells[number] in codes for number in weekend),
    )


def coverage(data):
    """Per shift with needs or people: (shift, [(count, ground) per day])."""
    found = []
    for shift in data["shifts"]:
        cells = []
        for number in range(len(data["days"])):
            count = sum(row["cells"][number] == shift["code"] for row in data["rows"])
            ground = colours.REST
            if count < shift["floor"][number]:
                ground = colours.SHORT
            elif count < shift["target"][number]:
                ground = colours.THIN
            cells.append((count, ground))
        found.append((shift, cells))
    return found


def write_month(data, words):
    """Bytes of a workbook with the month: people by days, in colours.

    :param data: what `grid_read` returned; its days carry a ``letter`` of the weekday
    :param words: the texts of the sheet: work_no, name, rest, nights, weekends
    """
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(output, options) as workbook:
        sheet = workbook.add_worksheet(data["name"].translate(_FORBIDDEN)[:_NAME_LENGTH])
        formats = _Formats(workbook)
        _write_head(sheet, data, words, formats)
        for number, row in enumerate(data["rows"], start=_TOP):
            _write_row(sheet, number, data, row, formats)
        _write_foot(sheet, _TOP + len(data["rows"]), data, formats)
        sheet.freeze_panes(_TOP, _LEFT)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, _TOP - 1)
    return output.getvalue()


class _Formats:
    """One format per ground, made when first asked for."""

    def __init__(self, workbook):
        self._workbook = workbook
        self._made = {}

    def __call__(self, ground=None, **more):
        key = (ground, *sorted(more.items()))
        if key not in self._made:
            look = {"border": 1, "border_color": "#cbd5e1", "align": "center", **more}
            if ground and ground != colours.REST:
                look["bg_color"] = ground
            self._made[key] = self._workbook.add_format(look)
        return self._made[key]

    def title(self):
        return self._workbook.add_format({"bold": True, "font_size": 14})


def _write_head(sheet, data, words, formats):
    sheet.write_string(0, 0, data["name"], formats.title())
    bold = formats(bold=True)
    for column, word in enumerate((words["work_no"], words["name"])):
        sheet.merge_range(1, column, 2, column, word, bold)
    for number, day in enumerate(data["days"]):
        ground = colours.WEEKEND if day["is_weekend"] or day["holiday"] else None
        sheet.write_number(1, _LEFT + number, day["day"], formats(ground, bold=True))
        sheet.write_string(2, _LEFT + number, day["letter"], formats(ground))
        if day["holiday"]:
            sheet.write_comment(1, _LEFT + number, day["holiday"])
    last = _LEFT + len(data["days"])
    for column, name in enumerate(("rest", "nights", "weekends"), start=last):
        sheet.merge_range(1, column, 2, column, words[name], bold)
    sheet.set_column(0, 1, _TEXT_WIDTH)
    sheet.set_column(_LEFT, last - 1, _DAY_WIDTH)
    sheet.set_column(last, last + 2, _COUNT_WIDTH)


def _write_row(sheet, number, data, row, formats):
    left = formats(align="left")
    sheet.write_string(number, 0, row["work_no"], left)
    sheet.write_string(number, 1, row["name"], left)
    for day, cell in enumerate(row["cells"]):
        text, ground = look(data, cell)
        sheet.write_string(number, _LEFT + day, text, formats(ground))
    for column, count in enumerate(counts(data, row), start=_LEFT + len(data["days"])):
        sheet.write_number(number, column, count, formats())


def _write_foot(sheet, number, data, formats):
    for row, (shift, cells) in enumerate(coverage(data), start=number):
        name = f"{shift['code']} {shift['name']}"
        sheet.write_string(row, 0, name, formats(shift["color"], align="left"))
        sheet.write_string(row, 1, shift["hours"], formats(shift["color"], align="left"))
        for day, (count, ground) in enumerate(cells):
            sheet.write_number(row, _LEFT + day, count, formats(ground))
