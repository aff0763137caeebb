import json
import math

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ROLES, BaseCommon, RpcCommon

GENERAL = "cs_base.group_cs_base_general_manager"
ACCESS_ERROR = "odoo.exceptions.AccessError"
USER_ERROR = "odoo.exceptions.UserError"
FORGED = {
    "cs_protected_key": True,
    "cs_approval_key": True,
    "install_mode": True,
    "su": True,
    "sudo": True,
    "uid": 1,
}


def protected_values(users):
    """A value for every protected field of the test document."""
    return {
        "state": "approved",
        "requester_id": users["general"].id,
        "approval_round": 7,
        "approval_count": 7,
        "refusal_reason": "none",
        "deadline_date": "2030-01-01",
        "deadline_reminded_date": "2030-01-01",
        "deadline_escalated_date": "2030-01-01",
        "finished_by_id": users["general"].id,
        # computed, so nobody's to say
        "total": 7.0,
    }


@tagged("post_install", "-at_install")
class TestProtectedFields(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)
        cls.values = protected_values(cls.users)

    def test_every_protected_field_is_tried(self):
        protected = self.env["test.cs.document"]._protected_fields()
        self.assertEqual(protected, frozenset(self.values))

    def test_write_is_refused_to_every_role(self):
        document = self._create_document()
        for role in self.users:
            as_role = self._as(document, role)
            for name, value in self.values.items():
                with self.subTest(role=role, field=name):
                    self.assertRefused(AccessError, "by hand", as_role.write, {name: value})

    def test_what_is_no_number_is_refused_with_a_sentence(self):
        document = self._create_document()
        for value in (math.nan, math.inf, -math.inf, "NaN", "much", 10**400):
            for vals in ({"amount": value}, {"line_ids": [Command.create({"quantity": value})]}):
                with self.subTest(vals=vals):
                    self.assertRefused(UserError, "as a number", document.write, vals)
                    create = document.create
                    self.assertRefused(UserError, "as a number", create, {"name": "New", **vals})
        document.write({"amount": "12.5"})
        self.assertEqual(document.amount, 12.5)

    def test_create_is_refused_to_every_role(self):
        for role, user in self.users.items():
            documents = self.env["test.cs.document"].with_user(user)
            for name, value in self.values.items():
                with self.subTest(role=role, field=name):
                    vals = [{"name": "Fine"}, {"name": "Forged", name: value}]
                    self.assertRefused(AccessError, "by hand", documents.create, vals)

    def test_superuser_is_refused_as_well(self):
        document = self._create_document().sudo()
        self.assertRefused(AccessError, "by hand", document.write, {"state": "done"})

    def test_forged_key_opens_nothing(self):
        document, documents = self._create_document(), self.env["test.cs.document"]
        for key in (True, 1, "cs_protected_key", object(), {"key": True}):
            with self.subTest(key=key):
                forged = document.with_context(cs_protected_key=key, cs_approval_key=key)
                self.assertRefused(AccessError, "by hand", forged.write, {"state": "done"})
                vals = {"name": "Forged", "state": "done"}
                forged = documents.with_context(forged.env.context)
                self.assertRefused(AccessError, "by hand", forged.create, vals)

    def test_copy_starts_anew(self):
        document = self._create_submitted()
        self._approve(document, "general")
        copied = self._as(document, "clerk").copy()
        self.assertEqual(copied.state, "draft")
        self.assertFalse(copied.requester_id or copied.approval_step_ids or copied.deadline_date)
        self.assertRefused(AccessError, "by hand", document.copy, {"state": "done"})

    def test_import_is_refused(self):
        documents = self.env["test.cs.document"].with_user(self.users["manager"])
        document = self._create_document()
        for fields, row in (
            (["name", "state"], ["Forged", "approved"]),
            (["name", "deadline_date"], ["Forged", "2030-01-01"]),
            ([".id", "state"], [str(document.id), "approved"]),
        ):
            with self.subTest(fields=fields):
                result = documents.load(fields, [row])
                self.assertFalse(result["ids"])
                self.assertIn("by hand", result["messages"][0]["message"])
        self.assertEqual(document.state, "draft")
        self.assertFalse(documents.search([("name", "=", "Forged")]))

    def test_defaults_in_the_context_do_not_reach_protected_fields(self):
        context = {f"default_{name}": value for name, value in self.values.items()}
        document = self._create_document()
        forged = document.with_context(**context).create({"name": "Forged"})
        self._assert_fresh(forged)
        defaults = document.with_context(**context).default_get(list(self.values))
        self.assertEqual(defaults, {"state": "draft"})

    def test_defaults_of_a_user_do_not_reach_protected_fields(self):
        for name, value in self.values.items():
            defaults = self.env["ir.default"].with_user(self.users["plain"])
            # a default that the client sets by itself: Set Defaults in the developer mode
            defaults.create(
                {
                    "field_id": self.env["ir.model.fields"]._get("test.cs.document", name).id,
                    "json_value": json.dumps(value),
                    "user_id": self.users["plain"].id,
                }
            )
        self._assert_fresh(self._create_document("plain"))

    def _assert_fresh(self, document):
        self.assertEqual(document.state, "draft")
        for name in self.values.keys() - {"state"}:
            self.assertFalse(document[name], name)

    def test_other_defaults_still_work(self):
        documents = self.env["test.cs.document"].with_user(self.users["clerk"])
        document = documents.with_context(default_amount=5.0).create({"name": "Paper"})
        self.assertEqual((document.amount, document.state), (5.0, "draft"))
        self.assertEqual(document.company_id, self.company)


