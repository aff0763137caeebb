from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .money_common import MoneyCommon


class TestAdvance(MoneyCommon):
    """Vouchers: who asks, who signs, what finance pays, and what it may not change (S-39)."""

    def setUp(self):
        super().setUp()
        self.trip = self._create_approved(first=-1)

    def test_sales_manager_or_general_manager_signs(self):
        for role in ("boss", "general"):
            advance = self._ask_advance(self.trip, 100)
            advance.with_user(self.users[role]).action_approve()
            self.assertEqual(advance.state, "approved")

    def test_others_do_not_sign(self):
        advance = self._ask_advance(self.trip, 100)
        for role in ("clerk", "manager", "accountant", "traveller", "colleague", "office"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                advance.with_user(self.users[role]).action_approve()

    def test_general_manager_does_not_sign_their_own(self):
        self.employees["general"].parent_id = self.employees["boss"]
        trip = self._create_approved(role="general")
        advance = self._ask_advance(trip, 100)
        with self.assertRaises(UserError):
            advance.action_approve()
        advance.with_user(self.users["boss"]).action_approve()
        self.assertEqual(advance.state, "approved")

    def test_only_the_traveller_asks(self):
        for role in ("colleague", "clerk", "boss", "accountant"):
            trip = self.trip.with_user(self.users[role])
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._ask_advance(trip, 100)

    def test_trip_must_be_approved(self):
        trip = self._create_trip(first=5)
        with self.assertRaisesRegex(UserError, "once .* is approved"):
            self._ask_advance(trip, 100)

    def test_advances_stay_within_the_planned_cost(self):
        self._paid_advance(self.trip, 600)
        with self.assertRaisesRegex(UserError, "no more than"), self.env.cr.savepoint():
            self._ask_advance(self.trip, 400.01)
        self._ask_advance(self.trip, 400)
        self.assertEqual(self._fresh(self.trip).advance_total, 1000)

    def test_foreign_advance_counts_in_company_currency(self):
        currency = self._create_currency({-3: 7.0})
        with self.assertRaisesRegex(UserError, "no more than"), self.env.cr.savepoint():
            self._ask_advance(self.trip, 143, currency_id=currency.id)
        advance = self._ask_advance(self.trip, 142, currency_id=currency.id)
        self.assertAlmostEqual(advance.company_amount, 994, 2)

    def test_withdrawn_voucher_frees_its_part_of_the_plan(self):
        self._ask_advance(self.trip, 1000).action_cancel()
        self._ask_advance(self.trip, 1000)

    @mute_logger("odoo.sql_db")
    def test_advance_is_positive(self):
        for amount in (0, -5):
            with self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self._ask_advance(self.trip, amount)

    def test_old_open_advance_blocks_a_new_one(self):
        old = self._create_approved(first=-40)
        self._paid_advance(old, 500)
        with self.assertRaisesRegex(UserError, old.name), self.env.cr.savepoint():
            self._ask_advance(self.trip, 100)
        self.company.cs_trip_advance_days = 60
        with self.env.cr.savepoint() as savepoint:
            self._ask_advance(self.trip, 100)
            savepoint.rollback()
        self.company.cs_trip_advance_days = 30
        self._finish(old, [300])
        self._settle(old)
        with self.assertRaisesRegex(UserError, old.name), self.env.cr.savepoint():
            self._ask_advance(self.trip, 100)
        self._return_cash(old)
        self._ask_advance(self.trip, 100)

    def test_advance_of_a_colleague_blocks_nobody(self):
        self._paid_advance(self._create_approved(first=-40, role="colleague"), 500)
        self._ask_advance(self.trip, 100)

    def test_payment_is_found_and_confirmed_by_finance(self):
        advance = self._approved_advance(self.trip, 500)
        payment = self.env["account.payment"].with_user(self.users["accountant"])
        payment = payment.search([("cs_trip_advance_id", "=", advance.id)])
        self.assertEqual((payment.state, payment.amount), ("draft", 500))
        self.assertEqual(payment.partner_id, self.employees["traveller"].work_contact_id)
        action = advance.with_user(self.users["accountant"]).action_pay()
        self.assertEqual((action["res_model"], action["res_id"]), ("account.payment", payment.id))
        payment.action_post()
        self.assertEqual(self._fresh(advance).state, "paid")
        self.assertEqual(self._entry(payment.move_id), [("advance", 500), ("other", -500)])

    def test_second_click_pays_nothing(self):
        advance = self._approved_advance(self.trip, 500)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            advance.with_user(self.users["boss"]).action_approve()
        payment = self._payment(advance)
        payment.action_post()
        payment.action_post()
        self.assertEqual(len(self._fresh(advance).payment_ids.move_id), 1)
        self.assertMoney(self.trip, advance_open=500)

    @mute_logger("odoo.sql_db")
    def test_advance_has_one_payment(self):
        advance = self._approved_advance(self.trip, 500).sudo()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            advance._create_payments()

    def test_what_was_signed_is_not_changed_in_the_payment(self):
        advance = self._approved_advance(self.trip, 500)
        payment = self._payment(advance)
        changes = {
            "amount": 900,
            "partner_id": self.dealer.id,
            "payment_type": "inbound",
            "partner_type": "customer",
            "destination_account_id": self.payable.id,
        }
        for name, value in changes.items():
            with self.assertRaises(UserError), self.env.cr.savepoint():
                payment.write({name: value})
        with self.assertRaises(AccessError):
            payment.write({"cs_trip_advance_id": False})

    def test_finance_chooses_journal_date_and_memo(self):
        advance = self._approved_advance(self.trip, 500)
        payment = self._payment(advance)
        cash = self.env["account.journal"].create(
            {"name": "Petty Cash", "code": "PETTY", "type": "cash", "company_id": self.company.id}
        )
        payment.write({"journal_id": cash.id, "date": self._day(-1), "memo": "Cash"})
        payment.action_post()
        self.assertEqual(self._fresh(advance).state, "paid")

    def test_traveller_does_not_pay_themselves(self):
        self.employees["accountant"].parent_id = self.employees["boss"]
        trip = self._create_approved(role="accountant")
        advance = self._approved_advance(trip, 500)
        with self.assertRaisesRegex(UserError, "your own"):
            self._payment(advance).action_post()

    def test_payment_taken_back_makes_the_advance_payable_again(self):
        advance = self._paid_advance(self.trip, 500)
        payment = self._payment(advance)
        payment.action_draft()
        self.assertEqual(self._fresh(advance).state, "approved")
        self.assertMoney(self.trip)
        payment.action_post()
        self.assertEqual(self._fresh(advance).state, "paid")
        payment.action_cancel()
        self.assertEqual(self._fresh(advance).state, "approved")
        payment.action_draft()
        payment.action_post()
        self.assertMoney(self.trip, advance_open=500)

    def test_payment_that_has_been_set_off_stays(self):
        trip = self._create_approved(first=-4)
        advance = self._paid_advance(trip, 500)
        self._finish(trip, [300])
        self._settle(trip)
        for method in ("action_draft", "action_cancel"):
            with self.assertRaisesRegex(UserError, "set off"), self.env.cr.savepoint():
                getattr(self._payment(advance), method)()
        self.assertEqual(self._fresh(advance).state, "paid")

    def test_payment_is_not_deleted(self):
        advance = self._approved_advance(self.trip, 500)
        with self.assertRaisesRegex(UserError, "stays on record"):
            self._payment(advance).unlink()

    def test_withdrawn_voucher_is_not_paid(self):
        advance = self._approved_advance(self.trip, 500)
        advance.action_cancel()
        payment = self._payment(advance)
        self.assertEqual(payment.state, "canceled")
        with self.assertRaisesRegex(UserError, "withdrawn"):
            payment.action_post()
        payment.action_draft()
        with self.assertRaises(UserError):
            payment.action_post()

    def test_unpaid_vouchers_lapse_with_the_return(self):
        advances = self._ask_advance(self.trip, 100) | self._approved_advance(self.trip, 200)
        paid = self._paid_advance(self.trip, 300)
        self._return(self.trip)
        self.assertEqual(self._fresh(advances).mapped("state"), ["cancel", "cancel"])
        self.assertEqual(paid.state, "paid")

    def test_advance_of_a_trip_given_up_is_returned(self):
        self._paid_advance(self.trip, 300)
        self.trip.action_cancel()
        self.assertMoney(self.trip, advance_open=300, amount_to_return=300)
        self._return_cash(self.trip)
        self.assertClear(self.trip)

    def test_advance_confirmed_after_the_settlement_is_set_off_by_a_button(self):
        trip = self._create_approved(first=-4)
        advance = self._paid_advance(trip, 500)
        self._finish(trip, [300])
        self._payment(advance).action_draft()
        self._settle(trip)
        self.assertMoney(trip, payable_open=300, amount_to_pay=300)
        self._payment(advance).action_post()
        trip.with_user(self.users["accountant"]).action_offset()
        self.assertMoney(trip, advance_open=200, amount_to_return=200)

    def test_missing_contact_account_or_journal_is_told(self):
        contact = self.employees["traveller"].work_contact_id
        self.employees["traveller"].work_contact_id = False
        with self.assertRaisesRegex(UserError, "no work contact"), self.env.cr.savepoint():
            self._ask_advance(self.trip, 100)
        self.employees["traveller"].work_contact_id = contact
        advance = self._ask_advance(self.trip, 100)
        journals = self.env["account.journal"].search(
            [("type", "in", ("bank", "cash")), ("company_id", "=", self.company.id)]
        )
        journals.active = False
        with self.assertRaisesRegex(UserError, "no bank or cash journal"):
            advance.with_user(self.users["boss"]).action_approve()

    def test_work_contact_stays_while_money_is_open(self):
        employee = self.employees["traveller"]
        advance = self._approved_advance(self.trip, 100)
        other = self.env["res.partner"].create({"name": "Other"})
        hr_employee = employee.with_user(self.users["hr"])
        with self.assertRaisesRegex(UserError, self.trip.name), self.env.cr.savepoint():
            hr_employee.work_contact_id = other
        self._payment(advance).action_post()
        with self.assertRaisesRegex(UserError, self.trip.name), self.env.cr.savepoint():
            hr_employee.user_id = self.users["plain"]
        self._finish(self.trip, [100])
        self._settle(self.trip)
        hr_employee.work_contact_id = other
        self.assertEqual(employee.work_contact_id, other)

    def test_state_and_links_cannot_be_written(self):
        advance = self._ask_advance(self.trip, 100)
        for values in ({"state": "paid"}, {"company_amount": 1}, {"name": "X"}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                advance.write(values)
        with self.assertRaises(UserError):
            advance.write({"amount": 900})
        with self.assertRaises(AccessError):
            advance.create(
                {"trip_id": self.trip.id, "amount": 1, "purpose": "X", "state": "approved"}
            )
