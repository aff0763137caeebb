from odoo import Command
from odoo.tests import tagged

from .common import ROLES, BaseCommon, RightsAsked, only

GENERAL = "cs_base.group_cs_base_general_manager"
ADMINS = ("system", "admin")
ROLES_ASKED = (*ROLES, "admin", "portal", "public")
EMPLOYEES = (*ROLES, "admin")
ALL = "rcwu"


# Who may (r)ead, (c)reate, (w)rite, (u)nlink which kind of record of their company; a role
# that is not named may do nothing. A model whose rules look at the record has several kinds.
MATRIX = {
    "cs.approval.rule": {
        "common": {"manager": "r", **only(ADMINS, ALL)},
        "own company": {"manager": "r", **only(ADMINS, ALL)},
        "other company": {},
    },
    "cs.approval.step": {
        "asked for": only(EMPLOYEES, "r"),
        "signed": only(EMPLOYEES, "r"),
        "other company": {},
    },
    "cs.approval.standin": {
        "one's own": only(EMPLOYEES, ALL),
        "a colleague's": only(("manager", *ADMINS), ALL),
    },
    "cs.approval.decision": {
        "one's own": only(EMPLOYEES, "rcw"),
        "a colleague's": only(EMPLOYEES, "c"),
    },
    "cs.bulk.run": {
        "one's own": only(EMPLOYEES, "r"),
        "a colleague's": only(("manager", "admin"), "r"),
    },
    "cs.bulk.run.line": {
        "one's own": only(EMPLOYEES, "r"),
        "a colleague's": only(("manager", "admin"), "r"),
    },
    "test.cs.document": {
        "draft": only(EMPLOYEES, ALL),
        "other company": {},
    },
    "test.cs.line": {
        "of a draft": only(EMPLOYEES, ALL),
        "other company": {},
    },
}


@tagged("post_install", "-at_install")
class TestMatrix(RightsAsked, BaseCommon):
    """Every role tries every operation on every model, as a client would."""

    MATRIX = MATRIX

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        admin = cls.env.ref("base.user_admin")
        admin.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        portal = cls._create_user("cs_portal")
        portal.group_ids = cls.env.ref("base.group_portal")
        cls.asked = {
            **cls.users,
            "admin": admin,
            "portal": portal,
            "public": cls.env.ref("base.public_user"),
        }
        cls.colleague = cls._create_user("cs_colleague")
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.foreign = cls._create_users(cls.other, "other_")
        cls._create_rule(GENERAL)
        cls._create_rule(GENERAL, company_id=cls.other.id)

    def test_every_model_is_in_the_table(self):
        models = self.env["ir.model"].search([])
        ours = {
            model.model
            for model in models
            if {"cs_base", "test_cs"} & set(model.modules.split(", "))
            and self.env.registry[model.model]._original_module in ("cs_base", "test_cs")
            and not self.env.registry[model.model]._abstract
        }
        self.assertEqual(ours, set(MATRIX))

    def test_every_role_is_asked(self):
        self.assertEqual(set(self.asked), set(ROLES_ASKED))
        named = {role for kinds in MATRIX.values() for roles in kinds.values() for role in roles}
        self.assertLessEqual(named, set(ROLES_ASKED))

    def test_rights_are_those_of_the_table(self):
        for model, kinds in MATRIX.items():
            name = model.replace(".", "_")
            for kind in kinds:
                self._compare(
                    model,
                    kind,
                    lambda user, kind=kind, name=name: getattr(self, f"_make_{name}")(kind, user),
                )

    # A record of each kind, the values of one more like it, and a change of it

    def _make_cs_approval_rule(self, kind, user):
        company = {"common": False, "own company": self.company.id, "other company": self.other.id}
        rule = self._create_rule(GENERAL, company_id=company[kind])
        values = {
            "name": "New",
            "model_id": rule.model_id.id,
            "is_team_leader": True,
            "company_id": company[kind],
        }
        return rule, values, {"name": "Changed"}

    def _make_cs_approval_step(self, kind, user):
        users, _company = self._side(kind)
        documents = self.env["test.cs.document"].with_user(users["clerk"])
        document = documents.create({"name": "Paper"})
        document.action_submit()
        step = self._steps(document).filtered(lambda step: step.state == "pending")
        if kind == "signed":
            document.with_user(users["general"]).action_approve()
        self.assertEqual(step.state, "approved" if kind == "signed" else "pending")
        values = step.copy_data()[0]
        return step, values, {"comment": "Changed"}

    def _make_cs_approval_standin(self, kind, user):
        absent = user if kind == "one's own" and not user.share else self.colleague
        deputy = self.env.ref("base.user_root")
        values = {
            "user_id": absent.id,
            "standin_id": deputy.id,
            "date_from": "2026-01-01",
            "date_to": "2026-01-02",
        }
        standin = self.env["cs.approval.standin"].create(values)
        return standin, values, {"date_to": "2026-01-03"}

    def _make_cs_approval_decision(self, kind, user):
        document = self._create_document()
        values = {"res_model": document._name, "res_id": document.id}
        owner = user if kind == "one's own" else self.colleague
        wizard = self.env["cs.approval.decision"].with_user(owner).sudo().create(values)
        return wizard, values, {"comment": "Changed"}

    def _make_cs_bulk_run(self, kind, user):
        owner = user if kind == "one's own" else self.colleague
        values = {
            "name": "Submit",
            "res_model": "test.cs.document",
            "method": "action_submit",
            "user_id": owner.id,
            "line_ids": [Command.create({"res_id": 1, "name": "Paper"})],
        }
        return self.env["cs.bulk.run"].create(values), values, {"name": "Changed"}

    def _make_cs_bulk_run_line(self, kind, user):
        run, _values, _change = self._make_cs_bulk_run(kind, user)
        return run.line_ids, {"run_id": run.id, "res_id": 2}, {"state": "done"}

    def _make_test_cs_document(self, kind, user):
        users, company = self._side(kind)
        document = self.env["test.cs.document"].with_user(users["clerk"]).create({"name": "Paper"})
        return document, {"name": "New", "company_id": company.id}, {"name": "Changed"}

    def _make_test_cs_line(self, kind, user):
        document = self._make_test_cs_document(kind, user)[0]
        line = self.env["test.cs.line"].sudo().create({"document_id": document.id})
        return line, {"document_id": document.id}, {"quantity": 2}

    def _side(self, kind):
        if kind == "other company":
            return self.foreign, self.other
        return self.users, self.company
