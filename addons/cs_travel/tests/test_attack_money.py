from odoo.exceptions import UserError
from odoo.tests import tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestAttackMoney(MoneyCommon):
    """What finance could do by hand in Odoo's own windows, and what the trip says to it."""

    def _settled(self, amounts=(700,), advance=500, **kwargs):
        trip = self._create_approved(first=-2, **kwargs)
        if advance:
            self._paid_advance(trip, advance)
        self._finish(trip, amounts)
        self._settle(trip)
        return trip

    def _as_accountant(self, records):
        return records.with_user(self.users["accountant"])

    def _assert_refused(self, call, *args, **kwargs):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            call(*args, **kwargs)

    # The payment of an advance

    def test_amount_is_nobodys_to_change_once_signed(self):
        trip = self._create_approved(first=-1)
        advance = self._approved_advance(trip, 500)
        currency = self._create_currency({-3: 7.0})
        for role in ("traveller", "boss", "clerk", "manager", "accountant", "general", "hr"):
            seen = advance.with_user(self.users[role])
            for values in ({"amount": 900}, {"currency_id": currency.id}, {"trip_id": trip.id}):
                self._assert_refused(seen.write, values)
            self._assert_refused(seen.unlink)

    def test_entry_edited_before_the_posting_is_not_paid(self):
        trip = self._create_approved(first=-1)
        payment = self._payment(self._paid_advance(trip, 500))
        payment.action_draft()
        move, line = payment.move_id, payment.move_id.line_ids.filtered("debit")
        for edit in (
            lambda: move.write({"partner_id": self.dealer.id}),
            lambda: line.write({"partner_id": self.dealer.id}),
            lambda: line.write({"account_id": self.payable.id}),
            lambda: move.write(
                {
                    "line_ids": [
                        (1, each.id, {"balance": 2 * each.balance}) for each in move.line_ids
                    ]
                }
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                edit()
                payment.action_post()
        self.assertMoney(trip)

    def test_state_written_by_hand_takes_the_advance_along(self):
        trip = self._create_approved(first=-1)
        advance = self._paid_advance(trip, 500)
        move = self._payment(advance).move_id
        move.write({"state": "draft"})
        self.assertEqual(self._fresh(advance).state, "approved")
        self._as_accountant(move).write({"state": "posted"})
        self.assertEqual(self._fresh(advance).state, "paid")
        self.assertMoney(trip, advance_open=500)

    def test_own_advance_is_not_posted_by_writing_its_state(self):
        self.employees["accountant"].parent_id = self.employees["boss"]
        trip = self._create_approved(first=-1, role="accountant")
        advance = self._approved_advance(trip, 500)
        payment = self._payment(advance)
        for values in ({"state": "in_process"}, {"state": "paid"}):
            self._assert_refused(payment.write, values)
        if payment.move_id:
            self._assert_refused(payment.move_id.write, {"state": "posted"})
        self.assertEqual(self._fresh(advance).state, "approved")

    def test_entry_that_was_set_off_leaves_the_books_in_no_way(self):
        trip = self._settled()
        for move in self._as_accountant(self._fresh(trip).move_ids):
            for values in (
                {"state": "draft"},
                {"state": "cancel"},
                {"state": "draft", "partner_id": self.dealer.id},
                {"partner_id": self.dealer.id},
                {"currency_id": self.env.ref("base.EUR").id},
            ):
                for context in ({}, {"skip_readonly_check": True}):
                    with self.subTest(part=move.cs_trip_part, values=values, context=context):
                        self._assert_refused(move.with_context(**context).write, values)
            forced = move.with_context(force_delete=True)
            self._assert_refused(forced.unlink)
            self._assert_refused(forced.line_ids.unlink)
        self.assertMoney(trip, payable_open=200, amount_to_pay=200)

    def test_paid_advance_is_not_deleted_by_force(self):
        trip = self._create_approved(first=-1)
        advance = self._paid_advance(trip, 500)
        payment = self._payment(advance).with_context(force_delete=True)
        self._assert_refused(payment.unlink)
        self._assert_refused(payment.move_id.unlink)
        self._assert_refused(payment.move_id.line_ids.unlink)
        self._assert_refused(payment.write, {"move_id": False})
        self.assertMoney(trip, advance_open=500)

    def test_what_is_open_of_an_item_is_not_written(self):
        trip = self._settled(amounts=(300,))
        lines = self._as_accountant(self._fresh(trip).move_ids.line_ids).filtered(
            lambda line: line.account_id == self.advance_account and line.debit
        )
        for values in (
            {"amount_residual": 0},
            {"amount_residual_currency": 0},
            {"reconciled": True},
            {"move_id": self._part(trip, "receipt").id},
        ):
            self._assert_refused(lines.write, values)
        self.assertMoney(trip, advance_open=200, amount_to_return=200)

    def test_advance_in_money_without_a_rate_is_not_asked_for(self):
        trip = self._create_approved(first=-1)
        nowhere = self.env["res.currency"].create({"name": "NOR", "symbol": "N"})
        with self.assertRaisesRegex(UserError, "no rate"), self.env.cr.savepoint():
            self._ask_advance(trip, 100, currency_id=nowhere.id)
        later = self._create_currency({3: 7.0})
        with self.assertRaisesRegex(UserError, "no rate"), self.env.cr.savepoint():
            self._ask_advance(trip, 100, currency_id=later.id)

    # Odoo's dialog of payments

    def _dialog(self, action, role="accountant", **vals):
        dialogs = self.env[action["res_model"]].with_user(self.users[role])
        return dialogs.with_context(**action["context"]).create(vals)

    def test_rest_is_paid_once_by_two_dialogs(self):
        trip = self._settled()
        action = self._as_accountant(trip).action_register_payment()
        first, second = self._dialog(action), self._dialog(action)
        self.assertEqual((first.amount, second.amount), (200, 200))
        first.action_create_payments()
        self._assert_refused(second.action_create_payments)
        self._assert_refused(first.action_create_payments)
        self.assertClear(trip)

    def test_cash_is_returned_once_by_two_dialogs(self):
        trip = self._settled(amounts=(300,))
        action = self._as_accountant(trip).action_register_return()
        first, second = self._dialog(action), self._dialog(action)
        first.action_create_payments()
        self._assert_refused(second.action_create_payments)
        self.assertClear(trip)

    def test_no_more_than_what_is_open_is_paid(self):
        self._assert_only_what_is_open(self._settled(), "action_register_payment")

    def test_no_more_than_what_is_open_is_returned(self):
        self._assert_only_what_is_open(self._settled(amounts=(300,)), "action_register_return")

    def _assert_only_what_is_open(self, trip, button):
        """200 are open."""
        action = getattr(self._as_accountant(trip), button)()
        for amount in (200.01, 5000):
            with self.subTest(amount=amount):
                self._assert_refused(self._dialog(action, amount=amount).action_create_payments)
        self._register(action, amount=150)
        trip = self._fresh(trip)
        self.assertEqual(trip.amount_to_pay + trip.amount_to_return, 50)
        self._register(getattr(self._as_accountant(trip), button)())
        self.assertClear(trip)

    def test_nothing_is_written_off_with_a_payment(self):
        trip = self._settled(amounts=(300,))
        action = self._as_accountant(trip).action_register_return()
        for amount in (1, 900):
            dialog = self._dialog(
                action,
                amount=amount,
                payment_difference_handling="reconcile",
                writeoff_account_id=self.expense_account.id,
            )
            self._assert_refused(dialog.action_create_payments)
        self.assertMoney(trip, advance_open=200, amount_to_return=200)

    def test_traveller_does_not_pay_their_own_receipt_by_odoos_button(self):
        self.employees["accountant"].parent_id = self.employees["boss"]
        trip = self._create_approved(first=-2, role="accountant")
        self._finish(trip, (300,))
        other = self.users["clerk2"]
        other.group_ids |= self.env.ref("account.group_account_invoice")
        trip.with_user(other).reimbursement_ids.action_settle()
        receipt = self._as_accountant(self._part(trip, "receipt"))
        action = receipt.action_register_payment()
        self._assert_refused(lambda: self._dialog(action).action_create_payments())
        self.assertMoney(trip, payable_open=300, amount_to_pay=300)
        self._dialog(action, role="clerk2").action_create_payments()
        self.assertClear(trip)

    def test_foreign_payment_of_the_rest_is_taken(self):
        currency = self._create_currency({-3: 7.0})
        trip = self._settled()
        action = self._as_accountant(trip).action_register_payment()
        dialog = self._dialog(action, currency_id=currency.id)
        dialog.action_create_payments()
        self.assertClear(trip)
