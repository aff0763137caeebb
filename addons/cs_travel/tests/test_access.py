from odoo.tests import tagged

from .rights_common import RightsCommon

CLERKS = {"clerk", "clerk2", "manager", "admin"}
SIGNERS = {"boss", "general"}
FINANCE = {"accountant", "admin"}
TRAVELLER = {"traveller"}
# Who may carry out which step in which stage of the traveller's documents. Whoever is not
# named is refused, and in a stage that is not named so is everybody. Changes have a table
# of their own.
STEPS = {
    "trip": {
        "action_submit": {"draft": TRAVELLER},
        "action_approve": {"submitted": CLERKS, "filed": {"boss"}},
        "action_cancel": {
            "draft": TRAVELLER, "submitted": TRAVELLER, "filed": TRAVELLER, "approved": TRAVELLER,
        },
        "action_return": {"approved": TRAVELLER},
        "action_audit": {"returned": CLERKS},
    },
    # the day of yesterday; by the dialog "revise" it is judged after the audit as well
    "day": {
        "action_find_as_planned": {"approved": CLERKS, "returned": CLERKS},
        "revise": dict.fromkeys(
            ("approved", "returned", "audited", "settled"), {"manager", "admin"}
        ),
    },
    "today": {
        "action_check_in": {"approved": TRAVELLER},
        "log_call": {"approved": CLERKS, "returned": CLERKS},
    },
    "advance": {
        "action_submit": {"draft": TRAVELLER},
        "action_approve": {"submitted": SIGNERS},
        "action_cancel": {
            "draft": TRAVELLER, "submitted": TRAVELLER, "approved": TRAVELLER,
        },
        "pay": {"approved": FINANCE},
    },
    "reimbursement": {
        "action_submit": {"draft": CLERKS},
        "action_approve": {"submitted": SIGNERS},
        "action_settle": {"signed": FINANCE},
    },
    "week": {
        "action_submit": {"draft": TRAVELLER},
        "action_approve": {"submitted": CLERKS},
        "report": {"filed": TRAVELLER},
        "action_check": {"reported": CLERKS},
    },
    "misconduct": {
        "action_confirm": {"reported": {"manager", "hr", "admin"}},
        "action_dismiss": {"reported": {"manager", "hr", "admin"}},
    },
    # Odoo's own buttons do nothing with expenses of trips, whoever presses them
    "expense": dict.fromkeys(
        ("action_submit", "action_approve", "action_refuse", "action_reset", "action_post"), {}
    ),
}  # fmt: skip
STAGES = {
    "trip": (
        "draft", "submitted", "filed", "approved", "returned", "audited", "signed", "settled",
        "cancel",
    ),
    "day": ("draft", "submitted", "approved", "returned", "audited", "settled", "cancel"),
    "today": ("draft", "submitted", "approved", "returned", "audited", "settled", "cancel"),
    "advance": ("draft", "submitted", "approved", "paid", "cancel"),
    "reimbursement": ("draft", "submitted", "signed", "settled"),
    "week": ("draft", "submitted", "filed", "reported", "checked", "cancel"),
    "misconduct": ("reported", "confirmed", "dismissed"),
    "expense": ("noted", "returned", "signed", "settled"),
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestAccess(RightsCommon):
    """Who may do what in which state, from one table."""

    def test_every_role_is_known(self):
        named = {
            role for steps in STEPS.values() for due in steps.values() for r in due.values()
            for role in r
        }  # fmt: skip
        self.assertLessEqual(named, set(self.asked))

    def test_trip(self):
        self._check_steps("trip")

    def test_days(self):
        self._check_steps("day")
        self._check_steps("today")

    def test_advance(self):
        self._check_steps("advance")

    def test_reimbursement(self):
        self._check_steps("reimbursement")

    def test_week(self):
        self._check_steps("week")

    def test_misconduct(self):
        self._check_steps("misconduct")

    def test_expense(self):
        self.asked = {**self.asked, **self.approvers}
        self._check_steps("expense")

    def _check_steps(self, kind):
        for stage in STAGES[kind]:
            with self._undone():
                record = getattr(self, f"_bring_{kind}")(stage)
                for step, due in STEPS[kind].items():
                    if step == "pay" and record.state != "approved":
                        # Odoo's button says nothing where there is nothing to post
                        self.assertNotIn("draft", record.sudo().payment_ids.mapped("state"))
                        continue
                    may = {role for role in self.asked if self._try_step(record, step, role)}
                    self.assertEqual(may, due.get(stage, set()), (kind, stage, step))

    def _try_step(self, record, step, role):
        user = self.asked[role]
        context = {"allowed_company_ids": user.company_ids.ids, "lang": "en_US"}
        document = record.with_env(self.env(user=user, su=False, context=context))
        call = getattr(self, f"_do_{step}", None)
        return self._attempt(
            lambda: call(document) if call else getattr(document, step)(),
            lambda: self._look(record.sudo()),
        )

    def _look(self, record):
        """What steps change: states, signatures, findings, and what hangs on a day."""
        names = ("state", "result", "checkin_count", "call_count", "approval_state")
        seen = [record[name] for name in names if name in record._fields]
        if "approval_step_ids" in record._fields:
            seen += record.approval_step_ids.mapped("state")
        return seen

    # Steps that are more than a button on the document

    def _do_pay(self, advance):
        advance.payment_ids.action_post()

    def _do_report(self, week):
        with self._noon(week.sudo().date_end):
            week.action_report()

    def _do_revise(self, day):
        dialogs = day.env["cs.trip.revision"]
        values = {"day_id": day.id, "result": "deviated", "note": "Seen elsewhere"}
        dialogs.create(values).action_confirm()

    def _do_log_call(self, day):
        values = {"day_id": day.id, "partner_id": self.dealer.id, "result": "confirmed"}
        day.env["cs.trip.call"].create(values)

    # The document in the stage, ready for the steps that are due

    def _bring_trip(self, stage):
        trip = self._trip(stage)
        if stage == "approved":
            trip.action_fill_itinerary()
            trip.summary = "All dealers ordered."
        if stage == "returned":
            for day in self._by("clerk", trip.day_ids):
                day.action_find_as_planned()
        return trip

    def _bring_day(self, stage):
        return self._trip(stage).day_ids.sorted("date")[0]

    def _bring_today(self, stage):
        return self._trip(stage).day_ids.sorted("date")[1]

    def _bring_advance(self, stage):
        return self._advance(stage)

    def _bring_reimbursement(self, stage):
        return self._reimbursement(stage)

    def _bring_week(self, stage):
        week = self._week(stage)
        if stage == "filed":
            week.report = "Three new dealers."
        return week

    def _bring_misconduct(self, stage):
        report = self._misconduct(stage)
        if stage == "reported":
            report.decision_note = "Both were heard"
        return report

    def _bring_expense(self, stage):
        return self._make_expense(stage)
