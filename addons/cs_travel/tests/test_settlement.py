from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from .money_common import MoneyCommon

PER_FURTHER_TRIP = 15
LEDGER_LIST = 12


class TestSettlement(MoneyCommon):
    """Who settles what, once, and how cheaply."""

    def _signed(self, amounts=(300,), first=-2, role="traveller", **kwargs):
        trip = self._create_approved(first=first, role=role, **kwargs)
        self._finish(trip, amounts)
        return trip

    def test_only_finance_settles(self):
        trip = self._signed()
        for role in ("traveller", "boss", "clerk", "manager", "general", "hr", "colleague"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                trip.with_user(self.users[role]).reimbursement_ids.action_settle()

    def test_nobody_settles_their_own_trip(self):
        self.employees["accountant"].parent_id = self.employees["boss"]
        trip = self._signed(role="accountant")
        with self.assertRaisesRegex(UserError, "your own trip"):
            self._settle(trip)

    def test_unsigned_reimbursement_is_not_settled(self):
        trip = self._create_audited()
        with self.assertRaises(UserError):
            trip.sudo().reimbursement_ids.with_user(self.users["accountant"]).action_settle()

    def test_second_click_settles_nothing(self):
        trip = self._signed()
        self._settle(trip)
        with self.assertRaisesRegex(UserError, "Settled"), self.env.cr.savepoint():
            self._settle(trip)
        self.assertEqual(len(self._part(trip, "receipt")), 1)

    def test_traveller_does_not_sign_the_reimbursement(self):
        trip = self._create_audited()
        with self.assertRaises(UserError):
            trip.reimbursement_ids.action_approve()

    def test_dialog_settles_all_trips_on_the_chosen_date(self):
        trips = (self._signed() | self._signed(role="colleague")).with_env(self.env)
        dialog = self.env["cs.trip.settlement"].with_user(self.users["accountant"])
        reimbursements = trips.reimbursement_ids
        dialog = dialog.with_context(
            active_model=reimbursements._name, active_ids=reimbursements.ids
        ).create({"date": self._day(-1)})
        dialog.action_confirm()
        self.assertEqual(self._fresh(trips).mapped("state"), ["settled", "settled"])
        receipts = self._part(trips, "receipt")
        self.assertEqual(receipts.mapped("date"), [self._day(-1)] * 2)
        self.assertEqual(len(receipts), 2)

    def test_one_bad_trip_stops_the_batch_whole(self):
        good, bad = self._signed(), self._signed(role="colleague")
        self.employees["colleague"].work_contact_id = False
        with self.assertRaisesRegex(UserError, "no work contact"), self.env.cr.savepoint():
            self._settle((good | bad).with_env(self.env))
        self.assertEqual(self._fresh(good).state, "audited")
        self.assertFalse(good.move_ids)

    def test_manager_signs_all_expenses_in_one_write(self):
        trip = self._create_audited([10.0] * 6)
        expense_class = type(self.env["hr.expense"])
        written = []
        write = expense_class.write

        def write_counted(records, vals):
            if "approval_state" in vals:
                written.append(len(records))
            return write(records, vals)

        with patch.object(expense_class, "write", write_counted):
            trip.reimbursement_ids.with_user(self.users["boss"]).action_approve()
        self.assertEqual(written, [6])
        self.assertEqual(set(trip.expense_ids.mapped("manager_id.login")), {"t_boss"})

    def test_trips_of_two_companies_are_settled_in_one_call(self):
        ours = self._signed()
        theirs, users = self._signed_elsewhere()
        accountant = self.users["accountant"]
        accountant.company_ids |= theirs.company_id
        both = self.env(
            user=accountant,
            context={"allowed_company_ids": accountant.company_ids.ids, "lang": "en_US"},
        )
        trips = (ours | theirs.with_env(ours.env)).with_env(both)
        trips.reimbursement_ids.action_settle()
        for trip in self._fresh(trips):
            self.assertEqual(trip.move_ids.company_id, trip.company_id)
            self.assertEqual(trip.payable_open, 300)
        for trip, clerk in ((ours, users["clerk"]), (theirs, self.users["clerk"])):
            seen = trip.with_user(clerk).with_context(allowed_company_ids=clerk.company_ids.ids)
            self.assertFalse(seen.search([("id", "=", trip.id)]))
            with self.assertRaises(AccessError):
                seen.read(["name"])

    def _signed_elsewhere(self):
        """A signed trip of a second company, and the users of that company."""
        cls = type(self)
        company = self._create_company("Second Works")
        env = self.env(context=dict(self.env.context, allowed_company_ids=company.ids))
        users = self._create_users(company, "u")
        with (
            patch.object(cls, "company", company),
            patch.object(cls, "users", users),
            patch.object(cls, "env", env),
        ):
            with patch.object(cls, "employees", cls._create_employees()):
                return self._signed(), users

    def test_advance_account_of_another_company_is_refused(self):
        company = self._create_company("Second Works")
        with self.assertRaises(UserError):
            self.company.cs_trip_advance_account_id = company.cs_trip_advance_account_id

    # Queries

    def _queries(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _trips_to_settle(self, count, first):
        trips = self.env["cs.trip"]
        for number in range(count):
            trip = self._create_approved(first=first - number, days=1)
            self._paid_advance(trip, 50)
            self._finish(trip, [10.0] * 10)
            trips |= trip.with_env(self.env)
        return trips

    def test_a_further_trip_is_settled_in_few_queries(self):
        warm = self._trips_to_settle(1, -20)
        two, six = self._trips_to_settle(2, -3), self._trips_to_settle(6, -10)
        self._settle(warm)
        few = self._queries(lambda: self._settle(two))
        many = self._queries(lambda: self._settle(six))
        self.assertLessEqual(many - few, 4 * PER_FURTHER_TRIP, (few, many))
        for trip in two | six:
            self.assertMoney(trip, payable_open=50, amount_to_pay=50)

    def test_figures_of_a_list_cost_the_same_for_one_trip_and_for_six(self):
        trips = self._trips_to_settle(6, -3)
        self._settle(trips)
        names = ["advance_paid", "advance_open", "payable_open", "amount_to_pay", "balance"]
        clerk_trips = trips.with_user(self.users["clerk"])
        one = self._queries(lambda: clerk_trips[0].read(names))
        six = self._queries(lambda: clerk_trips.read(names))
        self.assertLessEqual(six, LEDGER_LIST)
        self.assertLessEqual(six, one + 1)

    def test_trips_with_open_money_are_found(self):
        trip = self._signed()
        trips = self.env["cs.trip"].with_user(self.users["clerk"])
        own = [("id", "=", trip.id)]
        self.assertFalse(trips.search([*own, ("balance", "=", "open")]))
        self._settle(trip)
        self.assertTrue(trips.search([*own, ("balance", "=", "open")]))
        self._pay_rest(trip)
        self.assertFalse(trips.search([*own, ("balance", "=", "open")]))
        self.assertTrue(trips.search([*own, ("balance", "=", "paid")]))

    def test_traveller_reads_the_figures_but_no_journal_items(self):
        trip = self._signed()
        self._settle(trip)
        self.assertEqual(trip.payable_open, 300)
        receipt = self._part(trip, "receipt").with_user(self.users["traveller"])
        with self.assertRaises(AccessError):
            receipt.read(["name"])
        with self.assertRaises(AccessError):
            trip.action_register_payment()

    def test_smart_buttons_open_payments_and_entries(self):
        trip = self._create_approved(first=-2)
        self._paid_advance(trip, 100)
        self._finish(trip, [300])
        self._settle(trip)
        payment = self._pay_rest(trip)
        trip = trip.with_user(self.users["accountant"])
        self.assertIn(payment, trip._payments())
        self.assertEqual(len(trip._payments()), 2)
        self.assertEqual(trip.action_open_entries()["res_model"], "account.move")
        self.assertEqual(trip.action_open_payments()["res_model"], "account.payment")
