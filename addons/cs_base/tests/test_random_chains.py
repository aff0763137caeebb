"""Random people press random buttons; whatever they do, the chain keeps its promises."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BaseCommon

GROUPS = (
    "cs_base.group_cs_base_manager",
    "cs_base.group_cs_base_general_manager",
    "cs_base.group_cs_base_technician",
    "cs_base.group_cs_base_office_manager",
)
# in this order each is the stand-in of the one before
PEOPLE = ("clerk", "manager", "office", "technician", "general", "plain")
DECIDED = ("approved", "refused")

rules = st.lists(
    st.tuples(st.integers(1, 2), st.sets(st.sampled_from(GROUPS), min_size=1)),
    min_size=1,
    max_size=3,
)
operations = st.lists(
    st.tuples(
        st.sampled_from(["approve"] * 6 + ["refuse", "submit", "send_back", "finish", "standin"]),
        st.sampled_from(PEOPLE),
    ),
    min_size=4,
    max_size=14,
)


@tagged("post_install", "-at_install")
class TestRandomChains(BaseCommon):
    succeeded = 0
    approved = 0

    def test_no_sequence_of_operations_breaks_a_promise(self):
        @settings(
            max_examples=100,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(rules, operations)
        def play(chain, steps):
            savepoint = self.env.cr.savepoint()
            try:
                self._play(chain, steps)
            finally:
                savepoint.rollback()
                self.env.invalidate_all()

        play()
        # the sequences reach what they are about
        self.assertGreater(self.succeeded, 200)
        self.assertGreater(self.approved, 15)

    def _play(self, chain, operations):
        for number, (sequence, groups) in enumerate(chain):
            self._create_rule(*sorted(groups), sequence=sequence, name=f"Rule {number}")
        document = self._create_document()
        history = {}
        for operation, role in [("submit", "clerk"), *operations]:
            try:
                with self.env.cr.savepoint():
                    self._operate(document, operation, role)
                self.succeeded += 1
            except (UserError, AccessError) as error:
                # one sentence for a person: it ends, and shows no word of a program
                self.assertRegex(str(error), r"^[A-Z“].*[.]$|access|records", (operation, role))
            self.env.invalidate_all()
            history = self._check(document.sudo(), history)
        self.approved += document.sudo().state in ("approved", "done")

    def _operate(self, document, operation, role):
        if operation == "refuse":
            self._refuse(document, role)
        elif operation == "standin":
            absent = PEOPLE[PEOPLE.index(role) - 1]
            self._create_standin(absent, role)
        else:
            getattr(self._as(document, role), f"action_{operation}")()

    def _check(self, document, history):
        steps = self._steps(document)
        self._check_signers(steps)
        self._check_state(document, steps)
        self._check_asked(document, steps)
        return self._check_append_only(steps, history)

    def _check_signers(self, steps):
        for chain in steps.grouped("round").values():
            persons = [
                person for step in chain for person in step.decided_by_id | step.on_behalf_of_id
            ]
            self.assertEqual(len(persons), len(set(persons)), "somebody signed twice")
            self.assertNotIn(chain.requester_id, persons, "somebody signed their own document")
        for step in steps:
            self.assertEqual(bool(step.decided_by_id), step.state in DECIDED)
            if step.state in DECIDED:
                signer = step.on_behalf_of_id or step.decided_by_id
                self.assertTrue(
                    signer in step.user_ids or signer.all_group_ids & step.group_ids,
                    "somebody signed without a right to",
                )

    def _check_state(self, document, steps):
        states = set(steps.filtered(lambda s: s.round == document.approval_round).mapped("state"))
        if document.state in ("approved", "done"):
            self.assertEqual(states, {"approved"}, "approved without all signatures")
        elif document.state == "submitted":
            self.assertIn("pending", states, "submitted, but nobody is asked")
            self.assertFalse(states & {"refused", "void"})
            open_steps = steps.filtered(lambda s: s.state in ("pending", "waiting"))
            pending = open_steps.filtered(lambda s: s.state == "pending")
            waiting = open_steps - pending
            self.assertTrue(
                all(low.sequence < high.sequence for low in pending for high in waiting)
            )
            self.assertFalse(open_steps._find_unsignable(), "nobody is left to sign")
        else:
            self.assertFalse(states & {"pending", "waiting"}, "somebody is asked in vain")

    def _check_asked(self, document, steps):
        pending = steps.filtered(lambda step: step.state == "pending")
        users = self.env["res.users"].union(*pending._candidate_users().values())
        asked = sorted(login.removeprefix("cs_") for login in users.mapped("login"))
        self.assertEqual(self._activity_users(document), asked)

    def _check_append_only(self, steps, history):
        now = {
            step.id: (step.state, step.decided_by_id.id, step.decided_at, step.comment)
            for step in steps
        }
        for step_id, before in history.items():
            self.assertIn(step_id, now, "a step is gone")
            if before[0] in (*DECIDED, "void"):
                self.assertEqual(now[step_id], before, "a decision was changed")
        return now
