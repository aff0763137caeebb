"""A month of cells, as plain lists: what is planned, what agents were told, what is fixed."""

from dataclasses import dataclass, field

from ..solver.problem import EMPTY, LEAVE, REST

_OFF = {"rest": REST, "leave": LEAVE}


def cell_of(kind, code):
    """The cell of a kind of slot; ``code`` is the letter of its shift, if it has one."""
    return code if kind == "shift" else _OFF.get(kind, EMPTY)


@dataclass
class Sheet:
    """By employee id: a cell per day, and the numbers of the days that are fixed."""

    days: int
    cells: dict[int, list[str]] = field(default_factory=dict)
    told: dict[int, list[str]] = field(default_factory=dict)
    locked: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, days, rows, codes):
        """The sheet of slots of one month.

        :param rows: employee id, date, kind, type id, whether fixed, told kind, told type id
        :param codes: letter by type id
        """
        sheet = cls(days)
        for employee_id, date, kind, type_id, is_locked, told_kind, told_type_id in rows:
            if employee_id not in sheet.cells:
                sheet.add(employee_id)
            number = date.day - 1
            sheet.cells[employee_id][number] = cell_of(kind, codes.get(type_id))
            if told_kind:
                sheet.told[employee_id][number] = cell_of(told_kind, codes.get(told_type_id))
            if is_locked:
                sheet.locked[employee_id].add(number)
        return sheet

    def add(self, employee_id):
        """An employee of whom nothing is planned."""
        self.cells[employee_id] = [EMPTY] * self.days
        self.told[employee_id] = [EMPTY] * self.days
        self.locked[employee_id] = set()
