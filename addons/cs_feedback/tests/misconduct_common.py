from odoo import Command

from odoo.addons.cs_base.tests.portal import PortalPeople

from .common import FeedbackCommon

SECRET = "Asked the dealer for two boxes of liquor"
MANAGER = "cs_base.group_cs_base_manager"
# who may read a report on the salesman, and who may not though their groups would let them
READERS = {"manager", "hr", "general"}
LINE = {"salesman", "boss", "led", "office", "region"}


class MisconductCommon(PortalPeople, FeedbackCommon):
    """A salesman who is accused, those who lead him and those whom he leads, and who is neither.

    All of the salesman's line are managers of customer service: what keeps them from a report is
    that they belong to him.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["hr"] = cls._create_user("cs_hr", "hr.group_hr_manager")
        for role in ("boss", "led"):
            cls.users[role] = cls._create_user(f"cs_{role}", MANAGER)
        for role in LINE:
            cls.users[role].group_ids = [Command.link(cls.env.ref(MANAGER).id)]
        cls.employees = {
            role: cls.env["hr.employee"].create(
                {"name": f"Miss {role}", "user_id": user.id, "company_id": cls.company.id}
            )
            for role, user in cls.users.items()
            if role not in ("quality", "worker", "production", "system")
        }
        lead = {
            "salesman": "boss",
            "led": "salesman",
            **dict.fromkeys(("boss", "manager", "hr", "clerk", "office", "region"), "general"),
        }
        for role, leader in lead.items():
            cls.employees[role].parent_id = cls.employees[leader]
        cls.office.member_ids = [Command.link(cls.users["salesman"].id)]
        cls.contact = cls._create_contact("cs_contact", cls.dealer)
        cls.visitor = cls.env.ref("base.public_user")
        cls.visitor.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
                "lang": "en_US",
            }
        )

    @classmethod
    def _report(cls, user=None, **post):
        """A report in the portal, seen by the superuser."""
        reports = cls.env["cs.misconduct"].with_user(user or cls.contact)
        post = {"subject": "Liquor", "description": SECRET, **post}
        return reports._portal_report(post, [], cls._stamp()).with_env(cls.env)

    @classmethod
    def _anonymous(cls, contents=(), **post):
        """A report without a name, and its code."""
        reports = cls.env["cs.misconduct"].with_user(cls.visitor)
        post = {"subject": "Liquor", "description": SECRET, **post}
        report, code = reports._public_report(post, list(contents), cls._stamp())
        return report.with_env(cls.env), code

    @classmethod
    def _stamp(cls):
        return cls.env["cs.misconduct.guard"]._new_stamp()

    @classmethod
    def _name(cls, report, *roles, by="manager", **values):
        """The user of a role names the accused in the dialog."""
        dialogs = cls.env["cs.misconduct.accused"].with_user(cls.users[by])
        dialog = dialogs.with_context(allowed_company_ids=cls.company.ids).create(
            {"misconduct_id": report.id}
        )
        employees = cls.env["hr.employee"].union(*(cls.employees[role] for role in roles))
        dialog.write({"accused_ids": [Command.set(employees.ids)], **values})
        return dialog.action_confirm()

    def _by(self, role, record):
        context = {"allowed_company_ids": self.company.ids, "lang": "en_US"}
        record.env.flush_all()
        record.env.invalidate_all()
        return record.with_env(self.env(user=self.users[role], su=False, context=context))

    def _named(self, **post):
        report = self._report(**post)
        self._name(report, "salesman")
        return report

    def _decide(self, report, how="confirm", by="manager"):
        report = self._by(by, report)
        if report.state == "received":
            report.action_take()
        report.decision = "Both were heard"
        getattr(report, f"action_{how}")()

    def _reading(self, report):
        return {role for role, user in self.users.items() if report._is_read_by(user)}
