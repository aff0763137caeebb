"""Several people at the same document at the same moment, with transactions that commit."""

import os
import time
import unittest

from live_server import LiveServer, RpcError, _connection, simultaneously

MODEL = "test.cs.document"
GENERAL = "cs_base.group_cs_base_general_manager"
TECHNICIAN = "cs_base.group_cs_base_technician"
ROUNDS = 50


def at_once(*calls):
    """Answers of the calls; an error is an answer too."""
    return [answer for _kind, answer in simultaneously(*calls)]


class TestApprovalConcurrency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = LiveServer().__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        cls.clerk = cls.server.create_user("live_clerk", "cs_base.group_cs_base_clerk")
        cls.first = cls.server.create_user("live_first", GENERAL)
        cls.second = cls.server.create_user("live_second", GENERAL)
        admin = cls.server.admin
        [model] = admin.call("ir.model", "search", [[["model", "=", MODEL]]])
        cls.rule = {
            "name": "Boss",
            "model_id": model,
            "group_ids": [[6, 0, [admin.ref(GENERAL)]]],
        }
        [cls.rule_id] = admin.call("cs.approval.rule", "create", [[cls.rule]])

    def tearDown(self):
        self.assertEqual(self.server.errors(), [])

    def _create(self, count, **vals):
        return self.clerk.call(MODEL, "create", [[{"name": "Paper", **vals}] * count])

    def _steps(self, document):
        domain = [["res_model", "=", MODEL], ["res_id", "=", document]]
        fields = ["state", "round", "decided_by_id"]
        return self.server.admin.call("cs.approval.step", "search_read", [domain, fields])

    def _assert_one_succeeded(self, answers):
        refused = [answer for answer in answers if isinstance(answer, Exception)]
        self.assertEqual(len(refused), len(answers) - 1, answers)
        for error in refused:
            self.assertIsInstance(error, RpcError)
            self.assertTrue(error.is_clear, f"{error}\n{error.debug}")
        return refused

    def test_two_signers_at_once_make_one_decision(self):
        sentences = set()
        for document in self._create(ROUNDS):
            self.clerk.call(MODEL, "action_submit", [[document]])
            answers = at_once(
                lambda document=document: self.first.call(MODEL, "action_approve", [[document]]),
                lambda document=document: self.second.call(MODEL, "action_approve", [[document]]),
            )
            [refused] = self._assert_one_succeeded(answers)
            sentences.add(refused.message)
            winner = self.first if answers[0] is True else self.second
            [step] = self._steps(document)
            self.assertEqual(step["state"], "approved")
            self.assertEqual(step["decided_by_id"][0], winner.uid)
            [values] = self.clerk.call(MODEL, "read", [[document], ["state", "approval_count"]])
            self.assertEqual((values["state"], values["approval_count"]), ("approved", 1))
        for sentence in sentences:
            self.assertRegex(sentence, "processed by somebody else|does not wait for a signature")

    def test_two_steps_signed_at_once_are_both_kept(self):
        """The last signature approves the document, whichever of the two it is."""
        technician = self.server.create_user("live_technician", TECHNICIAN)
        groups = [[6, 0, [self.server.admin.ref(TECHNICIAN)]]]
        rule = {**self.rule, "group_ids": groups}
        other = self.server.admin.call("cs.approval.rule", "create", [[rule]])
        self.addCleanup(self.server.admin.call, "cs.approval.rule", "unlink", [other])
        for document in self._create(ROUNDS // 5):
            self.clerk.call(MODEL, "action_submit", [[document]])
            clients = [self.first, technician]
            answers = at_once(
                *(
                    lambda client=client, document=document: client.call(
                        MODEL, "action_approve", [[document]]
                    )
                    for client in clients
                )
            )
            for client, answer in zip(clients, answers, strict=True):
                if isinstance(answer, RpcError):
                    self.assertTrue(answer.is_clear, answer.debug)
                    client.call(MODEL, "action_approve", [[document]])
            steps = self._steps(document)
            self.assertEqual([step["state"] for step in steps], ["approved"] * 2)
            signers = {step["decided_by_id"][0] for step in steps}
            self.assertEqual(signers, {self.first.uid, technician.uid})
            [values] = self.clerk.call(MODEL, "read", [[document], ["state"]])
            self.assertEqual(values["state"], "approved")

    def test_approval_and_cancellation_at_once_exclude_each_other(self):
        for document in self._create(ROUNDS // 5):
            self.clerk.call(MODEL, "action_submit", [[document]])
            answers = at_once(
                lambda document=document: self.first.call(MODEL, "action_approve", [[document]]),
                lambda document=document: self.clerk.call(MODEL, "action_cancel", [[document]]),
            )
            for answer in answers:
                if isinstance(answer, RpcError):
                    self.assertTrue(answer.is_clear, answer.debug)
            [values] = self.clerk.call(MODEL, "read", [[document], ["state"]])
            [step] = self._steps(document)
            # an approved document may be cancelled, a cancelled one not approved
            outcome = (values["state"], step["state"])
            self.assertIn(
                outcome, [("approved", "approved"), ("cancel", "approved"), ("cancel", "void")]
            )

    def test_double_click_on_submit_makes_one_chain(self):
        twin = self.clerk.twin()
        for document in self._create(ROUNDS):
            answers = at_once(
                lambda document=document: self.clerk.call(MODEL, "action_submit", [[document]]),
                lambda document=document: twin.call(MODEL, "action_submit", [[document]]),
            )
            self._assert_one_succeeded(answers)
            steps = self._steps(document)
            self.assertEqual([(step["state"], step["round"]) for step in steps], [("pending", 1)])


class TestLiveServer(unittest.TestCase):
    def test_workers_answer_and_leave_nothing_behind(self):
        with LiveServer(workers=2) as server:
            group = server.process.pid
            database = server.database
            twin = server.admin.twin()
            answers = at_once(
                *(
                    lambda client=client: client.call("res.users", "search_count", [[]])
                    for client in (server.admin, twin)
                )
            )
            self.assertEqual(answers[0], answers[1])
        # a worker that is just ending has still to be collected
        deadline = time.monotonic() + 20
        while _is_group_alive(group) and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertFalse(_is_group_alive(group))
        self.assertEqual(_databases_named(database), [])

    def test_killed_server_starts_again_on_the_same_data(self):
        with LiveServer() as server:
            [partner] = server.admin.call("res.partner", "create", [[{"name": "Kept"}]])
            server.kill()
            server.start()
            [values] = server.admin.call("res.partner", "read", [[partner], ["name"]])
            self.assertEqual(values["name"], "Kept")


def _is_group_alive(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def _databases_named(name):
    with _connection("postgres") as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchall()
