"""Two people, or two clicks of one, at the same trip or its money at the same moment.

Each pair of calls runs on a live server, over two sessions. Of what can happen once one call
succeeds, the other is told why not in a sentence, and the effect is there once.
"""

import os

from live_case import LiveCase
from live_server import simultaneously
from travel_data import builders

# each passes ten steps; `./cs test --long` presses each button on 100 documents
DOCUMENTS = 100 if os.environ.get("CS_TEST_LONG") else 4
RACES = 100 if os.environ.get("CS_TEST_LONG") else 4
REFUSAL = (
    "is being processed by somebody else|this step needs|does not wait for a signature"
    "|You have signed|is on record"
)
PLANNED = 1000.0


def prepare(env):
    """Build all documents in `odoo shell`; the ids of what each test takes."""
    data = builders(env, "Live Travel", "trip")
    data.company.cs_trip_advance_days = 10000
    dates = iter(range(-4, -10000, -2))

    def trips(count, build, **kwargs):
        """Trips of one day, each on a day of its own."""
        made = env["cs.trip"]
        for _number in range(count):
            made |= build(first=next(dates), days=1, **kwargs).with_env(data.env)
        return made

    def advances(count, amount=600.0):
        """Draft vouchers, each of a trip of its own."""
        return env["cs.trip.advance"].union(
            *(draft(trip, amount) for trip in trips(count, data._create_approved))
        )

    def draft(trip, amount):
        values = {"trip_id": trip.id, "amount": amount, "purpose": "Hotels"}
        values["currency_id"] = data.company.currency_id.id
        own = trip.with_user(trip.user_id).env["cs.trip.advance"]
        return own.create(values).with_env(data.env)

    def signed(count):
        made = advances(count)
        for advance in made:
            advance.with_user(advance.user_id).action_submit()
            advance.with_user(data.users["boss"]).action_approve()
        return made

    def overlapping():
        first = next(dates)
        return [data._create_trip(first=first, days=1).id for _number in range(2)]

    def change(number):
        trip = data._create_approved(first=10 + 2 * number, days=1)
        request = data._request_change(trip, ("replace", trip.day_ids, {}))
        request.action_submit()
        return request.id

    chain = trips(DOCUMENTS, data._create_trip, cost=PLANNED)
    paid, withdrawn, returned = signed(RACES), signed(RACES), signed(RACES)
    for trip in returned.trip_id:
        own = trip.with_user(trip.user_id)
        own.day_ids.actual_city, own.summary = "City 1", "All dealers ordered."
    closing = trips(RACES, data._create_approved)
    for trip in closing:
        own = trip.with_user(trip.user_id)
        own.day_ids.actual_city, own.summary = "City 1", "All dealers ordered."
    due = env["cs.trip"]
    for trip in trips(RACES, data._create_approved):
        data._finish(trip.with_user(trip.user_id), [300])
        due |= trip
    data._settle(due)
    return {
        "chain": chain.ids,
        "refused": [data._ask_advance(trip.with_user(trip.user_id), 100).id
                    for trip in trips(RACES, data._create_approved)],
        "asked": advances(RACES).ids,
        "both": [
            [draft(trip, PLANNED * 0.6).id for _number in range(2)]
            for trip in trips(RACES, data._create_approved, cost=PLANNED)
        ],
        "paid": [[advance.id, advance.payment_ids.id] for advance in paid],
        "withdrawn": [[advance.id, advance.payment_ids.id] for advance in withdrawn],
        "returned": [[a.id, a.payment_ids.id, a.trip_id.id] for a in returned],
        "overlapping": [overlapping() for _number in range(RACES)],
        "changes": [change(number) for number in range(RACES)],
        "closing": [[trip.id, str(trip.date_from)] for trip in closing],
        "due": due.ids,
        "category": data.category.id,
        "employee": data.employees["traveller"].id,
    }  # fmt: skip


