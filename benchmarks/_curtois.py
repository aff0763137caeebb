"""Shift scheduling instances of Curtois and Qu (2014): reader, judge and model.

Their rules are not ours: shortest runs of work and rest, weekends, minutes per person. So they
have a model of their own here, solved by the same CP-SAT with the same settings; the judge shares
nothing with it.
"""

import time
from collections import namedtuple
from itertools import groupby

from ortools.sat.python import cp_model

BEST_KNOWN = {1: 607, 2: 828, 3: 1001, 4: 1716, 5: 1143, 6: 1950, 7: 1056}
SATURDAY, SUNDAY = 5, 6

Shift = namedtuple("Shift", "minutes not_followed_by")
Staff = namedtuple(
    "Staff", "most_of most_minutes least_minutes most_run least_run least_rest most_weekends"
)
Cover = namedtuple("Cover", "day shift wanted under over")
Request = namedtuple("Request", "staff day shift weight")


class Instance:
    """The sections of one file; every instance begins on a Monday."""

    def __init__(self, text):
        self.days = 0
        self.shifts, self.staff, self.days_off = {}, {}, {}
        self.wanted, self.unwanted, self.covers = [], [], []
        section = None
        for line in text.splitlines():
            line = line.strip()
            if line.startswith("SECTION_"):
                section = line.removeprefix("SECTION_").lower()
            elif line and not line.startswith("#"):
                getattr(self, f"_read_{section}")(*line.split(","))

    @property
    def weekends(self):
        """Pairs of days; the last weekend may lack its Sunday."""
        saturdays = range(SATURDAY, self.days, 7)
        return [[day for day in (first, first + 1) if day < self.days] for first in saturdays]

    def _read_horizon(self, days):
        self.days = int(days)

    def _read_shifts(self, code, minutes, not_followed_by=""):
        following = {other for other in not_followed_by.split("|") if other}
        self.shifts[code] = Shift(int(minutes), following)

    def _read_staff(self, code, most_of, most, least, *limits):
        pairs = (part.split("=") for part in most_of.split("|") if part)
        most_of = {shift: int(count) for shift, count in pairs}
        self.staff[code] = Staff(most_of, int(most), int(least), *map(int, limits))

    def _read_days_off(self, code, *days):
        self.days_off[code] = {int(day) for day in days if day}

    def _read_shift_on_requests(self, code, day, shift, weight):
        self.wanted.append(Request(code, int(day), shift, int(weight)))

    def _read_shift_off_requests(self, code, day, shift, weight):
        self.unwanted.append(Request(code, int(day), shift, int(weight)))

    def _read_cover(self, day, shift, wanted, under, over):
        self.covers.append(Cover(int(day), shift, int(wanted), int(under), int(over)))


# Judge


def penalty(instance, roster):
    """The objective of a roster {staff: [shift or ""]}."""
    total = sum(
        request.weight
        for request in instance.wanted
        if roster[request.staff][request.day] != request.shift
    )
    total += sum(
        request.weight
        for request in instance.unwanted
        if roster[request.staff][request.day] == request.shift
    )
    for cover in instance.covers:
        count = sum(row[cover.day] == cover.shift for row in roster.values())
        total += cover.under * max(0, cover.wanted - count)
        total += cover.over * max(0, count - cover.wanted)
    return total


def violations(instance, roster):
    """The hard rules that a roster breaks; (staff, rule)."""
    return [
        (code, rule) for code in instance.staff for rule in _judge(instance, code, roster[code])
    ]


def _judge(instance, code, row):
    staff = instance.staff[code]
    minutes = sum(instance.shifts[shift].minutes for shift in row if shift)
    if not staff.least_minutes <= minutes <= staff.most_minutes:
        yield "minutes"
    if any(row[day] for day in instance.days_off.get(code, ())):
        yield "day off"
    if any(row.count(shift) > staff.most_of.get(shift, instance.days) for shift in instance.shifts):
        yield "shifts of a kind"
    if any(
        after in instance.shifts[before].not_followed_by
        for before, after in zip(row, row[1:], strict=False)
        if before
    ):
        yield "following shift"
    if sum(any(row[day] for day in days) for days in instance.weekends) > staff.most_weekends:
        yield "weekends"
    runs = [(works, len(list(days))) for works, days in groupby(row, bool)]
    if any(works and length > staff.most_run for works, length in runs):
        yield "longest run"
    # what lies before the first day and after the last one may make a run long enough
    for works, length in runs[1:-1]:
        if length < (staff.least_run if works else staff.least_rest):
            yield "shortest run" if works else "shortest rest"


# Model


def solve(instance, seconds, workers, seed=1):
    """(objective, bound, roster, seconds); the objective is None when nothing was found."""
    model = cp_model.CpModel()
    cells = {
        code: [
            {shift: model.new_bool_var(f"{code}{day}{shift}") for shift in instance.shifts}
            for day in range(instance.days)
        ]
        for code in instance.staff
    }
    for code in instance.staff:
        _limit(model, instance, code, cells[code])
    model.minimize(_cost(model, instance, cells))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = seconds
    begin = time.monotonic()
    status = solver.solve(model)
    spent = time.monotonic() - begin
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, None, None, spent
    roster = {
        code: [
            next((shift for shift in day if solver.boolean_value(day[shift])), "") for day in row
        ]
        for code, row in cells.items()
    }
    return round(solver.objective_value), round(solver.best_objective_bound), roster, spent


def _limit(model, instance, code, row):
    staff = instance.staff[code]
    works = [model.new_bool_var("") for _day in row]
    for day, cell in enumerate(row):
        model.add(sum(cell.values()) == works[day])
        if day in instance.days_off.get(code, ()):
            model.add(works[day] == 0)
        for before, shift in instance.shifts.items():
            for after in shift.not_followed_by:
                if day:
                    model.add_implication(row[day - 1][before], ~cell[after])
    minutes = sum(instance.shifts[shift].minutes * cell[shift] for cell in row for shift in cell)
    model.add_linear_constraint(minutes, staff.least_minutes, staff.most_minutes)
    for shift, most in staff.most_of.items():
        model.add(sum(cell[shift] for cell in row) <= most)
    for first in range(instance.days - staff.most_run):
        model.add(sum(works[first : first + staff.most_run + 1]) <= staff.most_run)
    _limit_shortest(model, works, staff.least_run)
    _limit_shortest(model, [~day for day in works], staff.least_rest)
    _limit_weekends(model, instance, works, staff.most_weekends)


def _limit_shortest(model, days, least):
    """No run of fewer days lies between two days that are otherwise."""
    for length in range(1, least):
        for first in range(1, len(days) - length):
            inside = [~day for day in days[first : first + length]]
            model.add_bool_or(days[first - 1], *inside, days[first + length])


def _limit_weekends(model, instance, works, most):
    worked = []
    for days in instance.weekends:
        worked.append(model.new_bool_var(""))
        model.add_max_equality(worked[-1], [works[day] for day in days])
    model.add(sum(worked) <= most)


def _cost(model, instance, cells):
    costs = [
        request.weight * (1 - cells[request.staff][request.day][request.shift])
        for request in instance.wanted
    ]
    costs += [
        request.weight * cells[request.staff][request.day][request.shift]
        for request in instance.unwanted
    ]
    for cover in instance.covers:
        count = sum(row[cover.day][cover.shift] for row in cells.values())
        under = model.new_int_var(0, cover.wanted, "")
        over = model.new_int_var(0, len(cells), "")
        model.add(count + under - over == cover.wanted)
        costs += [cover.under * under, cover.over * over]
    return sum(costs)