@tagged("post_install", "-at_install")
class TestFrozenFields(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)
        cls.document = cls._create_document(line_ids=[(0, 0, {"quantity": 2})])
        cls.draft = cls._create_document(line_ids=[(0, 0, {"quantity": 3})])
        cls.document.action_submit()

    def test_submitted_document_is_frozen(self):
        for values in (
            {"amount": 1},
            {"team_id": False},
            {"reviewer_id": self.env.uid},
            {"line_ids": [(1, self.document.line_ids.id, {"quantity": 9})]},
        ):
            for role in ("clerk", "manager", "system"):
                with self.subTest(values=values, role=role):
                    as_role = self._as(self.document, role)
                    self.assertRefused(UserError, "can no longer be changed", as_role.write, values)

    def test_line_is_frozen_with_its_document(self):
        line = self.document.line_ids
        self.assertRefused(UserError, "no longer be changed", line.write, {"quantity": 9})
        self.draft.line_ids.quantity = 9
        self.assertEqual(self.draft.line_ids.quantity, 9)

    def test_line_moves_neither_into_nor_out_of_a_frozen_document(self):
        line = self.draft.line_ids
        move = {"document_id": self.document.id}
        self.assertRefused(UserError, "no longer be changed", line.write, move)
        move = {"document_id": self.draft.id}
        self.assertRefused(UserError, "no longer be changed", self.document.line_ids.write, move)

    def test_fields_open_in_a_state_can_be_written(self):
        self.document.remark = "Seen"
        self.assertRefused(UserError, "no longer be changed", self.draft.write, {"remark": "Early"})

    def test_other_fields_stay_open(self):
        self.document.name = "Renamed"
        self.assertEqual(self.document.name, "Renamed")


@tagged("post_install", "-at_install")
class TestStepsAreARecord(BaseCommon):
    def setUp(self):
        super().setUp()
        self._create_rule(GENERAL)
        self.document = self._create_submitted()
        self.step = self._steps(self.document)

    def test_steps_are_closed_to_everybody(self):
        values = self.step.copy_data()[0]
        for role in self.users:
            as_role = self._as(self.step, role).with_context(**FORGED)
            with self.subTest(role=role):
                self.assertRefused(AccessError, "", as_role.write, {"state": "approved"})
                self.assertRefused(AccessError, "", as_role.unlink)
                self.assertRefused(AccessError, "", as_role.create, values)
                self.assertRefused(AccessError, "", as_role.copy)

    def test_steps_are_closed_to_superuser_code(self):
        for step in (self.step, self.step.with_context(**FORGED)):
            self.assertRefused(AccessError, "record of decisions", step.write, {"state": "void"})
            self.assertRefused(AccessError, "record of decisions", step.unlink)
            self.assertRefused(AccessError, "record of decisions", step.copy)

    def test_steps_are_closed_through_the_document(self):
        for role in self.users:
            document = self._as(self.document, role).with_context(**FORGED)
            for command in (
                (1, self.step.id, {"state": "approved"}),
                (2, self.step.id),
                (3, self.step.id),
                (0, 0, {"name": "x", "state": "approved"}),
            ):
                with self.subTest(role=role, command=command):
                    values = {"approval_step_ids": [command]}
                    self.assertRefused(AccessError, "", document.write, values)
        self.assertEqual(self._steps(self.document), self.step)

    def test_document_with_a_history_is_not_deleted(self):
        as_clerk = self._as(self.document, "clerk")
        self.assertRefused(UserError, "stays on record", as_clerk.unlink)
        self.assertEqual(self.step.state, "pending")
        self._refuse(self.document, "general")
        self.assertEqual(self.document.state, "draft")
        self.assertRefused(UserError, "stays on record", as_clerk.unlink)
        self.assertEqual(self._steps(self.document).mapped("state"), ["refused"])


