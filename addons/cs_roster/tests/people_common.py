from datetime import date, timedelta

from odoo import fields

from .common import RosterCommon


class PeopleCommon(RosterCommon):
    """Entries, trainings and appraisals of the agents, each made by the role that does it."""

    agent_count = 3

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["hr2"] = cls._create_user("r_hr2", "hr.group_hr_manager")
        # a department that the roles of the first have no part in
        cls.users["other_head"] = cls._create_user("r_other_head")
        cls.other_department = cls.env["hr.department"].create(
            {"name": "Returns", "company_id": cls.company.id}
        )
        cls.other_department.manager_id = cls._create_employee(
            "Other Head",
            cls.users["other_head"],
            cs_is_rostered=False,
            department_id=cls.other_department.id,
        )
        cls.agent = cls.agents[0]

    @classmethod
    def _enter(cls, when=None, role="head", **vals):
        """An entry about the first agent."""
        entries = cls.env["cs.conduct"].with_user(cls.users[role])
        return entries.create(
            {
                "employee_id": cls.agent.id,
                "date": when or date(2026, 3, 2),
                "description": "Played on the phone",
                **vals,
            }
        )

    def _confirmed(self, when=None, **vals):
        entry = self._enter(when, **vals)
        self._as(entry, "hr").action_confirm()
        return entry

    @classmethod
    def _create_product(cls, **vals):
        return cls.env["product.template"].create(
            {"name": "Lure X", "sale_ok": False, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def _require(cls, product=None, role="planner", **vals):
        requirements = cls.env["cs.training.requirement"].with_user(cls.users[role])
        return requirements.create(
            {
                "name": "Lure X",
                "company_id": cls.company.id,
                "product_tmpl_id": product.id if product else False,
                "department_id": cls.department.id,
                **vals,
            }
        )

    def _result(self, requirement, agent=None):
        return self.env["cs.training.result"].search(
            [
                ("requirement_id", "=", requirement.id),
                ("employee_id", "=", (agent or self.agent).id),
            ]
        )

    def _pass_all(self, requirement):
        for result in requirement.sudo().result_ids:
            self._as(result, "head").action_sign_off()

    def _days_ago(self, days):
        return fields.Date.today() - timedelta(days=days)
