from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .books_common import BooksCommon

MANAGERS = ("manager", "general")
PLANNERS = ("planner", "admin")
OVERSEERS = ("head", *PLANNERS)

MATRIX = {
    "cs.service.session": {
        "open": {**only(MANAGERS, "r"), **only(PLANNERS, "rw"), "head": "rcw", "agent0": "rcw",
                 "agent1": "c"},
        "waiting": {**only(MANAGERS, "r"), **only(PLANNERS, "rw"), "head": "rcw", "agent0": "rcw",
                    "agent1": "rc"},
        "closed": {**only(MANAGERS, "r"), **only(PLANNERS, "rw"), "head": "rcw", "agent0": "rcw",
                   "agent1": "c"},
        "void": {**only((*MANAGERS, *PLANNERS), "r"), "head": "rc", "agent0": "rc",
                 "agent1": "c"},
    },
    "cs.handover": {
        "draft": {**only((*MANAGERS, *PLANNERS), "r"), "head": "rc", "agent0": "rwu",
                  "agent1": "c"},
        "given": {**only((*MANAGERS, *PLANNERS), "r"), "head": "rc", "agent0": "r",
                  "agent1": "rc"},
        "done": {**only((*MANAGERS, *PLANNERS), "r"), "head": "rc", "agent0": "r",
                 "agent1": "rc"},
    },
    "cs.handover.line": {
        "draft": {**only((*MANAGERS, *OVERSEERS), "r"), "agent0": "rcwu"},
        "given": only((*MANAGERS, *OVERSEERS, "agent0", "agent1"), "r"),
        "done": only((*MANAGERS, *OVERSEERS, "agent0", "agent1"), "r"),
    },
    "cs.problem": {
        "open": {**only(MANAGERS, "r"), **only(PLANNERS, "rw"), "head": "rcw", "agent0": "rcwu",
                 "agent1": "rc"},
        "answered": {**only((*MANAGERS, *PLANNERS), "r"), "head": "rc", "agent0": "rc",
                     "agent1": "rc"},
    },
    "cs.problem.digest": {
        "open": {**only(MANAGERS, "r"), **only(OVERSEERS, "rw")},
        "answered": {**only(MANAGERS, "r"), **only(OVERSEERS, "r")},
    },
    "cs.agent.stats": {
        "any": only((*MANAGERS, *OVERSEERS, "agent0", "personnel", "hr"), "r"),
    },
}  # fmt: skip
STRANGERS = {"plain", "salesman", "accountant", "portal", "public", "foreigner"}


class TestBooksRights(RightsAsked, BooksCommon):
    """Every role tries every operation on the books of agent 0, in every state."""

    MATRIX = MATRIX
    # an agent has one handover a shift
    REFUSALS = (AccessError, UserError, IntegrityError)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "Other Works"})
        cls.asked = {
            **cls.users,
            "portal": new_test_user(cls.env, login="b_portal", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
            "foreigner": new_test_user(
                cls.env,
                login="b_foreigner",
                groups="hr_attendance.group_hr_attendance_manager,"
                "cs_base.group_cs_base_general_manager",
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            ),
        }

    def test_every_role_and_state_is_asked(self):
        named = {role for kinds in MATRIX.values() for roles in kinds.values() for role in roles}
        self.assertEqual(named | STRANGERS, set(self.asked))
        for model in MATRIX.keys() - {"cs.agent.stats"}:
            states = set(dict(self.env[model]._fields["state"]._description_selection(self.env)))
            self.assertEqual(set(MATRIX[model]), states, model)

    def _ask(self, model, kind, record, values, change):
        with self._at("1 16:45"), mute_logger("odoo.sql_db"):
            self._compare(model, kind, lambda _user: (record.sudo(), values, change))

    def test_sessions(self):
        for state in MATRIX["cs.service.session"]:
            with self._undone():
                with self._at("1 16:40"):
                    session = self._serve()
                    self._bring_session(session, state)
                self._ask(session._name, state, session, {"customer_name": "Li"}, {"note": "New"})

    def _bring_session(self, session, state):
        if state == "waiting":
            self._write_handover().action_give()
        elif state == "closed":
            session.action_deal()
        elif state == "void":
            session.action_void()

    def test_handovers(self):
        for state in MATRIX["cs.handover"]:
            with self._undone():
                handover = self._handover(state)
                self._ask(handover._name, state, handover, {}, {"note": "New"})
                values = {"handover_id": handover.id, "todo": "More"}
                line = handover.line_ids
                self._ask(line._name, state, line, values, {"todo": "New"})

    def _handover(self, state):
        with self._at("1 16:40"):
            handover = self._write_handover(todo="Ship")
            if state != "draft":
                handover.action_give()
        if state == "done":
            with self._at("2 00:10"):
                self._as(handover.line_ids, "agent1").action_acknowledge()
        return self._as(handover, "agent0")

    def test_problems(self):
        for state in MATRIX["cs.problem"]:
            with self._undone():
                problem = self._problem(state)
                self._ask(problem._name, state, problem, {"name": "More"}, {"method": "New"})
        for state in MATRIX["cs.problem.digest"]:
            with self._undone():
                problem = self._problem("open")
                self.env["cs.problem.digest"]._cron_collect()
                digest = problem.sudo().digest_ids
                if state == "answered":
                    self._answer(problem)
                    self._as(digest, "head").action_answer()
                    self._as(problem, "agent0").action_reopen()
                values = {"department_id": self.department.id}
                change = {"problem_ids": [(1, problem.id, {"answer": "New"})]}
                self._ask(digest._name, state, digest, values, change)

    def _problem(self, state):
        problem = self._model("cs.problem", "agent0").create({"name": "Line breaks"})
        if state == "answered":
            self._answer(problem)
        return problem

    def _answer(self, problem):
        head = self._as(problem, "head")
        head.answer = "So"
        head.action_answer()

    def test_statistics(self):
        with self._at("1 16:40"):
            self._serve().action_deal()
        self.env.flush_all()
        row = self.env["cs.agent.stats"].search([])
        self._ask(row._name, "any", row, {"served": 1}, {"served": 2})