@tagged("post_install", "-at_install")
class TestProtectedOverRpc(RpcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)
        cls.document = cls._create_submitted()
        cls.step = cls.env["cs.approval.step"].search([("res_id", "=", cls.document.id)])
        cls.values = protected_values(cls.users)

    def test_protected_fields_are_refused_to_every_role(self):
        for role in ROLES:
            for context in ({}, FORGED):
                for name, value in self.values.items():
                    with self.subTest(role=role, field=name, forged=bool(context)):
                        result = self._rpc(
                            f"cs_{role}", "test.cs.document", "write",
                            self.document.ids, {name: value}, context=context,
                        )  # fmt: skip
                        self.assertEqual(result, ACCESS_ERROR)
                        result = self._rpc(
                            f"cs_{role}", "test.cs.document", "create",
                            [{"name": "Forged", name: value}], context=context,
                        )  # fmt: skip
                        self.assertEqual(result, ACCESS_ERROR)
        self.env.invalidate_all()
        self.assertEqual(self.document.state, "submitted")
        self.assertFalse(self.env["test.cs.document"].search([("name", "=", "Forged")]))

    def test_client_save_is_refused(self):
        result = self._rpc(
            "cs_manager", "test.cs.document", "web_save",
            self.document.ids, {"state": "approved"}, specification={},
        )  # fmt: skip
        self.assertEqual(result, ACCESS_ERROR)

    def test_defaults_in_the_context_are_ignored(self):
        context = {f"default_{name}": value for name, value in self.values.items()} | FORGED
        values = [{"name": "Forged"}]
        ids = self._rpc("cs_plain", "test.cs.document", "create", values, context=context)
        self.env.invalidate_all()
        forged = self.env["test.cs.document"].browse(ids)
        self.assertEqual(forged.state, "draft")
        self.assertFalse(forged.requester_id or forged.approval_round or forged.finished_by_id)

    def test_steps_are_closed_to_everybody(self):
        values = {"state": "approved", "decided_by_id": self.users["general"].id}
        new = {
            "name": "Forged",
            "res_model": "test.cs.document",
            "res_id": self.document.id,
            "company_id": self.company.id,
            "requester_id": self.users["clerk"].id,
            "sequence": 1,
            **values,
        }
        calls = (
            ("write", (self.step.ids, values)),
            ("create", ([new],)),
            ("unlink", (self.step.ids,)),
            ("copy", (self.step.ids,)),
            ("web_save", (self.step.ids, values, {})),
            ("update_field_translations", (self.step.ids, "name", {"zh_CN": "Forged"})),
        )
        for role in ROLES:
            for method, args in calls:
                for context in ({}, FORGED):
                    with self.subTest(role=role, method=method, forged=bool(context)):
                        result = self._rpc(
                            f"cs_{role}", "cs.approval.step", method, *args, context=context
                        )
                        self.assertIn(result, (ACCESS_ERROR, USER_ERROR))
        self.env.invalidate_all()
        self.assertEqual(self._steps(self.document), self.step)
        self.assertEqual(self.step.state, "pending")
        self.assertEqual(self.step.with_context(lang="zh_CN").name, "Signature")

    def test_methods_behind_the_checks_cannot_be_called(self):
        private = {
            "test.cs.document": (
                "_transition", "_write_protected", "_with_key", "_approval_decide",
                "_approval_granted", "_do_submit", "lock_for_update",
            ),
            "cs.approval.step": ("_keyed", "_find_mine"),
        }  # fmt: skip
        with mute_logger("odoo.service.model"):
            for model, methods in private.items():
                for method in methods:
                    with self.subTest(method=method):
                        result = self._rpc("cs_manager", model, method, self.document.ids)
                        self.assertEqual(result, ACCESS_ERROR)

    def test_signature_over_rpc_is_the_one_of_who_is_logged_in(self):
        call = ("test.cs.document", "action_approve", self.document.ids)
        self.assertEqual(self._rpc("cs_clerk", *call), USER_ERROR)
        self.assertEqual(self._rpc("cs_manager", *call, context=FORGED), USER_ERROR)
        self.assertIs(self._rpc("cs_general", *call), True)
        self.env.invalidate_all()
        self.assertEqual(self.step.decided_by_id, self.users["general"])
        self.assertEqual(self.document.state, "approved")
