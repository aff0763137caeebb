from collections import defaultdict

from odoo import fields, models

from ..solver.problem import EMPTY, LEAVE, REST, Agent, Problem, Rules, Shift, Wish


class CsRoster(models.Model):
    """The roster as the plain problem that the solver and the rule checker understand."""

    _inherit = "cs.roster"

    def _prepare_problem(self):
        """The problem of this month; agents are named by their ids as strings."""
        self.ensure_one()
        dates = self._dates()
        cells = self._cells()
        published = self._cells("published_")
        leaves = self._leave_days()
        tails = self._tails()
        locked = self._locked_days()
        wishes = self._wishes()
        history = self._history()
        agents = [
            self._prepare_agent(employee, cells, published, leaves, tails, locked, wishes, history)
            for employee in self._agents()
        ]
        return Problem(
            days=len(dates),
            weekend=[number for number, date in enumerate(dates) if date.weekday() > 4],
            shifts=[self._prepare_shift(shift_type, dates) for shift_type in self._shift_types()],
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
        # sudo: heads of departments need not read employees; the grid shows names and numbers
        employees_sudo = (self.employee_ids | self.slot_ids.employee_id).sudo()
        return employees_sudo.sorted(lambda e: (e.cs_work_no or "", e.name, e.id))

    def _cell_of(self, kind, shift_type):
        if kind == "shift":
            return shift_type.code
        return {"rest": REST, "leave": LEAVE}.get(kind, EMPTY)

    def _cells(self, prefix=""):
        """employee id -> one cell per day, of the plan or with the prefix of what is published."""
        self.ensure_one()
        count = len(self._dates())
        cells = defaultdict(lambda: [EMPTY] * count)
        for slot in self.slot_ids:
            kind = slot[f"{prefix}kind"]
            shift_type = slot.published_type_id if prefix else slot.shift_type_id
            number = (slot.date - self.date_from).days
            cells[slot.employee_id.id][number] = self._cell_of(kind, shift_type)
        return cells

    def _locked_days(self):
        """employee id -> numbers of the days that are fixed."""
        days = defaultdict(set)
        for slot in self.slot_ids.filtered("is_locked"):
            days[slot.employee_id.id].add((slot.date - self.date_from).days)
        return days

    def _leave_days(self):
        """employee id -> numbers of the days on which an approved leave keeps the agent away."""
        self.ensure_one()
        days = defaultdict(set)
        # sudo: who plans sees that somebody is away, not why
        leaves_sudo = (
            self.env["hr.leave"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self._agents().ids),
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

    def _tails(self):
        """employee id -> (days worked in a row before the month, cell of the last of them)."""
        self.ensure_one()
        first = fields.Date.subtract(self.date_from, days=31)
        slots = (
            self.env["cs.roster.slot"]
            .sudo()
            .search(  # sudo: other departments' months too
                [
                    ("employee_id", "in", self._agents().ids),
                    ("date", ">=", first),
                    ("date", "<", self.date_from),
                ],
                order="date desc",
            )
        )
        tails = {}
        for employee, own in slots.grouped("employee_id").items():
            run, expected = 0, fields.Date.subtract(self.date_from, days=1)
            last = EMPTY
            for slot in own:
                if slot.date != expected or slot.kind != "shift":
                    if not run and slot.date == expected:
                        last = self._cell_of(slot.kind, slot.shift_type_id)
                    break
                last = last if run else slot.shift_type_id.code
                run += 1
                expected = fields.Date.subtract(expected, days=1)
            tails[employee.id] = (run, last)
        return tails

    def _prepare_agent(self, employee, cells, published, leaves, tails, locked, wishes, history):
        run, last = tails.get(employee.id, (0, EMPTY))
        away = leaves.get(employee.id, set())
        own = cells[employee.id]
        fixed = {number: own[number] for number in locked[employee.id] if own[number] != EMPTY}
        fixed.update(dict.fromkeys(away, LEAVE))
        count = len(own)
        # who is away for a part of the month has rest days for the rest of it only
        rest_min = self.rest_days * (count - len(away)) // count
        told = published[employee.id]
        nights, weekends = history[employee.id]
        return Agent(
            key=str(employee.id),
            name=employee.name,
            rest_min=rest_min,
            rest_max=max(rest_min, min(self.rest_days, count - len(away)) + self.rest_slack),
            run=run,
            last=last,
            allowed=self._allowed_codes(employee),
            fixed=fixed,
            wishes=wishes[employee.id],
            published=told if set(told) != {EMPTY} else None,
            nights=nights,
            weekends=weekends,
        )

    def _allowed_codes(self, employee):
        """The letters of the shifts that an agent works; all, if none are named."""
        types = self._shift_types()
        return ((types & employee.cs_shift_type_ids) or types).mapped("code")

    def _history(self):
        """employee id -> (nights, weekend days) of the month before, for fairness.

        Who was not on a roster then starts from the average of the others.
        """
        self.ensure_one()
        # sudo: agents may have been in another department
        slots_sudo = (
            self.env["cs.roster.slot"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self._agents().ids),
                    ("date", ">=", fields.Date.subtract(self.date_from, months=1)),
                    ("date", "<", self.date_from),
                ]
            )
        )
        counts = {
            employee.id: (
                sum(slot.shift_type_id.is_night and slot.kind == "shift" for slot in own),
                sum(slot.date.weekday() > 4 and slot.kind == "shift" for slot in own),
            )
            for employee, own in slots_sudo.grouped("employee_id").items()
        }
        columns = list(zip(*counts.values(), strict=True)) or [(0,), (0,)]
        average = tuple(round(sum(column) / len(column)) for column in columns)
        return defaultdict(lambda: average, counts)

    def _wishes(self):
        """employee id -> wishes for days of this month."""
        self.ensure_one()
        # sudo: who plans sees the wishes of all agents of the roster
        wishes_sudo = (
            self.env["cs.roster.wish"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self._agents().ids),
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
