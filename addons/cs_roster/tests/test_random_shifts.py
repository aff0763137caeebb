import os
from datetime import timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError

from .books_common import BooksCommon

# `./cs test --long` plays the long run
EXAMPLES = 300 if os.environ.get("CS_TEST_LONG") else 10
AGENTS = ("agent0", "agent1", "agent2")
WHO = st.sampled_from(AGENTS)
WHICH = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("serve"), WHO, WHICH),
    st.tuples(st.just("serve"), WHO, WHICH),
    st.tuples(st.just("deal"), WHO, WHICH),
    st.tuples(st.just("void"), WHO, WHICH),
    st.tuples(st.just("reopen"), WHO, WHICH),
    st.tuples(st.just("write"), WHO, WHICH),
    st.tuples(st.just("drop"), WHO, WHICH),
    st.tuples(st.just("give"), WHO, WHICH),
    st.tuples(st.just("take_back"), WHO, WHICH),
    st.tuples(st.just("acknowledge"), WHO, WHICH),
    st.tuples(st.just("acknowledge"), WHO, WHICH),
    st.tuples(st.just("check"), WHO, WHICH),
    st.tuples(st.just("extend"), WHO, WHICH),
)
PAUSES = st.sampled_from((1, 10, 40, 90, 240))


class TestRandomShifts(BooksCommon):
    """Whatever is tapped, in whatever order and by whom: no customer is lost between shifts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["agent2"] = cls._create_user("r_agent2")
        cls.agents[2].user_id = cls.users["agent2"]
        cls.env.flush_all()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.tuples(STEPS, PAUSES), min_size=8, max_size=25))
    def test_no_customer_is_lost(self, steps):
        with self.env.cr.savepoint() as savepoint:
            now = self._moment("1 15:00")
            for (name, who, which), minutes in steps:
                with freeze_time(now):
                    self._try(name, who, which)
                    self._check_books(now)
                now += timedelta(minutes=minutes)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def _try(self, name, who, which):
        """A step that is refused has a sentence and leaves no trace."""
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_step_{name}")(who, which)
                self.env.flush_all()
        except UserError as error:
            self.assertTrue(str(error))
        self.env.invalidate_all()

    def _pick(self, model, who, which):
        records = self._model(model, who).search([], order="id")
        return records[which % len(records)] if records else records

    def _step_serve(self, who, _which):
        self._serve(who)

    def _step_deal(self, who, which):
        self._pick("cs.service.session", who, which).action_deal()

    def _step_void(self, who, which):
        self._pick("cs.service.session", who, which).action_void()

    def _step_reopen(self, who, which):
        self._pick("cs.service.session", who, which).action_reopen()

    def _step_write(self, who, which):
        handover = self._model("cs.handover", who)._current()
        if which % 2:
            handover.line_ids = [Command.create({"todo": "Ship"})]

    def _step_drop(self, who, which):
        self._pick("cs.handover.line", who, which).unlink()

    def _step_give(self, who, which):
        self._pick("cs.handover", who, which).action_give()

    def _step_take_back(self, who, which):
        self._pick("cs.handover", who, which).action_take_back()

    def _step_acknowledge(self, who, which):
        self._pick("cs.handover.line", who, which).action_acknowledge()

    def _step_check(self, who, _which):
        """In or out; out only with nobody being served."""
        employee = self._as(self.users[who], who).env.user.employee_id
        before = employee.attendance_state
        employee._attendance_action_change()
        if before == "checked_in":
            self.assertFalse(self._open_of(employee))

    def _step_extend(self, _who, _which):
        self.env["cs.roster.slot"]._cron_extend()
        self.env["cs.handover"]._cron_remind()

    def _open_of(self, employee):
        domain = [("employee_id", "=", employee.id), ("state", "=", "open")]
        return self.env["cs.service.session"].search(domain)

    def _check_books(self, now):
        for session in self.env["cs.service.session"].search([]):
            waits = session.handover_line_ids.filtered(
                lambda line: line.state == "given" and not line.acknowledged_at
            )
            # who waits, waits in one handover that was given out, of who served before
            self.assertEqual(len(waits), session.state == "waiting")
            self.assertEqual(waits.employee_id, session.employee_id if waits else waits.employee_id)
            self.assertEqual(session.state == "closed", bool(session.outcome))
        for handover in self.env["cs.handover"].search([]):
            left = handover.line_ids.filtered(lambda line: not line.acknowledged_at)
            self.assertEqual(handover.left_count, len(left))
            if handover.state != "draft":
                self.assertEqual(handover.state, "given" if left else "done")
        for slot in self.env["cs.roster.slot"].search([("extended_stop", "!=", False)]):
            limit = slot.stop + timedelta(hours=slot.published_type_id.max_extension)
            self.assertTrue(slot.published_type_id.is_extendable)
            self.assertLessEqual(slot.extended_stop, min(limit, now))
            self.assertGreater(slot.extended_stop, slot.stop)
