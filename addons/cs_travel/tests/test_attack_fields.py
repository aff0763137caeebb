import inspect

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .money_common import MoneyCommon
from .rpc_common import RpcCase

DOCUMENTS = (
    "cs.trip",
    "cs.trip.day",
    "cs.trip.advance",
    "cs.trip.change",
    "cs.trip.reimbursement",
    "cs.trip.week",
    "cs.trip.misconduct",
)
SECRET = "Asked the dealer for two boxes of liquor"
REFUSALS = (
    "odoo.exceptions.AccessError",
    "odoo.exceptions.UserError",
    "odoo.exceptions.ValidationError",
)


@tagged("post_install", "-at_install")
class TestAttackFields(RpcCase, MoneyCommon):
    """What decides about money is not for a client to say, whoever sends it (S-38 to S-42)."""

    def setUp(self):
        super().setUp()
        self.trip = self._create_approved(first=1)

    def _advance_draft(self, trip=None, **vals):
        trip = trip or self.trip
        values = {"trip_id": trip.id, "amount": 100, "purpose": "Hotels"}
        return trip.env["cs.trip.advance"].create({**values, **vals})

    def _assert_refused(self, call, *args):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            call(*args)

    def test_owner_writes_no_protected_field(self):
        change = self._request_change(self.trip, ("replace", self.trip.day_ids[0], {}))
        expense = self._spend(self.trip, 100)
        for record in (
            self.trip,
            self.trip.day_ids[0],
            self._advance_draft(),
            change,
            change.line_ids,
            expense,
        ):
            for name in record._protected_fields():
                with self.subTest(model=record._name, field=name):
                    self._assert_refused(record.write, {name: False})

    def test_figures_that_limit_advances_are_computed(self):
        advance = self._ask_advance(self.trip, 900)
        for values in ({"planned_cost": 9000}, {"advance_total": 0}, {"user_id": 1}):
            for role in ("traveller", "clerk", "boss"):
                self._assert_refused(self.trip.with_user(self.users[role]).write, values)
        self._assert_refused(self._ask_advance, self.trip, 200)
        self.assertEqual((self.trip.advance_total, advance.state), (900, "submitted"))

    def test_traveller_names_no_signer_of_their_own(self):
        advance = self._advance_draft()
        self._assert_refused(advance.write, {"manager_id": self.users["colleague"].id})
        self._assert_refused(lambda: self._advance_draft(manager_id=self.users["colleague"].id))
        advance.action_submit()
        self._assert_refused(advance.with_user(self.users["colleague"]).action_approve)

    def test_late_change_is_not_dated_otherwise(self):
        trip = self._create_approved(first=0, role="colleague")
        day = trip.day_ids.sorted("date")[0]
        change = self._request_change(trip, ("replace", day, {}))
        self._assert_refused(change.write, {"first_changed_date": self._day(9)})
        with self.assertRaisesRegex(UserError, "too late"):
            change.action_submit()

    def test_clerk_does_not_give_their_own_day_away(self):
        trip = self._own_trip_of_clerk()
        day = trip.day_ids.sorted("date")[0]
        self._assert_refused(day.write, {"user_id": self.users["boss"].id})
        self._assert_refused(day.action_find_as_planned)
        call = {"day_id": day.id, "partner_id": self.dealer.id, "result": "confirmed"}
        calls = self.env["cs.trip.call"].with_user(self.users["clerk"])
        self._assert_refused(calls.create, call)
        self._assert_refused(calls.create, {**call, "user_id": self.users["boss"].id})

    def _own_trip_of_clerk(self):
        trip = self._create_trip(first=-1, role="clerk")
        trip.action_submit()
        for role in ("clerk2", "boss"):
            trip.with_user(self.users[role]).action_approve()
        return trip

    def test_nobody_judges_signs_or_settles_their_own_trip(self):
        trip = self._own_trip_of_clerk()
        self._spend(trip, 100)
        self._return(trip)
        for role in ("manager", "general", "accountant"):
            self.users["clerk"].group_ids = [
                Command.link(group.id) for group in self.users[role].group_ids
            ]
        for day in trip.day_ids:
            self._assert_refused(day.action_find_as_planned)
            self._assert_refused(day._record_finding, "deviated", "Seen elsewhere")
            day.with_user(self.users["clerk2"]).action_find_as_planned()
        self._assert_refused(trip.action_audit)
        trip.with_user(self.users["clerk2"]).action_audit()
        reimbursement = trip.reimbursement_ids
        self._assert_refused(reimbursement.action_approve)
        reimbursement.with_user(self.users["boss"]).action_approve()
        self._assert_refused(reimbursement.action_settle)
        self._settle(trip)
        self._assert_refused(trip.action_register_payment)
        self.assertMoney(trip, payable_open=100, amount_to_pay=100)

    # Expenses

    def test_expense_goes_to_the_day_of_its_date_alone(self):
        trip = self._create_approved(first=-2, role="colleague")
        first, second = trip.day_ids.sorted("date")
        expense = self._spend(trip, 100)
        self._assert_refused(expense.write, {"cs_trip_day_id": second.id})
        self._assert_refused(second.write, {"expense_ids": [Command.link(expense.id)]})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._spend(trip, 100, cs_trip_day_id=second.id)
        forged = expense.with_context(default_cs_trip_day_id=second.id).copy()
        self.assertEqual((expense | forged).cs_trip_day_id, first)

    def test_expense_is_born_undecided(self):
        entry = self._payment(self._paid_advance(self.trip, 100)).move_id
        for values in (
            {"state": "refused"},
            {"state": "paid"},
            {"approval_state": "approved"},
            {"approval_state": "submitted"},
            {"account_move_id": entry.id},
        ):
            context = {f"default_{name}": value for name, value in values.items()}
            expense = self._spend(self.trip, 100)
            with self.subTest(values=values):
                self._assert_born_undecided(lambda vals=values: self._spend(self.trip, 100, **vals))
                self._assert_born_undecided(expense.with_context(**context).copy)

    def _assert_born_undecided(self, create):
        """The expense is refused, or what was sent has had no say in it."""
        with self.env.cr.savepoint() as savepoint:
            try:
                copied = self._fresh(create())
            except UserError:
                pass
            else:
                self.assertEqual(copied.state, "draft")
                self.assertFalse(copied.approval_state or copied.account_move_id)
            savepoint.rollback()

    def test_invoice_is_not_freed_by_calling_its_expense_refused(self):
        expense = self._spend(self.trip, 100, cs_receipt_number="2411")
        self._assert_refused(expense.write, {"state": "refused"})

    def test_expense_is_closed_to_every_role_after_the_return(self):
        trip = self._create_approved(first=-2, role="colleague")
        other = self._create_approved(first=5, role="colleague")
        expense = self._spend(trip, 100)
        self._return(trip)
        values = {
            "cs_trip_id": other.id,
            "cs_trip_day_id": other.day_ids[0].id,
            "cs_receipt_number": "1",
            "date": self._day(-1),
            "total_amount": 900,
            "total_amount_currency": 900,
            "price_unit": 900,
            "quantity": 9,
            "approval_state": "approved",
            "state": "approved",
            "account_move_id": False,
            "payment_mode": "company_account",
            "employee_id": self.employees["boss"].id,
        }
        approver = self.env.ref("hr_expense.group_hr_expense_manager")
        self.users["manager"].group_ids = [Command.link(approver.id)]
        for role in ("colleague", "boss", "clerk", "manager", "accountant", "general"):
            seen = expense.with_user(self.users[role])
            for name, value in values.items():
                with self.subTest(role=role, field=name):
                    self._assert_refused(seen.write, {name: value})
            self._assert_refused(seen.unlink)
            moved = {"expense_ids": [Command.link(expense.id)]}
            self._assert_refused(other.with_user(self.users[role]).write, moved)
        self.assertEqual(self._fresh(expense).total_amount, 100)

    def test_expense_moves_to_no_trip_of_others(self):
        expense = self._spend(self.trip, 100)
        foreign = self._create_approved(first=5, role="colleague")
        self._assert_refused(expense.write, {"cs_trip_id": foreign.id})
        own = self._create_approved(first=8)
        expense.write({"cs_trip_id": own.id, "date": own.day_ids[0].date})
        self.assertEqual(expense.cs_trip_day_id, own.day_ids.sorted("date")[0])

    # Over HTTP

    def test_defaults_in_the_context_are_ignored(self):
        values = {
            "state": "approved",
            "user_id": self.users["boss"].id,
            "manager_id": self.users["colleague"].id,
            "planned_cost": 9000,
            "advance_total": -9000,
            "company_amount": -9000,
            "approved_at": "2024-01-01 00:00:00",
        }
        context = {f"default_{name}": value for name, value in values.items()}
        context["cs_protected_key"] = True
        [trip_id] = self._rpc("traveller", "cs.trip", "create", [{"purpose": "X"}], context=context)
        advance = {"trip_id": self.trip.id, "amount": 100, "purpose": "Hotels"}
        [advance_id] = self._rpc(
            "traveller", "cs.trip.advance", "create", [advance], context=context
        )
        self.env.invalidate_all()
        trip = self.env["cs.trip"].browse(trip_id)
        self.assertEqual((trip.state, trip.planned_cost, trip.advance_total), ("draft", 0, 0))
        self.assertEqual((trip.user_id, trip.manager_id), (self.trip.user_id, self.trip.manager_id))
        advance = self.env["cs.trip.advance"].browse(advance_id)
        self.assertEqual((advance.state, advance.company_amount), ("draft", 0))
        self.assertEqual(advance.manager_id, self.trip.manager_id)

    def test_no_button_works_on_the_documents_of_others(self):
        documents = self._documents()
        self.assertEqual(set(documents), set(DOCUMENTS))
        before = self._states(documents)
        for role in ("colleague", "plain"):
            for model, record in documents.items():
                for method in self._buttons(model):
                    with self.subTest(role=role, model=model, method=method):
                        answer = self._rpc(role, model, method, record.ids)
                        if method.startswith("action_open_") and isinstance(answer, dict):
                            # a dialog, which is refused to those who cannot read the document
                            self.assertEqual(answer["target"], "new")
                        else:
                            self.assertIn(answer, REFUSALS)
        self.assertEqual(self._states(documents), before)

    def _buttons(self, model):
        """Public methods of our own on the model."""
        ours = inspect.getmembers(type(self.env[model]), inspect.isfunction)
        return [
            name
            for name, function in ours
            if not name.startswith("_")
            and function.__module__.startswith("odoo.addons.cs_travel")
            and name not in ("create", "write", "copy")
        ]

    def _documents(self):
        """One document of the traveller of each kind."""
        posting = self._create_posting(self._day(10), self._day(20), budget=100)
        posting.action_submit()
        for role in ("clerk2", "boss"):
            posting.with_user(self.users[role]).action_approve()
        judged = self._create_audited()
        reported = self._create_approved(first=-6)
        reported.day_ids[0].with_user(self.users["clerk"])._record_finding("solicited", SECRET)
        records = (
            self.trip,
            self.trip.day_ids[0],
            self._ask_advance(self.trip, 100),
            self._request_change(self.trip),
            judged.reimbursement_ids,
            posting.week_ids[0],
            self.env["cs.trip.misconduct"].search([("trip_id", "=", reported.id)]),
        )
        return {record._name: record for record in records}

    def _states(self, documents):
        return {model: self._fresh(record).state for model, record in documents.items()}

    def test_portal_and_plain_users_get_at_no_document(self):
        documents = self._documents()
        self.users["portal"] = new_test_user(
            self.env, login="t_portal", groups="base.group_portal", company_id=self.company.id
        )
        self.addCleanup(self.users.pop, "portal")
        for role in ("portal", "plain", "colleague"):
            for model, record in documents.items():
                with self.subTest(role=role, model=model):
                    answer = self._rpc(role, model, "read", record.ids, ["id"])
                    self.assertEqual(answer, "odoo.exceptions.AccessError")
                    found = self._rpc(role, model, "search", [["id", "in", record.ids]])
                    self.assertIn(found, ([], "odoo.exceptions.AccessError"))

    @mute_logger("odoo.sql_db")
    def test_amounts_that_are_no_numbers_are_refused(self):
        day = {"date": str(self._day(30)), "city": "X"}
        expense = {
            "name": "X",
            "product_id": self.category.id,
            "employee_id": self.trip.employee_id.id,
            "cs_trip_id": self.trip.id,
        }
        line = {"number": 1, "city": "X"}
        for amount in (float("nan"), float("inf"), "NaN"):
            cost = {"planned_cost": amount}
            for model, values in (
                (
                    "cs.trip.advance",
                    {"trip_id": self.trip.id, "amount": amount, "purpose": "Hotels"},
                ),
                ("cs.trip", {"purpose": "X", "budget": amount}),
                ("cs.trip", {"purpose": "X", "day_ids": [Command.create({**day, **cost})]}),
                (
                    "cs.trip.template",
                    {"name": "X", "line_ids": [Command.create({**line, **cost})]},
                ),
                ("hr.expense", {**expense, "total_amount_currency": amount}),
            ):
                with self.subTest(model=model, amount=amount):
                    answer = self._rpc("traveller", model, "create", [values])
                    self.assertEqual(answer, "odoo.exceptions.UserError")

    @mute_logger("odoo.sql_db")
    def test_advances_below_nothing_and_beyond_the_plan_are_refused(self):
        for amount in (-1.0, 1e30):
            with self.subTest(amount=amount):
                advance = {"trip_id": self.trip.id, "amount": amount, "purpose": "Hotels"}
                created = self._rpc("traveller", "cs.trip.advance", "create", [advance])
                if isinstance(created, list):
                    created = self._rpc("traveller", "cs.trip.advance", "action_submit", created)
                self.assertIn(created, REFUSALS)

    def test_dialogs_of_others_are_not_read(self):
        day = self._create_approved(first=-1).day_ids[0]
        values = {"day_id": day.id, "result": "solicited", "reason": SECRET}
        dialog = self.env["cs.trip.finding"].with_user(self.users["clerk"]).create(values)
        seen = dialog.with_user(self.users["clerk2"])
        with self.assertRaises(AccessError):
            seen.read(["reason"])
        self.assertFalse(seen.search([("id", "=", dialog.id)]))
