from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

ROLES = {
    "head": "base.group_user",
    "planner": "hr_attendance.group_hr_attendance_user",
    "admin": "hr_attendance.group_hr_attendance_manager",
    "personnel": "hr.group_hr_user",
    "hr": "hr.group_hr_manager",
    "manager": "cs_base.group_cs_base_manager",
    "general": "cs_base.group_cs_base_general_manager",
    "salesman": "sales_team.group_sale_salesman",
    "accountant": "account.group_account_invoice",
    "plain": "base.group_user",
    "agent0": "base.group_user",
    "agent1": "base.group_user",
}


class RosterCommon(BaseCommon):
    """A department with a head and agents, and a user per role.

    The month lies ahead; agents work in ``tz``. Builders press the buttons of their roles.
    """

    tz = "Asia/Shanghai"
    agent_count = 8
    first = date(2027, 3, 1)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = {"tracking_disable": True, "no_reset_password": True, "lang": "en_US"}
        cls.env = cls.env(context={**cls.env.context, **context})
        cls._build_department("Bait Works")

    @classmethod
    def _build_department(cls, name, prefix="r"):
        """A company with the department and its people; the logins are prefix_role."""
        cls.company = cls.env["res.company"].create({"name": name})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids},
        )
        cls.users = {
            role: cls._create_user(f"{prefix}_{role}", group) for role, group in ROLES.items()
        }
        cls.department = cls.env["hr.department"].create(
            {"name": "Online Service", "company_id": cls.company.id}
        )
        cls.head = cls._create_employee("Head", cls.users["head"], cs_is_rostered=False)
        cls.department.manager_id = cls.head
        cls.agents = cls.env["hr.employee"].concat(
            *(
                cls._create_employee(f"Agent {number}", cls.users.get(f"agent{number}"))
                for number in range(cls.agent_count)
            )
        )
        cls.day, cls.night, cls.regular = (
            cls.env.ref(f"cs_roster.cs_shift_type_{name}") for name in ("day", "night", "regular")
        )

    @classmethod
    def _create_user(cls, login, group="base.group_user", **vals):
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            return new_test_user(
                cls.env,
                login=login,
                name=login,
                groups=f"base.group_user,{group}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
                tz=cls.tz,
                **vals,
            )

    @classmethod
    def _create_employee(cls, name, user=None, **vals):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id if user else False,
                "company_id": cls.company.id,
                "department_id": cls.department.id,
                "tz": cls.tz,
                "cs_is_rostered": True,
                **vals,
            }
        )

    @classmethod
    def _create_roster(cls, role="planner", **vals):
        """A draft of the month, seen by the role."""
        rosters = cls.env["cs.roster"].with_user(cls.users[role])
        return rosters.create({"department_id": cls.department.id, "date_from": cls.first, **vals})

    def _paint(self, roster, rows):
        """Write cells by the grid's call.

        :param rows: cells by employee, as a string from the first day on
        """
        changes = [
            [employee.id, day, cell]
            for employee, cells in rows.items()
            for day, cell in enumerate(cells)
        ]
        roster.grid_write(roster.revision, changes)

    @classmethod
    def _wheel(cls, days=31, shift="DDDRRN"):
        """A plan in which nobody breaks a rule: each agent works six days, then rests."""
        cycle = f"{shift}-"
        return {
            agent: "".join(cycle[(day + number) % len(cycle)] for day in range(days))
            for number, agent in enumerate(cls.agents)
        }

    def _create_published(self, rows=None, **vals):
        """A published month; rules that ``rows`` may break are only warned of."""
        loose = {
            "max_run_level": "warn",
            "min_rest_level": "warn",
            "rest_days": 0,
            "rest_slack": 31,
        }
        roster = self._create_roster(**{**loose, **vals})
        self.env["cs.shift.type"].search([]).floor = 0
        days = roster.date_to.day
        full = {agent: "-" * days for agent in self.agents}
        full.update({agent: cells.ljust(days, "-") for agent, cells in (rows or {}).items()})
        self._paint(roster, full)
        roster.action_publish()
        return roster

    def _slot(self, employee, day):
        """The slot of an employee on a day of the month, from 0."""
        return self.env["cs.roster.slot"].search(
            [
                ("employee_id", "=", employee.id),
                ("date", "=", self.first + timedelta(days=day)),
            ]
        )

    def _as(self, record, role):
        """The record as the user of this role sees it, with nothing in the cache."""
        record.env.flush_all()
        record.env.invalidate_all()
        return record.with_env(self.env(user=self.users[role], su=False))

    def assertRefused(self, error, words, call, *args, **kwargs):
        """The call raises ``error``, its text has ``words``, and it leaves no trace."""
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            call(*args, **kwargs)
        self.env.invalidate_all()
        self.assertIn(words, str(caught.exception))
