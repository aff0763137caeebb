from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BaseCommon

GENERAL = "cs_base.group_cs_base_general_manager"


@tagged("post_install", "-at_install")
class TestTransition(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)

    def _approved(self):
        document = self._create_submitted()
        self._approve(document, "general")
        return document

    def test_document_goes_its_way_to_the_end(self):
        document = self._approved()
        self._as(document, "clerk").action_finish()
        self.assertEqual(document.state, "done")
        self.assertEqual(document.finished_by_id, self.users["clerk"])
        self.assertFalse(document.deadline_date)

    def test_only_the_roles_of_a_transition_carry_it_out(self):
        document = self._approved()
        for role in ("office", "technician", "salesman", "plain", "system"):
            with self.subTest(role=role):
                as_role = self._as(document, role)
                self.assertRefused(AccessError, "It is for: ", as_role.action_finish)
                self.assertRefused(AccessError, "Manager", as_role.action_send_back)
        for role in ("clerk", "manager", "general"):
            with self.subTest(role=role), self.env.cr.savepoint() as savepoint:
                self._as(document, role).action_finish()
                self.assertEqual(document.state, "done")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_transition_without_roles_takes_write_access(self):
        document = self._create_document()
        stranger = self._create_user("cs_foreign", company=self.env.ref("base.main_company"))
        as_stranger = document.with_user(stranger)
        self.assertRefused(AccessError, "", as_stranger.action_submit)

    def test_role_is_checked_before_state(self):
        document = self._create_document()
        as_plain = self._as(document, "plain")
        self.assertRefused(AccessError, "It is for: ", as_plain.action_finish)

    def test_wrong_state_is_named(self):
        document = self._create_document()
        as_clerk = self._as(document, "clerk")
        self.assertRefused(
            UserError,
            "Paper is in state “Draft”; this step needs “Approved”",
            as_clerk.action_finish,
        )
        self.assertRefused(
            UserError,
            "needs “Submitted” or “Approved”",
            self._as(document, "manager").action_send_back,
        )

    def test_second_call_is_refused_with_one_sentence(self):
        document = self._create_submitted()
        steps = self._steps(document)
        self.assertRefused(UserError, "is in state “Submitted”", document.action_submit)
        self.assertEqual(self._steps(document), steps)
        self.assertEqual(document.approval_round, 1)

    def test_final_states_are_left_by_nothing(self):
        done, cancelled = self._approved(), self._create_document()
        self._as(done, "clerk").action_finish()
        cancelled.action_cancel()
        for document in (done, cancelled):
            as_manager = self._as(document, "manager")
            for name in ("submit", "send_back", "finish", "cancel"):
                with self.subTest(state=document.state, transition=name):
                    call = getattr(as_manager, f"action_{name}")
                    self.assertRefused(UserError, "is in state", call)

    def test_unknown_transition_is_an_error_of_the_programmer(self):
        document = self._create_document()
        with self.assertRaises(KeyError):
            document._transition("teleport")
        self.assertEqual(document.state, "draft")

    def test_batch_goes_together_or_not_at_all(self):
        first, second = self._create_document(), self._create_submitted()
        self.assertRefused(UserError, "is in state", (first | second).action_submit)
        self.assertEqual(first.state, "draft")
        third = self._create_document()
        (first | third).action_submit()
        self.assertEqual((first | third).mapped("state"), ["submitted"] * 2)
        self.assertEqual(len(self._steps(first)), 1)

    def test_check_that_raises_leaves_no_trace(self):
        document = self._create_document()

        def refuse(records):
            raise UserError("Not today")

        with patch.object(type(document), "_check_can_submit", refuse, create=True):
            self.assertRefused(UserError, "Not today", document.action_submit)
        self.assertEqual(document.state, "draft")
        self.assertFalse(self._steps(document))

    def test_tables_add_up_along_the_inheritance(self):
        document = self.env["test.cs.document"]
        self.assertLess(
            {"state", "deadline_date", "requester_id", "finished_by_id"},
            document._protected_fields(),
        )
        self.assertEqual(document._merge_tables("TRANSITIONS")["finish"], (("approved",), "done"))
