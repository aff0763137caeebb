from .money_common import MoneyCommon


class TestLedgerCases(MoneyCommon):
    """What is booked for a trip, to the cent, on any chart of accounts (S-39)."""

    def test_advance_below_the_expenses_leaves_the_rest_to_pay(self):
        trip = self._create_approved(first=-2, cost=2000)
        self._paid_advance(trip, 1000)
        self.assertMoney(trip, advance_open=1000)
        self._finish(trip, [1200])
        self._settle(trip)
        self.assertEqual(
            self._entry(self._part(trip, "receipt")), [("expense", 1200), ("payable", -1200)]
        )
        self.assertEqual(
            self._entry(self._part(trip, "offset")), [("advance", -1000), ("payable", 1000)]
        )
        self.assertMoney(trip, payable_open=200, amount_to_pay=200)
        self.assertEqual(trip.expense_ids.state, "posted")
        payment = self._pay_rest(trip)
        self.assertEqual(payment.amount, 200)
        self.assertClear(trip)
        self.assertEqual(trip.expense_ids.state, "paid")

    def test_two_expenses_above_the_advance(self):
        trip = self._create_approved(first=-2, cost=2000)
        self._paid_advance(trip, 1000)
        self._finish(trip, [1200, 700])
        self._settle(trip)
        self.assertEqual(
            self._entry(self._part(trip, "receipt")),
            [("expense", 700), ("expense", 1200), ("payable", -1900)],
        )
        self.assertEqual(
            self._entry(self._part(trip, "offset")), [("advance", -1000), ("payable", 1000)]
        )
        self.assertMoney(trip, payable_open=900, amount_to_pay=900)
        self.assertEqual(trip.state, "settled")
        self._pay_rest(trip)
        self.assertClear(trip)

    def test_advance_above_the_expenses_is_returned(self):
        trip = self._create_approved(first=-2)
        self._paid_advance(trip, 1000)
        self._finish(trip, [700])
        self._settle(trip)
        self.assertMoney(trip, advance_open=300, amount_to_return=300)
        self.assertEqual(trip.expense_ids.state, "paid")
        payment = self._return_cash(trip)
        self.assertEqual((payment.payment_type, payment.amount), ("inbound", 300))
        self.assertEqual(payment.destination_account_id, self.advance_account)
        self.assertClear(trip)

    def test_two_advances_are_set_off_by_one_entry(self):
        trip = self._create_approved(first=-2, cost=2000)
        first = self._paid_advance(trip, 600)
        second = self._paid_advance(trip, 500)
        self._finish(trip, [900])
        self._settle(trip)
        self.assertEqual(len(self._part(trip, "offset")), 1)
        self.assertMoney(trip, advance_open=200, amount_to_return=200)
        self.assertEqual(self._fresh(first).amount_open, 200)
        self.assertEqual(self._fresh(second).amount_open, 0)
        self.assertTrue(second.is_cleared)
        self._return_cash(trip)
        self.assertClear(trip)

    def test_advance_in_foreign_currency_is_set_off_at_the_rate_of_the_settlement(self):
        currency = self._create_currency({-3: 7.0, -1: 7.2})
        trip = self._create_approved(first=-3, cost=2000)
        self._paid_advance(trip, 100, date=self._day(-3), currency_id=currency.id)
        self.assertMoney(trip, advance_open=700)
        self._finish(trip, [864])
        self._settle(trip, date=self.today)
        self.assertEqual(
            self._entry(self._part(trip, "offset")), [("advance", -720), ("payable", 720)]
        )
        offset = self._part(trip, "offset").line_ids.filtered("credit")
        self.assertEqual((offset.currency_id, offset.amount_currency), (currency, -100))
        self.assertMoney(trip, payable_open=144, amount_to_pay=144)
        self._pay_rest(trip)
        self.assertClear(trip)

    def test_part_of_a_foreign_advance_is_returned_in_its_currency(self):
        currency = self._create_currency({-3: 7.0, -1: 7.2})
        trip = self._create_approved(first=-3, cost=2000)
        advance = self._paid_advance(trip, 100, date=self._day(-3), currency_id=currency.id)
        self._finish(trip, [360])
        self._settle(trip, date=self.today)
        self.assertEqual(self._fresh(advance).amount_open, 50)
        self.assertEqual(trip.expense_ids.state, "paid")
        self._return_cash(trip)
        self.assertClear(trip)

    def test_only_expenses_of_days_travelled_as_planned_are_booked(self):
        trip = self._create_approved(first=-3, days=3)
        self._finish(trip, [500, 400, 300], bad_days=(1,))
        self._settle(trip)
        self.assertEqual(
            self._entry(self._part(trip, "receipt")),
            [("expense", 300), ("expense", 500), ("payable", -800)],
        )
        self._pay_rest(trip)
        self.assertClear(trip)

    def test_partial_payment_is_never_called_paid(self):
        trip = self._create_approved(first=-2)
        self._finish(trip, [300])
        self._settle(trip)
        self._pay_rest(trip, amount=100, payment_difference_handling="open")
        self.assertEqual(trip.expense_ids.state, "posted")
        self.assertEqual(self._fresh(trip).balance, "open")
        self.assertMoney(trip, payable_open=200, amount_to_pay=200)

    def test_trip_without_advance_is_only_a_receipt(self):
        trip = self._create_approved(first=-2)
        self._finish(trip, [300])
        self._settle(trip)
        self.assertFalse(self._part(trip, "offset"))
        self.assertMoney(trip, payable_open=300, amount_to_pay=300)

    def test_trip_without_reimbursed_expense_is_settled_by_its_audit(self):
        trip = self._create_approved(first=-2)
        self._paid_advance(trip, 400)
        self._finish(trip, [300], bad_days=(0,))
        self.assertEqual(trip.state, "settled")
        self.assertMoney(trip, advance_open=400, amount_to_return=400)
        self._return_cash(trip)
        self.assertClear(trip)

    def test_cent_amounts_add_up(self):
        trip = self._create_approved(first=-3, days=3)
        self._paid_advance(trip, 100.01)
        self._finish(trip, [33.33, 33.33, 33.34, 0.02])
        self._settle(trip)
        self.assertMoney(trip, payable_open=0.01, amount_to_pay=0.01)
        self._pay_rest(trip)
        self.assertClear(trip)


class TestLedgerCasesInChina(TestLedgerCases):
    chart = "cn"
    country = "base.cn"

    def test_account_of_advances_is_one_of_1221(self):
        account = self.advance_account.with_company(self.company)
        self.assertEqual(account.code[:4], "1221")
        self.assertTrue(self.advance_account.non_trade)
