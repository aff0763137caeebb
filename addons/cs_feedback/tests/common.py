from odoo import Command

from odoo.addons.cs_base.tests.common import BaseCommon


class FeedbackCommon(BaseCommon):
    """The company of BaseCommon with a dealer of its office and two departments that answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["quality"] = cls._create_user("cs_quality")
        cls.users["worker"] = cls._create_user("cs_worker")
        cls.users["production"] = cls._create_user("cs_production")
        cls.quality = cls._create_department("Quality", "quality", "worker")
        cls.production = cls._create_department("Production", "production")
        cls.dealer = cls.env["res.partner"].create(
            {
                "name": "Lakeside Tackle",
                "is_company": True,
                "email": "dealer@example.com",
                "company_id": cls.company.id,
                "cs_office_id": cls.office.id,
                "user_id": cls.users["salesman"].id,
            }
        )

    @classmethod
    def _create_department(cls, name, manager, *members):
        """A department that answers feedback, led by the user of a role."""
        employees = cls.env["hr.employee"].create(
            [
                {"name": role, "user_id": cls.users[role].id, "company_id": cls.company.id}
                for role in (manager, *members)
            ]
        )
        return cls.env["hr.department"].create(
            {
                "name": name,
                "company_id": cls.company.id,
                "manager_id": employees[0].id,
                "member_ids": [Command.set(employees.ids)],
                "cs_answers_feedback": True,
                "cs_gets_summary": True,
            }
        )
