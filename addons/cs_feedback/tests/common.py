from unittest.mock import patch

from odoo import Command

from odoo.addons.cs_base.tests.common import BaseCommon, create_offices


class FeedbackCommon(BaseCommon):
    """The company of BaseCommon with a dealer of its office and two departments that answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_feedback()

    @classmethod
    def _build_company(cls, name, prefix):
        """A company of its own with all of this, for tests in which it is committed."""
        cls.company = cls.env["res.company"].create({"name": name})
        cls.users = cls._create_users(cls.company, f"{prefix}_")
        cls.region, cls.office = create_offices(cls.env, cls.company, cls.users)
        cls._build_feedback(f"{prefix}_")

    @classmethod
    def _build_feedback(cls, prefix="cs_"):
        for role in ("quality", "worker", "production"):
            cls.users[role] = cls._create_user(f"{prefix}{role}")
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

    # Cases

    def _create_case(self, role="clerk", **vals):
        """A case of the dealer, entered by the user of a role, seen by the superuser."""
        values = {"subject": "Bait is wet", "partner_id": self.dealer.id, **vals}
        cases = self.env["cs.feedback"].with_user(self.users[role])
        return cases.create(values).with_env(self.env)

    def _create_at_service(self, **vals):
        """A case that a clerk has taken."""
        case = self._create_case(**vals)
        self._as(case, "office").action_forward()
        self._as(case, "region").action_forward()
        self._as(case, "clerk").action_take()
        return case

    def _dialog(self, case, role, step, text):
        """A step that needs words, by its dialog."""
        dialogs = self.env["cs.feedback.step"].with_user(self.users[role])
        dialogs.create({"feedback_id": case.id, "step": step, "text": text}).action_confirm()
        self.env.invalidate_all()

    def _ask(self, case, departments, question="Why is it wet?", role="clerk"):
        dialogs = self.env["cs.feedback.ask"].with_user(self.users[role])
        dialogs.create(
            {
                "feedback_id": case.id,
                "department_ids": [Command.set(departments.ids)],
                "question": question,
            }
        ).action_confirm()
        self.env.invalidate_all()

    def _answer(self, case, department, role, text="The bag was torn"):
        line = case.answer_ids.filtered(lambda line: line.department_id == department)
        line = self._as(line[-1:], role)
        line.answer = text
        line.action_answer()
        self.env.invalidate_all()

    def _customer_writes(self, case, body):
        case.sudo().message_post(
            body=body,
            author_id=self.dealer.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        self.env.invalidate_all()

    def _staff_writes(self, case, body, role="clerk"):
        self._as(case, role).message_post(
            body=body, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.env.invalidate_all()

    def _run_watch(self):
        crons = type(self.env["ir.cron"])
        with patch.object(crons, "_commit_progress", lambda self, *args, **kwargs: 1):
            self.env["cs.feedback"]._cron_watch_clocks()
        self.env.invalidate_all()

    def _work(self, case):
        """Logins of those who have an activity on the case."""
        return sorted(case.activity_ids.user_id.mapped("login"))
