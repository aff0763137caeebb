from collections import defaultdict

from odoo import fields, models

from ..domain.sheet import Sheet, cell_of
from ..solver.problem import EMPTY, LEAVE, OFF, Agent, Problem, Rules, Shift, Wish

SHEET_FIELDS = (
    "employee_id", "date", "kind", "shift_type_id", "is_locked", "published_kind",
    "published_type_id",
)  # fmt: skip


class CsRoster(models.Model):
    """The roster as the plain problem that the solver and the rule checker understand."""

    _inherit = "cs.roster"

    def _prepare_problem(self, sheet=None, agents=None):
        """The problem of this month; agents are named by their ids as strings.

        :param sheet: the `domain.sheet.Sheet` of the month, where it has been read already
        :param agents: the agents of the month, where they are known already
        """
        self.ensure_one()
        employees = self._agents() if agents is None else agents
        sheet = sheet or self._sheet(employees)
        dates = self._dates()
        shift_types = self._shift_types()
        leaves = self._leave_days(employees)
        tails = self._tails(employees)
        wishes = self._wishes(employees)
        history = self._history(employees)
        agents = [
            self._prepare_agent(employee, sheet, shift_types, leaves, tails, wishes, history)
            for employee in employees
        ]
        return Problem(
            days=len(dates),
            weekend=[number for number, date in enumerate(dates) if date.weekday() > 4],
            shifts=[self._prepare_shift(shift_type, dates) for shift_type in shift_types],
            agents=agents,
            pairs=[(str(pair.employee_id.id), str(pair.mentor_id.id)) for pair in self.pair_ids],
            rules=Rules(
                max_run=self.max_run,
                min_rest_hours=self.min_rest_hours,
                max_run_blocks=self.max_run_level == "block",
                min_rest_blocks=self.min_rest_level == "block",
            ),
        )

    def _agents(self):
        """The agents of the roster and whoever else has a slot in it, by name."""
        slots = self.env["cs.roster.slot"]
        groups = slots._read_group([("roster_id", "=", self.id)], ["employee_id"])
        planned = self.env["hr.employee"].concat(*(employee for (employee,) in groups))
        # sudo: heads of departments need not read employees; the grid shows names and numbers.
        # Odoo's rule for who has no right on employees also takes minutes for some hundred
        employees_sudo = self.sudo().employee_ids | planned.sudo()
        return employees_sudo.sorted(lambda e: (e.cs_work_no or "", e.name, e.id))

    def _sheet(self, agents=None):
        """All cells of the month, by one query."""
        self.ensure_one()
        slots = self.env["cs.roster.slot"]
        rows = slots._fetch_rows([("roster_id", "=", self.id)], SHEET_FIELDS)
        sheet = Sheet.of(len(self._dates()), rows, self._letters())
        for employee in self._agents() if agents is None else agents:
            if employee.id not in sheet.cells:
                sheet.add(employee.id)
        return sheet

    def _letters(self):
        """Letter by id of a shift type, also of those in use no more."""
        # sudo: a letter is no secret, and a month keeps those of all its shifts
        types_sudo = self.env["cs.shift.type"].sudo().with_context(active_test=False)
        types_sudo = types_sudo.search([("company_id", "in", (False, self.company_id.id))])
        return {type_sudo.id: type_sudo.code for type_sudo in types_sudo}

    def _cells(self):
        """employee id -> one cell of the plan per day."""
        return self._sheet().cells

    def _leave_days(self, agents):
        """employee id -> numbers of the days on which an approved leave keeps the agent away."""
        self.ensure_one()
        days = defaultdict(set)
        # sudo: who plans sees that somebody is away, not why
        leaves_sudo = (
            self.env["hr.leave"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", agents.ids),
                    ("state", "=", "validate"),
                    ("request_date_from", "<=", self.date_to),
                    ("request_date_to", ">=", self.date_from),
                ]
            )
        )
        for leave_sudo in leaves_sudo:
            for date in leave_sudo._cs_full_days():
                if self.date_from <= date <= self.date_to:
                    days[leave_sudo.employee_id.id].add((date - self.date_from).days)
        return days

    def _tails(self, agents):
        """employee id -> (days worked in a row before the month, cell of the last of them)."""
        self.ensure_one()
        before = fields.Date.subtract(self.date_from, days=1)
        # sudo: other departments' months too
        slots_sudo = self.env["cs.roster.slot"].sudo()
        rows = slots_sudo._fetch_rows(
            [
                ("employee_id", "in", agents.ids),
                ("date", ">=", fields.Date.subtract(before, days=30)),
                ("date", "<=", before),
            ],
            ("employee_id", "date", "kind", "shift_type_id"),
        )
        codes = self._letters()
        days = defaultdict(dict)
        for employee_id, date, kind, type_id in rows:
            days[employee_id][(before - date).days] = cell_of(kind, codes.get(type_id))
        tails = {}
        for employee_id, own in days.items():
            run = 0
            while own.get(run, EMPTY) not in OFF:
                run += 1
            tails[employee_id] = (run, own.get(0, EMPTY))
        return tails

    def _prepare_agent(self, employee, sheet, shift_types, leaves, tails, wishes, history):
        run, last = tails.get(employee.id, (0, EMPTY))
        away = leaves.get(employee.id, set())
        own = sheet.cells[employee.id]
        fixed = {number: own[number] for number in sheet.locked[employee.id]}
        fixed.update(dict.fromkeys(away, LEAVE))
        count = len(own)
        # who is away for a part of the month has rest days for the rest of it only
        rest_min = self.rest_days * (count - len(away)) // count
        told = sheet.told[employee.id]
        nights, weekends = history[employee.id]
        return Agent(
            key=str(employee.id),
            name=employee.name,
            rest_min=rest_min,
            rest_max=max(rest_min, min(self.rest_days, count - len(away)) + self.rest_slack),
            run=run,
            last=last,
            allowed=self._allowed_codes(employee, shift_types),
            fixed=fixed,
            wishes=wishes[employee.id],
            published=told if set(told) != {EMPTY} else None,
            nights=nights,
            weekends=weekends,
        )

    def _allowed_codes(self, employee, shift_types):
        """The letters of the shifts that an agent works; all, if none are named."""
        return ((shift_types & employee.cs_shift_type_ids) or shift_types).mapped("code")

    def _history(self, agents):
        """employee id -> (nights, weekend days) of the month before, for fairness.

        Who was not on a roster then starts from the average of the others.
        """
        self.ensure_one()
        # sudo: agents may have been in another department
        rows = (
            self.env["cs.roster.slot"]
            .sudo()
            ._fetch_rows(
                [
                    ("employee_id", "in", agents.ids),
                    ("date", ">=", fields.Date.subtract(self.date_from, months=1)),
                    ("date", "<", self.date_from),
                ],
                ("employee_id", "date", "kind", "shift_type_id"),
            )
        )
        nights = set(self._shift_types().filtered("is_night").ids)
        counts = {employee_id: [0, 0] for employee_id, *_rest in rows}
        for employee_id, date, kind, type_id in rows:
            if kind == "shift":
                counts[employee_id][0] += type_id in nights
                counts[employee_id][1] += date.weekday() > 4
        columns = list(zip(*counts.values(), strict=True)) or [(0,), (0,)]
        average = [round(sum(column) / len(column)) for column in columns]
        return defaultdict(lambda: average, counts)

    def _wishes(self, agents):
        """employee id -> wishes for days of this month."""
        self.ensure_one()
        # sudo: who plans sees the wishes of all agents of the roster
        wishes_sudo = (
            self.env["cs.roster.wish"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", agents.ids),
                    ("date", ">=", self.date_from),
                    ("date", "<=", self.date_to),
                ]
            )
        )
        found = defaultdict(list)
        for wish_sudo in wishes_sudo:
            day = (wish_sudo.date - self.date_from).days
            wish = Wish(day=day, cell=wish_sudo._cell(), weight=int(wish_sudo.weight))
            found[wish_sudo.employee_id.id].append(wish)
        return found

    def _prepare_shift(self, shift_type, dates):
        needs = [self._need(shift_type, date) for date in dates]
        return Shift(
            code=shift_type.code,
            start=shift_type.hour_from,
            end=shift_type.hour_to,
            is_night=shift_type.is_night,
            target=[target for target, _floor in needs],
            floor=[floor for _target, floor in needs],
        )

    def _need(self, shift_type, date):
        """How many people the shift should have on the date, and at least."""
        own = self.coverage_ids.filtered(
            lambda need: need.shift_type_id == shift_type and need._fits(date)
        )
        if own:
            need = max(own, key=lambda need: need._rank())
            return need.target, need.floor
        return (shift_type.target, shift_type.floor) if shift_type.active else (0, 0)