class TestTravelConcurrency(LiveCase):
    MODULE = "test_travel_concurrency"
    MODEL = "cs.trip"
    PREFIX = "trip"
    REFUSAL = REFUSAL

    # The same button twice

    def test_each_button_of_the_chain_pressed_twice(self):
        ids = self.ids["chain"]
        travellers = self._clients("traveller", "traveller")
        self._press_twice(travellers, "action_submit", ids)
        self._assert_states(ids, "submitted")
        self.assertEqual(self._steps("cs.trip", ids), [[each, 2] for each in ids])
        for role in ("clerk2", "boss"):
            self._press_twice(self._clients(role, role), "action_approve", ids)
        self._assert_states(ids, "approved")
        self.assertEqual(self._signed("cs.trip", ids), [[each, 2] for each in ids])
        self._report(ids)
        self._press_twice(travellers, "action_return", ids)
        self._assert_states(ids, "returned")
        self._audit(ids)
        reimbursements = self._reimbursements(ids)
        self._press_twice(
            self._clients("boss", "general"), "action_approve", reimbursements, self.SIGNED
        )
        self.assertEqual(
            self._signed(self.SIGNED, reimbursements), [[r, 1] for r in reimbursements]
        )
        self._settle(ids, reimbursements)

    SIGNED = "cs.trip.reimbursement"

    def _report(self, ids):
        """Report, itinerary and one expense of 300 per trip."""
        [traveller] = self._clients("traveller")
        for trip in traveller.call("cs.trip", "read", [ids, ["day_ids", "date_from"]]):
            traveller.call("cs.trip", "write", [[trip["id"]], {"summary": "Sold."}])
            traveller.call("cs.trip.day", "write", [trip["day_ids"], {"actual_city": "City 1"}])
            self._spend(traveller, trip["id"], trip["date_from"])

    def _spend(self, client, trip, date):
        values = {
            "name": "Hotel",
            "product_id": self.ids["category"],
            "employee_id": self.ids["employee"],
            "cs_trip_id": trip,
            "date": date,
            "total_amount_currency": 300.0,
            "tax_ids": [],
        }
        return client.call("hr.expense", "create", [[values]])

    def _audit(self, ids):
        clerks = self._clients("clerk", "clerk2")
        days = clerks[0].call("cs.trip.day", "search", [[["trip_id", "in", ids]]])
        clerks[0].call("cs.trip.day", "action_find_as_planned", [days])
        self._press_twice(clerks, "action_audit", ids)
        self._assert_states(ids, "audited")

    def _reimbursements(self, ids):
        rows = self._sql(
            "SELECT trip_id, id FROM cs_trip_reimbursement WHERE trip_id = ANY(%s) ORDER BY 1", ids
        )
        self.assertEqual([row[0] for row in rows], ids)
        return [row[1] for row in rows]

    def _settle(self, ids, reimbursements):
        clients = self._clients("accountant", "accountant")
        self._press_twice(clients, "action_settle", reimbursements, self.SIGNED)
        self._assert_states(ids, "settled")
        rows = self._sql(
            "SELECT cs_trip_id, cs_trip_part, count(*), sum(amount_total)::int, min(state)"
            " FROM account_move WHERE cs_trip_id = ANY(%s) GROUP BY 1, 2 ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, "receipt", 1, 300, "posted"] for each in ids])

    def _steps(self, model, ids):
        return self._count_steps(model, ids, ("pending", "waiting", "approved"))

    def _signed(self, model, ids):
        return self._count_steps(model, ids, ("approved",))

    def _count_steps(self, model, ids, states):
        listed = ", ".join(f"'{state}'" for state in states)
        return self._sql(
            f"SELECT res_id, count(*) FROM cs_approval_step WHERE res_model = '{model}'"
            f" AND state IN ({listed}) AND res_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            ids,
        )

    # Advances

    ADVANCE = "cs.trip.advance"

    def test_advance_is_asked_for_signed_and_paid_once(self):
        ids = self.ids["asked"]
        travellers = self._clients("traveller", "traveller")
        self._press_twice(travellers, "action_submit", ids, self.ADVANCE)
        self.assertEqual(self._steps(self.ADVANCE, ids), [[each, 1] for each in ids])
        self._press_twice(self._clients("boss", "general"), "action_approve", ids, self.ADVANCE)
        self._assert_states(ids, "approved", self.ADVANCE)
        rows = self._sql(
            "SELECT cs_trip_advance_id, count(*), sum(amount)::int FROM account_payment"
            " WHERE cs_trip_advance_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, 1, 600] for each in ids])

    def test_payment_confirmed_twice_pays_once(self):
        clients = self._clients("accountant", "accountant")
        for _advance, payment in self.ids["paid"]:
            answers = simultaneously(
                *(
                    lambda client=client, payment=payment: client.call(
                        "account.payment", "action_post", [[payment]]
                    )
                    for client in clients
                )
            )
            # Odoo itself lets a posted payment be confirmed again, without effect
            self.assertIn("ok", [kind for kind, _value in answers])
            for kind, value in answers:
                if kind == "error":
                    self._assert_clear(value)
        advances = [advance for advance, _payment in self.ids["paid"]]
        self._assert_states(advances, "paid", self.ADVANCE)
        self.assertEqual(self._paid(advances), [[each, 1, 600] for each in advances])

    def _paid(self, advances):
        """Posted entries per advance, and what they hold against the traveller."""
        return self._sql(
            "SELECT p.cs_trip_advance_id, count(DISTINCT m.id), sum(l.debit)::int"
            " FROM account_payment p JOIN account_move m ON m.id = p.move_id"
            " JOIN account_move_line l ON l.move_id = m.id"
            " WHERE m.state = 'posted' AND p.cs_trip_advance_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            advances,
        )

    def test_two_advances_at_once_stay_within_the_plan(self):
        clients = self._clients("traveller", "traveller")
        for pair in self.ids["both"]:
            answers = simultaneously(
                *(
                    lambda client=client, each=each: client.call(
                        self.ADVANCE, "action_submit", [each]
                    )
                    for client, each in zip(clients, pair, strict=True)
                )
            )
            self._assert_one_refused(answers, "no more than|by somebody else")
        rows = self._sql(
            "SELECT trip_id, sum(company_amount)::int FROM cs_trip_advance"
            " WHERE state = 'submitted' AND id = ANY(%s) GROUP BY 1",
            sum(self.ids["both"], []),
        )
        self.assertEqual([row[1] for row in rows], [600] * len(self.ids["both"]))

    def test_advance_is_paid_or_withdrawn(self):
        accountant, traveller = self._clients("accountant", "traveller")
        for advance, payment in self.ids["withdrawn"]:
            self._assert_one_of(
                lambda payment=payment: accountant.call(
                    "account.payment", "action_post", [[payment]]
                ),
                lambda advance=advance: traveller.call(self.ADVANCE, "action_cancel", [advance]),
            )
        self._assert_paid_or_cancelled([advance for advance, _payment in self.ids["withdrawn"]])

    def test_advance_is_paid_or_lapses_with_the_return(self):
        accountant, traveller = self._clients("accountant", "traveller")
        for _advance, payment, trip in self.ids["returned"]:
            for kind, value in simultaneously(
                lambda payment=payment: accountant.call(
                    "account.payment", "action_post", [[payment]]
                ),
                lambda trip=trip: traveller.call("cs.trip", "action_return", [trip]),
            ):
                if kind == "error":
                    self._assert_clear(value)
        self._assert_paid_or_cancelled(
            [advance for advance, _payment, _trip in self.ids["returned"]], ("approved",)
        )

    def _assert_one_of(self, *calls):
        answers = simultaneously(*calls)
        self.assertEqual([kind for kind, _value in answers].count("ok"), 1, answers)
        for kind, value in answers:
            if kind == "error":
                self._assert_clear(value)

    def _assert_paid_or_cancelled(self, advances, others=()):
        """An advance is in the books exactly if it is called paid."""
        rows = self._sql("SELECT id, state FROM cs_trip_advance WHERE id = ANY(%s)", advances)
        self.assertLessEqual({state for _id, state in rows}, {"paid", "cancel", *others})
        paid = sorted(each for each, state in rows if state == "paid")
        self.assertEqual(self._paid(advances), [[each, 1, 600] for each in paid])

    def test_advance_is_signed_or_refused(self):
        boss, general = self._clients("boss", "general")
        for advance in self.ids["refused"]:
            decision = {
                "res_model": self.ADVANCE,
                "res_id": advance,
                "decision": "refuse",
                "comment": "Too much",
            }
            dialog = boss.call("cs.approval.decision", "create", [[decision]])
            self._assert_one_of(
                lambda dialog=dialog: boss.call("cs.approval.decision", "action_confirm", [dialog]),
                lambda advance=advance: general.call(self.ADVANCE, "action_approve", [advance]),
            )
        rows = self._sql(
            "SELECT a.id, a.state, count(p.id) FROM cs_trip_advance a"
            " LEFT JOIN account_payment p ON p.cs_trip_advance_id = a.id"
            " WHERE a.id = ANY(%s) GROUP BY 1, 2",
            self.ids["refused"],
        )
        outcomes = {(state, count) for _id, state, count in rows}
        self.assertLessEqual(outcomes, {("approved", 1), ("draft", 0)})

    # Trips

    def test_two_overlapping_trips_submitted_at_once(self):
        clients = self._clients("traveller", "traveller")
        for pair in self.ids["overlapping"]:
            answers = simultaneously(
                *(
                    lambda client=client, each=each: client.call("cs.trip", "action_submit", [each])
                    for client, each in zip(clients, pair, strict=True)
                )
            )
            self._assert_one_refused(answers, "overlaps with|being submitted right now")
        rows = self._sql(
            "SELECT date_from, count(*) FROM cs_trip WHERE state = 'submitted'"
            " AND id = ANY(%s) GROUP BY 1",
            sum(self.ids["overlapping"], []),
        )
        self.assertEqual([row[1] for row in rows], [1] * len(self.ids["overlapping"]))

    def test_change_signed_by_both_at_once_takes_effect_once(self):
        boss, clerk = self._clients("boss", "clerk")
        for change in self.ids["changes"]:
            calls = [
                lambda client=client, change=change: client.call(
                    "cs.trip.change", "action_approve", [change]
                )
                for client in (boss, clerk)
            ]
            answers = simultaneously(*calls)
            for (kind, value), call in zip(answers, calls, strict=True):
                if kind == "error":
                    self._assert_clear(value)
                    self.assertRegex(value.message, "by somebody else")
                    call()
        self._assert_states(self.ids["changes"], "approved", "cs.trip.change")
        rows = self._sql(
            "SELECT c.id, t.plan_version, count(d.id), count(d.id) FILTER (WHERE d.active)"
            " FROM cs_trip_change c JOIN cs_trip t ON t.id = c.trip_id"
            " JOIN cs_trip_day d ON d.trip_id = t.id"
            " WHERE c.id = ANY(%s) GROUP BY 1, 2 ORDER BY 1",
            self.ids["changes"],
        )
        self.assertEqual(rows, [[each, 2, 2, 1] for each in self.ids["changes"]])

    def test_expense_is_handed_in_with_the_trip_or_refused(self):
        spender, traveller = self._clients("traveller", "traveller")
        for trip, date in self.ids["closing"]:
            answers = simultaneously(
                lambda trip=trip, date=date: self._spend(spender, trip, date),
                lambda trip=trip: traveller.call("cs.trip", "action_return", [trip]),
            )
            self.assertIn("ok", [kind for kind, _value in answers])
            for kind, value in answers:
                if kind == "error":
                    self._assert_clear(value)
        rows = self._sql(
            "SELECT DISTINCT t.state, e.approval_state FROM cs_trip t"
            " JOIN hr_expense e ON e.cs_trip_id = t.id WHERE t.id = ANY(%s)",
            [trip for trip, _date in self.ids["closing"]],
        )
        self.assertNotIn(["returned", None], rows)

    # The rest

    def test_rest_is_paid_once_by_two_dialogs(self):
        clients = self._clients("accountant", "accountant")
        for trip in self.ids["due"]:
            dialogs = [self._dialog(client, trip) for client in clients]
            answers = simultaneously(
                *(
                    lambda client=client, dialog=dialog: client.call(
                        "account.payment.register", "action_create_payments", [dialog]
                    )
                    for client, dialog in zip(clients, dialogs, strict=True)
                )
            )
            self._assert_one_refused(
                answers, "more than what is open|by somebody else|nothing left"
            )
        rows = self._sql(
            "SELECT m.cs_trip_id, sum(l.amount_residual)::int, count(p.id), sum(p.amount)::int"
            " FROM account_move m JOIN account_move_line l ON l.move_id = m.id"
            " JOIN account_account a ON a.id = l.account_id AND a.account_type = 'liability_payable'"
            " JOIN account_partial_reconcile r ON r.credit_move_id = l.id"
            " JOIN account_move_line o ON o.id = r.debit_move_id"
            " JOIN account_payment p ON p.move_id = o.move_id"
            " WHERE m.cs_trip_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            self.ids["due"],
        )
        self.assertEqual(rows, [[each, 0, 1, 300] for each in self.ids["due"]])
        [[payments]] = self._sql(
            "SELECT count(*) FROM account_payment p JOIN account_move m ON m.id = p.move_id"
            " WHERE m.state = 'posted' AND p.cs_trip_advance_id IS NULL AND p.partner_id IN"
            " (SELECT work_contact_id FROM hr_employee WHERE id = ANY(%s))",
            [self.ids["employee"]],
        )
        self.assertEqual(payments, len(self.ids["due"]))

    def _dialog(self, client, trip):
        action = client.call("cs.trip", "action_register_payment", [trip])
        return client.call(
            "account.payment.register", "create", [[{}]], {"context": action["context"]}
        )
