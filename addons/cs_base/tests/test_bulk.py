from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BaseCommon, RpcCommon

GENERAL = "cs_base.group_cs_base_general_manager"


class BulkCase(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)

    def _drafts(self, count, role="clerk"):
        drafts = self._create_document(role)
        for number in range(count - 1):
            drafts |= self._create_document(role, name=f"Paper {number}")
        return drafts

    def _start(self, documents, method="action_submit"):
        action = documents._bulk_start(method, "Submit")
        self.assertEqual(action["tag"], "cs_base.bulk_progress")
        run = self.env["cs.bulk.run"].browse(action["params"]["run_id"])
        return run.with_env(documents.env)


@tagged("post_install", "-at_install")
class TestBulk(BulkCase):
    """One action on many documents: each for itself, as the user, to be continued."""

    def test_one_bad_document_is_named_and_does_not_stop_the_others(self):
        documents = self._drafts(3)
        documents[1].action_submit()
        documents[1].action_cancel()
        progress = self._start(documents).action_run_next(20)
        self.assertEqual((progress["done"], progress["failed"], progress["waiting"]), (2, 1, 0))
        (failure,) = progress["failures"]
        self.assertEqual(failure["res_id"], documents[1].id)
        self.assertIn("Cancelled", failure["message"])
        self.assertEqual(documents.mapped("state"), ["submitted", "cancel", "submitted"])

    def test_nothing_remains_of_a_document_that_failed(self):
        documents = self._drafts(2)
        # the rule asks for the general manager; without one the submission fails half way
        self.users["general"].active = False
        progress = self._start(documents).action_run_next(20)
        self.assertEqual(progress["failed"], 2)
        self.assertEqual(set(documents.mapped("state")), {"draft"})
        self.assertFalse(self._steps(documents[0]))
        self.assertFalse(documents[0].approval_round)

    def test_a_run_is_continued_where_it_stopped(self):
        documents = self._drafts(3)
        run = self._start(documents)
        self.assertEqual(run.action_run_next(0)["waiting"], 2)
        self.assertEqual(documents.mapped("state"), ["submitted", "draft", "draft"])
        self.assertEqual(run.waiting_count, 2)
        self.assertEqual(run.action_open_progress()["params"], {"run_id": run.id})
        progress = run.action_run_next(20)
        self.assertEqual((progress["done"], progress["waiting"]), (3, 0))
        self.assertEqual(run.action_run_next(20)["done"], 3)

    def test_it_runs_with_the_rights_of_the_user(self):
        documents = self._drafts(2)
        documents.action_submit()
        progress = self._start(documents, "action_approve").action_run_next(20)
        self.assertEqual(progress["failed"], 2)
        self.assertEqual(set(documents.mapped("state")), {"submitted"})
        for_general = documents.with_user(self.users["general"])
        self.assertEqual(self._start(for_general, "action_approve").action_run_next(20)["done"], 2)
        self.assertEqual(set(documents.mapped("state")), {"approved"})

    def test_only_named_actions_run_in_bulk(self):
        documents = self._drafts(2)
        for method in ("action_cancel", "unlink", "write"):
            self.assertRefused(
                UserError, "cannot be done in bulk", documents._bulk_start, method, "Do"
            )
        self.assertRefused(
            UserError, "Select the documents", documents.browse()._bulk_start, "action_submit", "Do"
        )

    def test_a_run_that_was_tampered_with_does_nothing(self):
        documents = self._drafts(1)
        run = self._start(documents)
        run.sudo().method = "unlink"
        self.assertEqual(run.action_run_next(20)["failed"], 1)
        self.assertTrue(documents.exists())

    def test_nobody_goes_on_with_the_run_of_a_colleague(self):
        run = self._start(self._drafts(2))
        manager = run.with_user(self.users["manager"])
        self.assertRefused(AccessError, "Only the user who began", manager.action_run_next)
        self.assertRefused(AccessError, "", run.with_user(self.users["plain"]).read, ["name"])

    def test_an_action_that_asks_for_a_signature_is_named(self):
        self._create_rule(GENERAL, is_signature_required=True, sequence=20)
        self.env["cs.approval.rule"].search([("sequence", "!=", 20)]).active = False
        documents = self._drafts(2)
        documents.action_submit()
        for_general = documents.with_user(self.users["general"])
        progress = self._start(for_general, "action_approve").action_run_next(20)
        self.assertIn("asks for more than a click", progress["failures"][0]["message"])
        self.assertEqual(set(documents.mapped("state")), {"submitted"})

    def test_an_unexpected_error_is_named_and_logged(self):
        run = self._start(self._drafts(2), "action_break")
        with self.assertLogs("odoo.addons.cs_base.models.cs_bulk_run", "ERROR") as logs:
            progress = run.action_run_next(20)
        self.assertEqual(len(logs.records), 2)
        self.assertEqual(progress["failed"], 2)
        self.assertIn("log of the server", progress["failures"][0]["message"])

    def test_runs_are_forgotten_after_a_month(self):
        old, new = self._start(self._drafts(1)), self._start(self._drafts(1))
        long_ago = fields.Datetime.now() - timedelta(days=31)
        self.env.cr.execute(
            "UPDATE cs_bulk_run SET create_date = %s WHERE id = %s", (long_ago, old.id)
        )
        self.env.invalidate_all()
        self.env["cs.bulk.run"]._gc_old_runs()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists())

    def test_ten_more_documents_cost_ten_times_as_much_as_one_more(self):
        def count(size):
            run = self._start(self._drafts(size))
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            run.action_run_next(20)
            return self.env.cr.sql_log_count - start

        count(1)
        two, three, thirteen = count(2), count(3), count(13)
        self.assertLessEqual(thirteen - three, 10 * (three - two) + 10)


@tagged("post_install", "-at_install")
class TestBulkOverRpc(BulkCase, RpcCommon):
    def test_runs_are_not_written_over_rpc(self):
        run = self._start(self._drafts(1))
        self.env.flush_all()
        for method, arguments in (
            ("write", ([run.id], {"method": "unlink"})),
            ("create", ({"name": "X", "res_model": "res.users", "method": "unlink"},)),
            ("unlink", ([run.id],)),
        ):
            with self.subTest(method=method):
                result = self._rpc("cs_clerk", "cs.bulk.run", method, *arguments)
                self.assertEqual(result, "odoo.exceptions.AccessError")
        result = self._rpc("cs_clerk", "cs.bulk.run", "action_run_next", [run.id], 20)
        self.assertEqual(result["done"], 1)
        with mute_logger("odoo.http"):
            result = self._rpc("cs_plain", "cs.bulk.run", "action_run_next", [run.id])
        self.assertEqual(result, "odoo.exceptions.AccessError")
