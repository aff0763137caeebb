from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..domain import colours
from ..solver.checker import check
from ..solver.problem import EMPTY, LEAVE, REST
from .cs_roster import PLAN_READERS


class CsRoster(models.Model):
    """What the month grid reads and writes: one call each, whatever the size of the roster.

    A day is a number from 0, a cell a letter of a shift type or REST, LEAVE, EMPTY.
    """

    _inherit = "cs.roster"

    def grid_read(self):
        """All that the grid shows. Who does not plan sees what agents were told.

        :raises AccessError: the user may not read the roster
        """
        self.ensure_one()
        self.check_access("read")
        agents = self._agents()
        sheet = self._sheet(agents)
        problem = self._prepare_problem(sheet, agents)
        sees_plan = self._sees_plan()
        return {
            "id": self.id,
            "name": self.name,
            "state": self.state,
            "revision": self.revision,
            "can_edit": self.can_edit,
            "can_unlock": self.state == "locked" and self._is_planner(),
            "can_export": self.env.user.has_group("base.group_allow_export"),
            "sees_plan": sees_plan,
            "is_published": bool(self.published_at),
            "today": fields.Date.to_string(fields.Date.context_today(self)),
            "labels": self._grid_labels(),
            "days": self._grid_days(),
            "shifts": self._grid_shifts(problem),
            "rows": self._grid_rows(agents, problem, sheet, sees_plan),
            "violations": self._grid_violations(problem, sheet) if sees_plan else [],
            **self._grid_neighbours(),
        }

    def _sees_plan(self):
        """Agents learn of shifts by publishing only."""
        user = self.env.user
        return self._is_planner() or any(user.has_group(group) for group in PLAN_READERS)

    def _grid_labels(self):
        """The letters of days without a shift, as they are shown."""
        return {
            "rest": self.env._("off"),
            "leave": self.env._("lv"),
            "rest_name": self.env._("Rest"),
            "leave_name": self.env._("Leave"),
            "rest_color": colours.REST,
            "leave_color": colours.LEAVE,
        }

    def _grid_shifts(self, problem):
        return [
            {
                "id": shift_type.id,
                "code": shift_type.code,
                "name": shift_type.name,
                "color": colours.of_shift(shift_type.color),
                "is_night": shift_type.is_night,
                "hours": shift_type._hours_label(),
                "target": shift.target,
                "floor": shift.floor,
            }
            for shift_type, shift in zip(self._shift_types(), problem.shifts, strict=True)
        ]

    def _grid_rows(self, employees, problem, sheet, sees_plan):
        leaves = self._leave_days(employees)
        agents = {int(agent.key): agent for agent in problem.agents}
        numbers = range(problem.days)
        cells = sheet.cells if sees_plan else sheet.told
        return [
            {
                "id": employee.id,
                "name": employee.name,
                "work_no": employee.cs_work_no or "",
                "cells": "".join(cells[employee.id]),
                "published": "".join(sheet.told[employee.id]),
                "locked": "".join("01"[day in sheet.locked[employee.id]] for day in numbers),
                "away": "".join("01"[day in leaves[employee.id]] for day in numbers),
                "wishes": [
                    (wish.day, wish.cell) for wish in agents[employee.id].wishes if sees_plan
                ],
                "rest_min": agents[employee.id].rest_min,
                "rest_max": agents[employee.id].rest_max,
            }
            for employee in employees
        ]

    def _grid_neighbours(self):
        """The months before and after, of the same department."""
        rosters = self.search([("department_id", "=", self.department_id.id)], order="date_from")
        number = rosters.ids.index(self.id) if self in rosters else 0
        return {
            "previous_id": rosters[number - 1].id if number else False,
            "next_id": rosters[number + 1 : number + 2].id,
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
        agents, dates = set(self._agents().ids), self._dates()
        places = [
            (employee_id, dates[day])
            for employee_id, day in self._split(cells, 2)
            if self._is_place(employee_id, day, agents) or self._refuse_cell()
        ]
        self._fix(places, bool(locked))
        return self._grid_answer()

    def _split(self, items, size):
        """What a client sent as lists of ``size`` values.

        :raises UserError: it is something else
        """
        is_list = isinstance(items, (list, tuple))
        if not is_list or any(
            not isinstance(item, (list, tuple)) or len(item) != size for item in items
        ):
            self._refuse_cell()
        return items

    def _is_place(self, employee_id, day, agents):
        """Whether an agent of the roster has that day; a client may have sent anything."""
        # 1.0 and True are equal to 1, but no ids
        if type(employee_id) is not int or type(day) is not int:
            return False
        return employee_id in agents and 0 <= day < self.date_to.day

    def _refuse_cell(self):
        raise UserError(
            self.env._("This cell is not part of %s; load the roster again.", self.name)
        )

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
        agents = self._agents()
        sheet = self._sheet(agents)
        problem = self._prepare_problem(sheet, agents)
        return {
            "revision": self.revision,
            "violations": self._grid_violations(problem, sheet),
        }

    def _check_changes(self, changes):
        """The changes as {(employee id, date): cell}, after a look at each."""
        dates = self._dates()
        employees = self._agents()
        agents = {agent.id: agent for agent in employees}
        codes = {shift_type.code for shift_type in self._shift_types()} | {REST, LEAVE, EMPTY}
        leaves = self._leave_days(employees)
        wanted = {}
        for employee_id, day, cell in self._split(changes, 3):
            is_cell = isinstance(cell, str) and cell in codes
            if not is_cell or not self._is_place(employee_id, day, agents):
                self._refuse_cell()
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

    def _plan(self, problem, sheet=None):
        """The plan as the rule checker wants it."""
        cells = (sheet or self._sheet()).cells
        return {agent.key: cells[int(agent.key)] for agent in problem.agents}

    def _violations(self, problem=None, sheet=None):
        """What is wrong with the plan, see `solver.checker.Violation`."""
        sheet = sheet or self._sheet()
        problem = problem or self._prepare_problem(sheet)
        return check(problem, self._plan(problem, sheet))

    def _grid_violations(self, problem, sheet):
        names = {agent.key: agent.name for agent in problem.agents}
        labelled = self._with_labels()
        return [
            {
                "rule": violation.rule,
                "level": violation.level,
                "employee_id": violation.agent and int(violation.agent),
                "day": violation.day,
                "shift": violation.data.get("shift"),
                "text": labelled._violation_text(violation, names),
            }
            for violation in self._violations(problem, sheet)
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
        return self._holidays_of(self.company_id, self.date_from, self.date_to)

    @api.model
    def _holidays_of(self, company, first_date, last_date):
        # sudo: public holidays are no secret, working times are not readable by agents
        leaves_sudo = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("company_id", "=", company.id),
                    ("date_from", "<=", fields.Date.add(last_date, days=1)),
                    ("date_to", ">=", fields.Date.subtract(first_date, days=1)),
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
