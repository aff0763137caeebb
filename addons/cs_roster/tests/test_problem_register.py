from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import RosterCommon

MONDAY, NEXT_MONDAY = "2027-03-08 01:00:00", "2027-03-15 01:00:00"


class TestProblemRegister(RosterCommon):
    """Problems are noted at once, collected on Monday, answered by the head (S-78)."""

    agent_count = 2

    def _note(self, name="Line breaks", role="agent0", **vals):
        return self._as(self.env["cs.problem"], role).create({"name": name, **vals})

    def _collect(self, moment=MONDAY):
        with freeze_time(moment):
            self.env["cs.problem.digest"]._cron_collect()
        return self.env["cs.problem.digest"].search([("department_id", "=", self.department.id)])

    def test_agent_notes_and_colleagues_read(self):
        problem = self._note(method="Sent another")
        self.assertEqual(problem.sudo().employee_id, self.agents[0])
        problem.method = "Sent two"
        colleague = self._as(problem, "agent1")
        self.assertEqual(colleague.method, "Sent two")
        self.assertRefused(AccessError, "", colleague.write, {"method": "Mine"})
        self.assertFalse(self._as(problem, "plain").search([]))

    def test_only_the_head_answers(self):
        problem = self._note()
        self.assertRefused(AccessError, "by the head", problem.write, {"answer": "Done"})
        self.assertRefused(AccessError, "by the head", self._note, answer="Done")
        self.assertRefused(AccessError, "by the head", problem.action_answer)
        head = self._as(problem, "head")
        self.assertRefused(UserError, "Write an answer", head.action_answer)
        head.answer = "Use the new knot"
        head.action_answer()
        self.assertEqual((problem.state, problem.answered_by_id), ("answered", self.users["head"]))
        self.assertRefused(UserError, "no longer", problem.write, {"method": "Changed"})
        self._as(problem, "agent0").action_reopen()
        self.assertFalse(problem.answered_by_id)

    def test_monday_collects_what_is_open_once(self):
        first, second = self._note(), self._note("Hook bends", "agent1")
        third = self._as(self._note("Solved"), "head")
        third.answer = "So"
        third.action_answer()
        digest = self._collect()
        self.assertEqual(digest.problem_ids, (first + second).sudo())
        self.assertEqual((digest.date_from, digest.problem_count), (date(2027, 3, 1), 2))
        self.assertEqual(digest.activity_ids.user_id, self.users["head"])
        self._note("Later")
        self.assertEqual(self._collect("2027-03-09 05:00:00"), digest)
        self.assertEqual(digest.problem_count, 2)
        self.assertEqual(len(digest.problem_ids), 2)

    def test_what_stays_open_comes_again(self):
        problem = self._note()
        self._collect()
        self.assertEqual(len(self._collect(NEXT_MONDAY)), 2)
        self.assertEqual(len(problem.sudo().digest_ids), 2)

    def test_nothing_open_is_no_collection(self):
        self.assertFalse(self._collect())

    def test_head_answers_the_collection(self):
        self._note()
        self._note("Hook bends")
        digest = self._as(self._collect(), "head")
        first, second = digest.problem_ids.sorted("id")
        digest.write({"problem_ids": [(1, first.id, {"answer": "Use the new knot"})]})
        self.assertRefused(UserError, "“Hook bends”", digest.action_answer)
        digest.write({"problem_ids": [(1, second.id, {"answer": "Send it back"})]})
        digest.action_answer()
        self.assertEqual(set((first + second).mapped("state")), {"answered"})
        self.assertEqual((digest.state, digest.answered_by_id), ("answered", self.users["head"]))
        self.assertFalse(digest.activity_ids)

    def test_collections_are_fixed(self):
        self._note()
        digest = self._collect()
        problem = digest.problem_ids
        for role in ("head", "planner"):
            own = self._as(digest, role)
            self.assertRefused(AccessError, "fixed", own.write, {"problem_ids": [(5, 0, 0)]})
            self.assertRefused(AccessError, "by hand", own.write, {"problem_count": 0})
            self.assertRefused(
                AccessError, "by hand", self._as(problem, role).write, {"digest_ids": [(5, 0, 0)]}
            )
        self.assertRefused(AccessError, "", self._as(digest, "agent0").action_answer)
        manager = self._as(digest, "manager").action_answer
        self.assertRefused(AccessError, "head of the department", manager)
        received = self._as(problem, "agent0").unlink
        self.assertRefused(UserError, "stays in the register", received)

    def test_agent_deletes_what_nobody_has_seen(self):
        problem = self._note()
        problem.unlink()
        self.assertFalse(problem.exists())
