from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, TransactionCase, new_test_user
from odoo.tools import mute_logger

ROLES = {
    "clerk": "cs_base.group_cs_base_clerk",
    "manager": "cs_base.group_cs_base_manager",
    "office": "cs_base.group_cs_base_office_manager",
    "region": "cs_base.group_cs_base_office_manager",
    "technician": "cs_base.group_cs_base_technician",
    "general": "cs_base.group_cs_base_general_manager",
    "salesman": "sales_team.group_sale_salesman",
    "plain": "base.group_user",
    "system": "base.group_system",
}


def create_offices(env, company, users):
    """A region and an office of it, each led by the user of its role."""
    region = env["crm.team"].create(
        {"name": "East", "user_id": users["region"].id, "company_id": company.id}
    )
    office = env["crm.team"].create(
        {
            "name": "Hangzhou",
            "user_id": users["office"].id,
            "cs_region_id": region.id,
            "company_id": company.id,
        }
    )
    return region, office


def only(roles, operations):
    """A row of a table of rights: each of the roles may do the same."""
    return dict.fromkeys(roles, operations)


class RightsAsked:
    """Asks what a user may do with a record; each attempt is rolled back."""

    # what an attempt that is not allowed may end with
    REFUSALS = (AccessError,)
    # model -> kind of record -> role -> letters of what the role may do; else nothing
    MATRIX: dict[str, dict[str, dict[str, str]]] = {}
    # the user of each role that is asked
    asked: dict = {}

    def _models_of(self, addon):
        """Names of the models of an addon that have records."""
        return {
            name
            for name, model in self.env.registry.items()
            if model._original_module == addon and not model._abstract
        }

    def _compare(self, model, kind, make):
        """Every role has the rights of the table; ``make(user)`` gives what to try them on."""
        for role, user in self.asked.items():
            with self.subTest(model=model, kind=kind, role=role), self._undone():
                allowed = self._allowed(user, *make(user))
                self.assertEqual(allowed, self.MATRIX[model][kind].get(role, ""))

    def _attempt(self, call, look):
        """Whether a call goes through; then ``look()`` sees something else than before."""
        self.env.invalidate_all()
        before = look()
        try:
            with self._undone():
                call()
                self.env.flush_all()
                after = look()
        except (AccessError, UserError):
            return False
        self.assertNotEqual(after, before, "it did nothing and said nothing")
        return True

    @contextmanager
    def _undone(self):
        """What is done in this context leaves no trace."""
        try:
            with self.env.cr.savepoint() as savepoint:
                yield
                savepoint.rollback()
        finally:
            self.env.invalidate_all(flush=False)

    def _allowed(self, user, record, values, change):
        """The letters of (r)ead, (c)reate, (w)rite, (u)nlink that ``user`` may do."""
        context = {"allowed_company_ids": user.company_ids.ids, "lang": "en_US"}
        self.env.flush_all()
        record = record.with_env(self.env(user=user, su=False, context=context))
        operations = {
            "r": lambda: self.assertTrue(record.read(["display_name"])),
            "c": lambda: record.create(values),
            "w": lambda: record.write(change),
            "u": lambda: record.unlink(),
        }
        return "".join(letter for letter, call in operations.items() if self._try(call))

    def _try(self, call):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint() as savepoint:
                call()
                self.env.flush_all()
                savepoint.rollback()
        except self.REFUSALS:
            return False
        finally:
            self.env.invalidate_all(flush=False)
        return True


