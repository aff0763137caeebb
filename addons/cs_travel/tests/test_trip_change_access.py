from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import ROLES, TravelCommon

READERS = {
    "traveller", "boss", "office", "region", "clerk", "clerk2", "manager", "general", "hr",
}  # fmt: skip
LATER_READERS = READERS | {"accountant"}
# who may do what in which state; everybody else is refused
STEPS = {
    "action_submit": {"draft": {"traveller"}},
    "action_cancel": {
        "draft": {"traveller"},
        "exception": {"traveller"},
        "submitted": {"traveller"},
    },
    # a manager of customer service is a clerk as well
    "action_approve": {"submitted": {"boss", "clerk", "clerk2", "manager"}},
    "admit": {"exception": {"general"}},
    "decline": {"exception": {"general"}},
}
STATES = ("draft", "exception", "submitted", "approved", "cancel")


class TestTripChangeAccess(TravelCommon):
    """Who may see and do what with a change, in each of its states, from one table."""

    def _in_state(self, state):
        self.company.cs_trip_admits_late_change = True
        trip = self._create_approved(first=3)
        day = trip.day_ids.sorted("date")[0]
        change = self._request_change(trip, ("replace", day, {"date": day.date}))
        if state == "exception":
            with freeze_time(datetime.combine(day.date, datetime.min.time())):
                change.action_ask_exception()
        if state in ("submitted", "approved"):
            change.action_submit()
        if state == "approved":
            self._sign_change(change)
        if state == "cancel":
            change.action_cancel()
        self.assertEqual(change.state, state)
        self.env.flush_all()
        return change

    def _attempt(self, change, step, role):
        """Whether the step goes through; what it did is rolled back."""
        self.env.invalidate_all()
        document = change.with_user(self.users[role])
        try:
            with self.env.cr.savepoint() as savepoint:
                if step in ("admit", "decline"):
                    document._transition(step, note="A reason")
                else:
                    getattr(document, step)()
                self.env.flush_all()
                savepoint.rollback()
        except (AccessError, UserError):
            self.env.invalidate_all()
            return False
        self.env.invalidate_all(flush=False)
        return True

    def _read(self, record, role):
        self.env.invalidate_all()
        try:
            return bool(record.with_user(self.users[role]).read(["state"]))
        except AccessError:
            return False

    def _check_state(self, state):
        change = self._in_state(state)
        for step, allowed in STEPS.items():
            may = {role for role in ROLES if self._attempt(change, step, role)}
            self.assertEqual(may, allowed.get(state, set()), (step, state))
        expected = LATER_READERS if state == "approved" else READERS
        for record in (change, change.line_ids):
            self.assertEqual({role for role in ROLES if self._read(record, role)}, expected)

    def test_draft(self):
        self._check_state("draft")

    def test_exception(self):
        self._check_state("exception")

    def test_submitted(self):
        self._check_state("submitted")

    def test_in_effect(self):
        self._check_state("approved")

    def test_cancelled(self):
        self._check_state("cancel")

    def test_protected_fields_are_written_by_nobody(self):
        change = self._in_state("submitted")
        for role in ("traveller", "clerk", "general"):
            seen = change.with_user(self.users[role])
            for values in (
                {"state": "approved"},
                {"is_exception": False},
                {"trip_id": change.trip_id.id},
                {"version": 7},
                {"submitted_at": datetime(2020, 1, 1)},
            ):
                with self.subTest(role=role, values=values), self.assertRaises(AccessError):
                    seen.write(values)

    def test_what_was_asked_of_the_general_manager_stays_on_record(self):
        change = self._in_state("exception")
        with self.assertRaisesRegex(UserError, "stays on record"):
            change.unlink()
        change.with_user(self.users["general"])._transition("decline", note="No reason given")
        self.assertEqual(change.state, "draft")
        with self.assertRaisesRegex(UserError, "stays on record"):
            change.unlink()

    def test_line_moves_to_no_other_change(self):
        change = self._in_state("draft")
        foreign = self._create_approved(first=3, role="colleague")
        other = self._request_change(foreign)
        with self.assertRaises(UserError):
            change.line_ids.write({"change_id": other.id})
            self.env.flush_all()

    def test_other_company_sees_nothing(self):
        change = self._in_state("submitted")
        company = self._create_company("Other Works")
        users = self._create_users(company, prefix="o")
        for role in ("clerk", "general", "hr", "accountant"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                change.with_user(users[role]).with_context(allowed_company_ids=company.ids).read(
                    ["state"]
                )
