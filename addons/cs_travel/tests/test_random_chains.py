import os
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from ..models.cs_trip_application import PLANNED_STATES
from .money_common import MoneyCommon

# `./cs test --long` plays the long run
EXAMPLES = 500 if os.environ.get("CS_TEST_LONG") else 8
# two trips of one traveller, and one of a colleague
TRAVELLERS = ("traveller", "traveller", "colleague")
SLOTS = st.integers(0, len(TRAVELLERS) - 1)
FIRST = st.sampled_from((-3, -2, -2, -1, 0, 3))
DAYS = st.integers(1, 3)
NUMBERS = st.integers(0, 2)
AMOUNTS = st.integers(1, 900)
FINDINGS = st.sampled_from(("as_planned", "as_planned", "deviated", "solicited"))
# half of what is open, all of it, or too much
SHARES = st.sampled_from((0.5, 1, 1, 1.5))
STEPS = (
    "action_submit", "action_approve", "action_return", "action_audit", "action_cancel",
    "action_offset", "action_register_payment", "action_register_return",
)  # fmt: skip
# people of the house who have no part in any trip, one who has, and one of another house
STRANGERS = st.sampled_from(("plain", "hr", "office", "stranger"))
OPERATIONS = st.one_of(
    st.tuples(st.just("apply"), SLOTS, FIRST, DAYS),
    st.tuples(
        st.just("play"), SLOTS, FIRST, DAYS, AMOUNTS, st.lists(AMOUNTS, max_size=3), FINDINGS
    ),
    st.tuples(
        st.just("play"), SLOTS, FIRST, DAYS, AMOUNTS, st.lists(AMOUNTS, max_size=3), FINDINGS
    ),
    st.tuples(st.just("proceed"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("proceed"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("proceed"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("ask"), SLOTS, AMOUNTS),
    st.tuples(st.just("pay"), SLOTS),
    st.tuples(st.just("take_back"), SLOTS),
    st.tuples(st.just("check_in"), SLOTS),
    st.tuples(st.just("find"), SLOTS, NUMBERS, FINDINGS),
    st.tuples(st.just("change"), SLOTS, NUMBERS, st.sampled_from(("replace", "drop", "add"))),
    st.tuples(st.just("spend"), SLOTS, NUMBERS, AMOUNTS),
    st.tuples(st.just("refuse"), SLOTS),
    st.tuples(st.just("cancel"), SLOTS),
    st.tuples(st.just("revise"), SLOTS, NUMBERS, FINDINGS),
    st.tuples(st.just("pay_rest"), SLOTS, SHARES),
    st.tuples(st.just("return_cash"), SLOTS, SHARES),
    st.tuples(st.just("unreconcile"), SLOTS),
    st.tuples(st.just("offset"), SLOTS),
    st.tuples(st.just("undo"), SLOTS, st.sampled_from(("button_draft", "button_cancel"))),
    st.tuples(st.just("intrude"), SLOTS, st.sampled_from(STEPS), STRANGERS),
)


@tagged("post_install", "-at_install")
class TestRandomTrips(MoneyCommon):
    """Whatever is tried, in whatever order and by whom: the money of trips stays in balance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_trip_admits_late_change = True
        cls.company.cs_trip_advance_days = 1
        other = cls.env["res.company"].create({"name": "Other Works"})
        cls.users["stranger"] = new_test_user(
            cls.env,
            login="t_stranger",
            groups="cs_base.group_cs_base_manager,account.group_account_invoice",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.env.flush_all()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(OPERATIONS, min_size=6, max_size=20))
    def test_money_of_trips_stays_in_balance(self, operations):
        with self.env.cr.savepoint() as savepoint:
            self.slots = {}
            for operation in operations:
                self._attempt(*operation)
            self._check_invariants()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def _attempt(self, name, slot, *arguments):
        """An operation as a request of its own; a refusal leaves nothing behind."""
        if name not in ("apply", "play") and slot not in self.slots:
            return
        slots = dict(self.slots)
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_try_{name}")(slot, *arguments)
        except UserError:
            # a refusal is a right answer; any other error fails the test
            self.slots = slots
            self.env.invalidate_all(flush=False)

    def _as(self, slot, role):
        return self.slots[slot].with_user(self.users[role])

    def _day_of(self, slot, number, role="traveller"):
        return self._as(slot, role).sudo().day_ids.sorted("date")[number : number + 1]

    # What may be tried

    def _try_apply(self, slot, first, days):
        if slot not in self.slots:
            self.slots[slot] = self._create_trip(first, days, TRAVELLERS[slot])

    def _try_play(self, slot, first, days, advance, amounts, finding):
        """A whole life: approved, money taken along, spent, judged, settled, evened up."""
        self._attempt("apply", slot, first, days)
        self._attempt("proceed", slot, 3)
        self._attempt("ask", slot, advance)
        self._attempt("pay", slot)
        self._attempt("check_in", slot)
        for number, amount in enumerate(amounts):
            self._attempt("spend", slot, number % days, amount)
        self._attempt("find", slot, 0, finding)
        self._attempt("proceed", slot, 5)

    def _try_proceed(self, slot, steps):
        """The next steps, each by whoever it belongs to."""
        for _step in range(steps):
            trip = self.slots[slot]
            getattr(self, f"_proceed_{trip.state}")(slot, trip)

    def _proceed_draft(self, _slot, trip):
        trip.action_submit()

    def _proceed_submitted(self, slot, trip):
        clerk = self.users["clerk2"]
        role = "boss" if trip._has_signed(clerk) else "clerk2"
        self._as(slot, role).action_approve()

    def _proceed_approved(self, _slot, trip):
        self._return(trip)

    def _proceed_returned(self, slot, trip):
        for day in self._as(slot, "clerk").day_ids:
            if day.result == "not_verified":
                day.action_find_as_planned()
        self._as(slot, "clerk").action_audit()

    def _proceed_audited(self, slot, trip):
        reimbursement = trip.sudo().reimbursement_ids
        step, role = {
            "draft": ("action_submit", "clerk"),
            "submitted": ("action_approve", "boss"),
            "approved": ("action_settle", "accountant"),
        }[reimbursement.state]
        getattr(reimbursement.with_user(self.users[role]), step)()

    def _proceed_settled(self, slot, trip):
        trip = self._fresh(trip)
        if trip.amount_to_pay:
            self._pay_rest(trip)
        elif trip.amount_to_return:
            self._return_cash(trip)

    def _proceed_cancel(self, slot, trip):
        self._proceed_settled(slot, trip)

    def _try_ask(self, slot, amount):
        advance = self._ask_advance(self.slots[slot], amount)
        advance.with_user(self.users["boss"]).action_approve()

    def _advances(self, slot):
        return self._as(slot, "accountant").sudo().advance_ids.with_user(self.users["accountant"])

    def _try_pay(self, slot):
        self._advances(slot).payment_ids.action_post()

    def _try_take_back(self, slot):
        self._advances(slot).payment_ids.action_draft()

    def _try_check_in(self, slot):
        today = self.slots[slot].day_ids.filtered(lambda day: day.date == self.today)
        for day in today:
            day.action_check_in(30.0, 120.0, 8)

    def _try_find(self, slot, number, finding):
        day = self._day_of(slot, number).with_user(self.users["clerk"])
        day._record_finding(finding, "Seen elsewhere")

    def _try_change(self, slot, number, kind):
        trip = self.slots[slot]
        day = trip.day_ids.sorted("date")[number : number + 1]
        if not day and kind != "add":
            return
        values = {"date": trip.date_to + timedelta(days=1)} if kind == "add" else {}
        line = (kind, day.browse() if kind == "add" else day, values)
        change = self._request_change(trip, line)
        if change.can_ask_exception:
            change.action_ask_exception()
            dialogs = self.env["cs.trip.change.exception"].with_user(self.users["general"])
            dialogs.create({"change_id": change.id, "note": "So be it"}).action_confirm()
        else:
            change.action_submit()
        self._sign_change(change)

    def _try_spend(self, slot, number, amount):
        if number < len(self.slots[slot].day_ids):
            self._spend(self.slots[slot], amount, day=number)

    def _try_refuse(self, slot):
        trip = self.slots[slot]
        documents = trip.sudo().reimbursement_ids or trip
        documents.with_user(self.users["boss"])._approval_decide("refused", "no")

    def _try_cancel(self, slot):
        self.slots[slot].action_cancel()

    def _try_revise(self, slot, number, finding):
        day = self._day_of(slot, number).with_user(self.users["manager"])
        dialogs = self.env["cs.trip.revision"].with_user(self.users["manager"])
        if day and finding != "as_planned":
            values = {"day_id": day.id, "result": finding, "note": "Found out late"}
            dialogs.create(values).action_confirm()

    def _try_pay_rest(self, slot, share):
        open_amount = self._fresh(self.slots[slot]).payable_open
        self._pay_rest(self.slots[slot], amount=round(open_amount * share, 2))

    def _try_return_cash(self, slot, share):
        open_amount = self._fresh(self.slots[slot]).advance_open
        self._return_cash(self.slots[slot], amount=round(open_amount * share, 2))

    def _try_unreconcile(self, slot):
        self._part(self.slots[slot], "offset").line_ids.remove_move_reconcile()

    def _try_offset(self, slot):
        self._as(slot, "accountant").action_offset()

    def _try_undo(self, slot, method):
        """Finance tries to take the entries of the settlement back by hand."""
        fixed = self._fresh(self.slots[slot]).move_ids - self._part(self.slots[slot], "advance")
        for move in fixed:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                getattr(move.with_user(self.users["accountant"]), method)()

    def _try_intrude(self, slot, step, role):
        """Who has no part in the trip is refused, and nothing moves."""
        before = self._picture(slot)
        context = {"allowed_company_ids": self.users[role].company_ids.ids}
        trip = self._as(slot, role).with_context(**context)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            getattr(trip, step)()
        self.assertEqual(self._picture(slot), before)

    def _picture(self, slot):
        trip = self._fresh(self.slots[slot])
        steps = trip.approval_step_ids.mapped("state")
        return trip.state, trip.write_date, steps, len(trip.move_ids), trip.advance_total

    # What holds

    def _check_invariants(self):
        self.env.flush_all()
        self.env.invalidate_all()
        entries = self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("state", "=", "posted")]
        )
        for entry in entries:
            lines = entry.line_ids
            self.assertEqual(self._round(sum(lines.mapped("balance"))), 0, entry.name)
        trips = self.env["cs.trip"].union(*self.slots.values()).with_env(self.env)
        for trip in trips:
            self._check_states(trip)
            self._check_expenses(trip)
            self._check_ledger(trip)
        for travelled in trips.grouped("employee_id").values():
            self._check_no_overlap(travelled)
            self._check_cash(travelled)

    def _round(self, amount):
        return self.company.currency_id.round(amount)

    def _check_states(self, trip):
        traveller = trip.user_id
        if trip.state in ("approved", "returned", "audited", "settled"):
            signers = trip._current_steps("approved").decided_by_id
            self.assertEqual(len(signers), 2)
            self.assertNotIn(traveller, signers)
        for document in trip.reimbursement_ids:
            if document.state in ("approved", "settled"):
                self.assertNotIn(traveller, document._current_steps("approved").decided_by_id)
        for advance in trip.advance_ids:
            payment = advance.payment_ids
            self.assertLessEqual(len(payment), 1)
            self.assertEqual(advance.state == "paid", payment.move_id.state == "posted")
        paid = trip.advance_ids.filtered(lambda advance: advance.state == "paid")
        self.assertEqual(trip.advance_paid, sum(paid.mapped("amount")))
        receipt = self._part(trip, "receipt")
        self.assertLessEqual(len(receipt), 1)
        if trip.state != "settled":
            self.assertFalse(receipt | self._part(trip, "offset"))
        self.assertLessEqual(
            set(trip.with_context(active_test=False).day_ids.checkin_ids.day_id.mapped("date")),
            {self.today},
        )

    def _check_expenses(self, trip):
        """Only days of the plan that were kept to are reimbursed, each expense once."""
        receipt = self._part(trip, "receipt")
        posted = trip.expense_ids.filtered("account_move_id")
        self.assertLessEqual(posted.account_move_id, receipt)
        owed = -sum(
            line.balance for line in receipt.line_ids if line.account_type == "liability_payable"
        )
        self.assertEqual(self._round(owed), self._round(sum(posted.mapped("total_amount"))))
        for expense in posted:
            day, clawed = expense.cs_trip_day_id, expense.cs_claw_back_ids
            self.assertTrue(day.active and day.trip_id == trip and day.date == expense.date)
            self.assertEqual(day.result == "as_planned", not clawed)
            self.assertLessEqual(len(clawed), 1)
            back = clawed.line_ids.filtered(lambda line: line.account_id == self.advance_account)
            self.assertEqual(sum(back.mapped("balance")), expense.total_amount if clawed else 0)
        if trip.state in ("audited", "settled"):
            barred = trip.expense_ids.filtered(lambda e: e.cs_trip_day_id.result != "as_planned")
            self.assertEqual(set((barred - posted).mapped("state")) - {"refused"}, set())

    def _check_ledger(self, trip):
        """Paid (and clawed back) = set off + returned + open, and the same of what is owed."""
        lines = trip.move_ids.filtered(lambda m: m.state == "posted").line_ids
        for account, sign, figure in (
            (self.advance_account, 1, trip.advance_open),
            (self.payable, -1, trip.payable_open),
        ):
            own = lines.filtered(lambda line, account=account: line.account_id == account)
            taken = sum(line.balance for line in own if sign * line.balance > 0) * sign
            set_off = -sum(line.balance for line in own if sign * line.balance < 0) * sign
            partials = own.matched_credit_ids | own.matched_debit_ids
            outside = partials.filtered(
                lambda partial, own=own: not partial.debit_move_id | partial.credit_move_id <= own
            )
            moved = sum(outside.mapped("amount"))
            self.assertEqual(self._round(taken - set_off - moved), self._round(figure))
            self.assertGreaterEqual(figure, 0)

    def _check_no_overlap(self, trips):
        days = Counter(
            day.date
            for trip in trips
            if trip.state in PLANNED_STATES
            for day in trip._planned_days()
        )
        self.assertTrue(all(count == 1 for count in days.values()), days)

    def _check_cash(self, trips):
        """Cash given less cash returned = what was reimbursed + what is held - what is owed."""
        payments = self.env["account.payment"].search(
            [
                ("partner_id", "=", trips.employee_id.work_contact_id.id),
                ("company_id", "=", self.company.id),
                ("move_id.state", "=", "posted"),
            ]
        )
        given = sum(
            payment.amount if payment.payment_type == "outbound" else -payment.amount
            for payment in payments
        )
        right = sum(trip.reimbursed_total + trip.advance_open - trip.payable_open for trip in trips)
        self.assertEqual(self._round(given), self._round(right))
