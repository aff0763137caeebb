from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .people_common import PeopleCommon

FIRST = date(2024, 1, 1)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), st.integers(0, 900)),
        st.tuples(st.just("confirm"), st.integers(0, 9)),
        st.tuples(st.just("void"), st.integers(0, 9)),
    ),
    min_size=3,
    max_size=14,
)


class TestConductCount(PeopleCommon):
    """Whatever is entered, confirmed and voided in whatever order, the count is right."""

    @settings(
        max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(steps=STEPS)
    def test_ordinals_of_random_histories(self, steps):
        with self.env.cr.savepoint() as savepoint:
            entries, states = [], {}
            for step, number in steps:
                if step == "enter":
                    entry = self._enter(FIRST + timedelta(days=number))
                    entries.append(entry)
                    states[entry.id] = "reported"
                elif number < len(entries):
                    self._decide(entries[number], step, states)
            for entry in entries:
                self.assertEqual(entry.ordinal, self._expected(entry, entries, states))
            self._check_reminders(entries, states)
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def _decide(self, entry, step, states):
        state = states[entry.id]
        if step == "confirm" and state == "reported":
            entry.with_user(self.users["hr"]).action_confirm()
            states[entry.id] = "confirmed"
        elif step == "void" and state != "voided":
            entry.with_user(self.users["hr"]).action_void("Not so")
            states[entry.id] = "voided"

    def _expected(self, entry, entries, states):
        """Counted one by one, from the dates and what was decided."""
        if states[entry.id] == "voided":
            return 0
        count = 1
        for other in entries:
            is_earlier = (other.date, other.id) < (entry.date, entry.id)
            is_near = other.date > entry.date - relativedelta(months=12)
            count += states[other.id] == "confirmed" and is_earlier and is_near
        return count

    def _check_reminders(self, entries, states):
        dismissal = self.env.ref("cs_roster.mail_activity_type_dismissal")
        for entry in entries:
            is_due = states[entry.id] == "confirmed" and self._expected(entry, entries, states) >= 3
            reminders = entry.sudo().activity_ids.filtered(
                lambda activity: activity.activity_type_id == dismissal
            )
            self.assertEqual(len(reminders), int(is_due))