class BaseCommon(TransactionCase):
    """One company with an office, its region, and a user per role.

    Documents are those of the addon test_cs; each test makes the rules that it needs.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = {"tracking_disable": True, "no_reset_password": True, "lang": "en_US"}
        cls.env = cls.env(context={**cls.env.context, **context})
        cls.company = cls.env["res.company"].create({"name": "Bait Works"})
        cls.users = cls._create_users(cls.company)
        cls.region, cls.office = create_offices(cls.env, cls.company, cls.users)

    @classmethod
    def _create_users(cls, company, prefix="cs_"):
        """A user of every role, by the name of the role."""
        return {
            role: cls._create_user(f"{prefix}{role}", group, company)
            for role, group in ROLES.items()
        }

    @classmethod
    def _create_user(cls, login, group="base.group_user", company=None, **vals):
        company = company or cls.company
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            return new_test_user(
                cls.env,
                login=login,
                name=login,
                groups=f"base.group_user,{group}",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
                **vals,
            )

    @classmethod
    def _create_rule(cls, *groups, **vals):
        """A signature on test documents, by members of the groups or whom ``vals`` name."""
        vals.setdefault("name", "Signature")
        vals.setdefault("company_id", cls.company.id)
        vals.setdefault("model_id", cls.env["ir.model"]._get_id("test.cs.document"))
        ids = [cls.env.ref(group).id for group in groups]
        return cls.env["cs.approval.rule"].create({"group_ids": [Command.set(ids)], **vals})

    @classmethod
    def _create_document(cls, role="clerk", **vals):
        """A draft made by the user of this role, seen by that user."""
        documents = cls.env["test.cs.document"].with_user(cls.users[role])
        return documents.create({"name": "Paper", "team_id": cls.office.id, **vals})

    @classmethod
    def _create_submitted(cls, role="clerk", **vals):
        document = cls._create_document(role, **vals)
        document.action_submit()
        return document

    @classmethod
    def _create_standin(cls, absent, standin, first=0, last=0):
        """``standin`` signs for ``absent`` from ``first`` to ``last`` days from today."""
        today = fields.Date.today()
        return cls.env["cs.approval.standin"].create(
            {
                "user_id": cls.users[absent].id,
                "standin_id": cls.users[standin].id,
                "date_from": today + timedelta(days=first),
                "date_to": today + timedelta(days=last),
            }
        )

    def _as(self, record, role):
        """The record as the user of this role sees it, with nothing in the cache."""
        record.env.flush_all()
        record.env.invalidate_all()
        return record.with_env(self.env(user=self.users[role], su=False))

    def _approve(self, document, *roles):
        """Signs as each of the roles in turn."""
        for role in roles:
            self._as(document, role).action_approve()

    def _refuse(self, document, role, reason="Wrong goods"):
        """Refuses as a user does: by the dialog."""
        wizard = self.env["cs.approval.decision"].with_user(self.users[role])
        values = {
            "res_model": document._name,
            "res_id": document.id,
            "decision": "refuse",
            "comment": reason,
        }
        wizard.create(values).action_confirm()

    def _steps(self, document):
        """All steps of a document, in order, read by the superuser."""
        domain = [("res_model", "=", document._name), ("res_id", "=", document.id)]
        return self.env["cs.approval.step"].search(domain)

    def _states(self, document):
        """States of the steps of the present round, in order."""
        self.env.invalidate_all()
        document = document.sudo()
        steps = self._steps(document).filtered(lambda s: s.round == document.approval_round)
        return steps.mapped("state")

    def _activity_users(self, document, kind="approval"):
        """Who has an activity of this kind on the document, each as often as it is there."""
        domain = [
            ("res_model", "=", document._name),
            ("res_id", "=", document.id),
            ("activity_type_id", "=", self.env.ref(f"cs_base.mail_activity_type_{kind}").id),
        ]
        users = self.env["mail.activity"].search(domain).mapped("user_id.login")
        return sorted(login.removeprefix("cs_") for login in users)

    def assertRefused(self, error, words, call, *args, **kwargs):
        """The call raises ``error``, its text has ``words``, and it leaves no trace."""
        with self.assertRaises(error) as caught, self.env.cr.savepoint():
            call(*args, **kwargs)
        self.env.invalidate_all()
        self.assertIn(words, str(caught.exception))


class RpcCommon(HttpCase, BaseCommon):
    """The same over HTTP: what a client sends, not what our own code calls."""

    _logged_in = None

    def _rpc(self, login, model, method, *args, **kwargs):
        """Result of a JSON-RPC call, or the name of the exception that came back."""
        if self._logged_in != login:
            self.authenticate(login, login)
            self._logged_in = login
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        try:
            with mute_logger("odoo.http", "odoo.sql_db"):
                return self.make_jsonrpc_request("/web/dataset/call_kw", params)
        except JsonRpcException as error:
            return error.args[0]
