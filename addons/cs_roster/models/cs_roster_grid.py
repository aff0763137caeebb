from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..solver.checker import check
from ..solver.problem import EMPTY, LEAVE, REST


class CsRoster(models.Model):
    """What the month grid reads and writes: one call each, whatever the size of the roster.

    A day is a number from 0, a cell a letter of a shift type or REST, LEAVE, EMPTY.
    """

    _inherit = "cs.roster"

    def grid_read(self):
        """All that the grid shows.

        :raises AccessError: the user may not read the roster
        """
        self.ensure_one()
        self.check_access("read")
        problem = self._prepare_problem()
        cells, told = self._cells(), self._cells("published_")
        locked, leaves = self._locked_days(), self._leave_days()
        agents = {agent.key: agent for agent in problem.agents}
        numbers = range(problem.days)
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "revision": self.revision,
            "can_edit": self.can_edit,
            "days": self._grid_days(),
            "shifts": [
                {
                    "id": shift_type.id,
                    "code": shift_type.code,
                    "name": shift_type.name,
                    "color": shift_type.color,
                    "is_night": shift_type.is_night,
                    "hours": self._hours_label(shift_type),
                    "target": shift.target,
                    "floor": shift.floor,
                }
                for shift_type, shift in zip(self._shift_types(), problem.shifts, strict=True)
            ],
            "rows": [
                {
                    "id": employee.id,
                    "name": employee.name,
                    "work_no": employee.cs_work_no or "",
                    "cells": "".join(cells[employee.id]),
                    "published": "".join(told[employee.id]),
                    "locked": "".join("01"[day in locked[employee.id]] for day in numbers),
                    "away": "".join("01"[day in leaves[employee.id]] for day in numbers),
                    "rest_min": agents[str(employee.id)].rest_min,
                    "rest_max": agents[str(employee.id)].rest_max,
                }
                for employee in self._agents()
            ],
            "violations": self._grid_violations(problem),
        }

    def grid_write(self, revision, changes):
        """Write cells of the plan, all or none.

        :param int revision: the revision that the changes were made on
        :param list changes: triples of employee id, number of the day, cell
        :returns: the new revision and what is wrong with the plan now
        :raises UserError: somebody else has changed the roster, or a cell cannot be that
        """
        self._check_grid(revision)
        wanted = self._check_changes(changes)
        self._write_cells(wanted, "manual")
        return self._grid_answer()

    def grid_lock(self, revision, cells, locked):
        """Fix cells for the generation, or release them.

        :param list cells: pairs of employee id and number of the day
        """
        self._check_grid(revision)
        days = {(employee_id, day) for employee_id, day in cells}
        slots = self.slot_ids.filtered(
            lambda s: (s.employee_id.id, (s.date - self.date_from).days) in days
        )
        # sudo: slots are written by the roster alone; the planner is checked above
        slots.sudo()._with_key().write({"is_locked": bool(locked)})
        self._touch()
        return self._grid_answer()

    def _check_grid(self, revision):
        """The user plans this roster, and nobody has changed it since ``revision``."""
        self.ensure_one()
        self._check_planner()
        self._lock_rows()
        if revision != self.revision:
            raise UserError(
                self.env._(
                    "%(user)s changed the roster at %(time)s. "
                    "Load it again to see the change, then repeat yours.",
                    user=self.sudo().revised_by_id.name or "",  # sudo: a name, no more
                    time=format_datetime(self.env, self.revised_at, dt_format="short"),
                )
            )

    def _grid_answer(self):
        return {
            "revision": self.revision,
            "violations": self._grid_violations(self._prepare_problem()),
        }

    def _check_changes(self, changes):
        """The changes as {(employee id, date): cell}, after a look at each."""
        dates = self._dates()
        agents = {agent.id: agent for agent in self._agents()}
        codes = {shift_type.code for shift_type in self._shift_types()} | {REST, LEAVE, EMPTY}
        leaves = self._leave_days()
        wanted = {}
        for change in changes:
            employee_id, day, cell = change
            if employee_id not in agents or cell not in codes or day not in range(len(dates)):
                raise UserError(
                    self.env._("This cell is not part of %s; load the roster again.", self.name)
                )
            if (cell == LEAVE) != (day in leaves.get(employee_id, ())):
                raise UserError(self._leave_message(agents[employee_id], dates[day], cell))
            wanted[employee_id, dates[day]] = cell
        return wanted

    def _leave_message(self, employee, date, cell):
        if cell == LEAVE:
            return self.env._(
                "%(agent)s has no approved time off on %(date)s; a leave begins in Time Off.",
                agent=employee.name,
                date=date,
            )
        return self.env._(
            "%(agent)s is on approved time off on %(date)s; refuse it in Time Off first.",
            agent=employee.name,
            date=date,
        )

    def _write_cells(self, wanted, source):
        """Write cells {(employee id, date): cell} in as few statements as there are kinds."""
        types = {shift_type.code: shift_type.id for shift_type in self._shift_types()}
        # sudo: slots are written by the roster alone; callers have checked who asks
        slots_sudo = self.sudo().slot_ids._with_key()
        by_place = {(slot.employee_id.id, slot.date): slot for slot in slots_sudo}
        same, missing, emptied = defaultdict(lambda: slots_sudo.browse()), [], slots_sudo.browse()
        for (employee_id, date), cell in wanted.items():
            slot = by_place.get((employee_id, date))
            if slot and cell == EMPTY:
                emptied |= slot
            elif slot:
                same[cell] |= slot
            elif cell != EMPTY:
                place = {"roster_id": self.id, "employee_id": employee_id, "date": date}
                missing.append({**place, **self._prepare_cell(cell, types), "source": source})
        for cell, slots in same.items():
            vals = self._prepare_cell(cell, types)
            if cell == LEAVE:
                # the shift that the leave replaces stays known
                del vals["shift_type_id"]
            slots.write({**vals, "source": source})
        self._empty(emptied)
        slots_sudo.create(missing)
        self._touch()

    def _empty(self, slots):
        """Take slots out of the plan; what an agent was told stays until it is told anew."""
        told = slots.filtered("published_kind")
        (slots - told).unlink()
        if told:
            raise UserError(
                self.env._(
                    "%s has been published; choose a shift or a rest day instead of nothing.",
                    self._format_list(told.mapped("display_name")),
                )
            )

    def _prepare_cell(self, cell, types):
        kind = {REST: "rest", LEAVE: "leave"}.get(cell, "shift")
        return {"kind": kind, "shift_type_id": types.get(cell, False)}

    def _plan(self, problem):
        """The plan as the rule checker wants it."""
        cells = self._cells()
        return {agent.key: cells[int(agent.key)] for agent in problem.agents}

    def _violations(self, problem=None):
        """What is wrong with the plan, see `solver.checker.Violation`."""
        problem = problem or self._prepare_problem()
        return check(problem, self._plan(problem))

    def _grid_violations(self, problem):
        names = {agent.key: agent.name for agent in problem.agents}
        return [
            {
                "rule": violation.rule,
                "level": violation.level,
                "employee_id": violation.agent and int(violation.agent),
                "day": violation.day,
                "text": self._violation_text(violation, names),
            }
            for violation in self._violations(problem)
        ]

    def _grid_days(self):
        holidays = self._holidays()
        return [
            {
                "date": fields.Date.to_string(date),
                "day": date.day,
                "weekday": date.weekday(),
                "is_weekend": date.weekday() > 4,
                "holiday": holidays.get(date, ""),
            }
            for date in self._dates()
        ]

    def _holidays(self):
        """date -> name of the company's public holiday."""
        # sudo: public holidays are no secret, working times are not readable by agents
        leaves_sudo = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("company_id", "=", self.company_id.id),
                    ("date_from", "<=", fields.Date.add(self.date_to, days=1)),
                    ("date_to", ">=", fields.Date.subtract(self.date_from, days=1)),
                ]
            )
        )
        names = {}
        for leave_sudo in leaves_sudo:
            first = fields.Datetime.context_timestamp(self, leave_sudo.date_from).date()
            last = fields.Datetime.context_timestamp(self, leave_sudo.date_to).date()
            for number in range((last - first).days + 1):
                names[fields.Date.add(first, days=number)] = leave_sudo.name or ""
        return names

    def _hours_label(self, shift_type):
        ends = (shift_type.hour_from, shift_type.hour_to % 24)
        return "–".join(f"{int(hour):02d}:{round(hour % 1 * 60):02d}" for hour in ends)
