from odoo.exceptions import UserError

from .money_common import MoneyCommon


class TestNativeTraps(MoneyCommon):
    """Where Odoo's own way would make the money of a trip wrong."""

    def _settled(self, amounts=(700,), advance=500, **kwargs):
        trip = self._create_approved(first=-2, **kwargs)
        if advance:
            self._paid_advance(trip, advance)
        self._finish(trip, amounts)
        self._settle(trip)
        return trip

    def test_receipt_partly_set_off_is_not_called_paid(self):
        trip = self._settled()
        self.assertEqual(self._part(trip, "receipt").payment_state, "partial")
        self.assertEqual(trip.expense_ids.state, "posted")

    def test_accountant_with_invoicing_only_reads_and_settles(self):
        accountant = self.users["accountant"]
        self.assertFalse(accountant.has_group("account.group_account_user"))
        self.assertFalse(accountant.has_group("hr_expense.group_hr_expense_team_approver"))
        trip = self._settled()
        expenses = self.env["hr.expense"].with_user(accountant)
        expenses = expenses.search([("cs_trip_id", "=", trip.id)])
        self.assertEqual(expenses.mapped("state"), ["posted"])
        self._pay_rest(trip)
        self.assertClear(trip)

    def test_barred_expenses_of_two_travellers_are_refused_together(self):
        trips = self.env["cs.trip"]
        for role in ("traveller", "colleague"):
            trip = self._create_approved(first=-2, role=role)
            self._spend(trip, 100)
            self._return(trip)
            for day in trip.with_user(self.users["clerk"]).day_ids:
                day._record_finding("deviated", "Seen elsewhere")
            trips |= trip.with_env(self.env)
        trips.with_user(self.users["clerk"]).action_audit()
        self.assertEqual(self._fresh(trips).expense_ids.mapped("state"), ["refused", "refused"])

    def test_each_receipt_carries_its_own_attachments(self):
        trips = self.env["cs.trip"]
        for role in ("traveller", "colleague"):
            trip = self._create_approved(first=-2, role=role)
            expense = self._spend(trip, 100)
            self.env["ir.attachment"].with_user(self.users[role]).create(
                {
                    "name": f"{role}.txt",
                    "raw": role.encode(),
                    "res_model": "hr.expense",
                    "res_id": expense.id,
                }
            )
            self._finish(trip, [])
            trips |= trip.with_env(self.env)
        self._settle(trips)
        for trip in trips:
            receipt = self._part(trip, "receipt")
            contents = receipt.attachment_ids.mapped("raw")
            self.assertEqual(contents, [trip.user_id.login.removeprefix("t_").encode()])

    def test_advance_stays_on_its_account_and_currency(self):
        trip = self._create_approved(first=-2)
        advance = self._approved_advance(trip, 500)
        payment = self._payment(advance)
        currency = self._create_currency({-3: 7.0})
        foreign = self.env["account.journal"].create(
            {
                "name": "Foreign Bank",
                "code": "FBNK",
                "type": "bank",
                "currency_id": currency.id,
                "company_id": self.company.id,
            }
        )
        payment.journal_id = foreign
        self.assertEqual(payment.destination_account_id, self.advance_account)
        self.assertEqual(payment.currency_id, self.company.currency_id)
        payment.action_post()
        self.assertEqual(advance.state, "paid")
        self.assertMoney(trip, advance_open=500)
        payment.with_env(self.env).partner_id.name = "Renamed"
        self.env.add_to_compute(
            payment._fields["destination_account_id"], payment.with_env(self.env)
        )
        self.assertEqual(self._fresh(payment).destination_account_id, self.advance_account)

    def test_payment_edited_in_its_entry_is_refused(self):
        trip = self._create_approved(first=-2)
        advance = self._paid_advance(trip, 500)
        payment = self._payment(advance)
        payment.action_draft()
        line = payment.move_id.line_ids.filtered("debit")
        line.account_id = self.payable
        with self.assertRaisesRegex(UserError, "must be"):
            payment.action_post()

    def test_settled_entries_are_not_undone_by_hand(self):
        trip = self._settled()
        accountant = self.users["accountant"]
        for move in self._fresh(trip).move_ids - self._part(trip, "advance"):
            move = move.with_user(accountant)
            for call in (
                move.button_draft,
                move.button_cancel,
                lambda move=move: move._reverse_moves([{"invoice_date": self.today}], cancel=True),
            ):
                with self.assertRaisesRegex(UserError, "stays as it is"), self.env.cr.savepoint():
                    call()
            # a client can ask Odoo to delete what is posted
            with self.assertRaisesRegex(UserError, "stays as it"), self.env.cr.savepoint():
                move.with_context(force_delete=True).unlink()
            self.assertFalse(move.show_reset_to_draft_button)
        self.assertMoney(trip, payable_open=200, amount_to_pay=200)

    def test_payment_of_an_advance_is_not_reversed(self):
        trip = self._settled()
        move = self._part(trip, "advance").with_user(self.users["accountant"])
        with self.assertRaisesRegex(UserError, "stays as it is"):
            move._reverse_moves(cancel=True)

    def test_money_items_are_not_moved_to_another_account_or_partner(self):
        trip = self._settled()
        accountant = self.users["accountant"]
        lines = self._fresh(trip).move_ids.line_ids.filtered(
            lambda line: line.account_id in self.payable | self.advance_account
        )
        for line in lines.with_user(accountant):
            with self.assertRaisesRegex(UserError, "stays as it was"), self.env.cr.savepoint():
                line.partner_id = self.dealer
            line.write({"partner_id": line.partner_id.id, "name": "Advance of May"})

    def test_odoos_own_buttons_leave_the_expenses_alone(self):
        trip = self._create_approved(first=-2)
        self._finish(trip, [100])
        for method in ("action_post", "action_reset", "action_refuse", "action_approve"):
            with self.assertRaisesRegex(UserError, "with their trip"), self.env.cr.savepoint():
                getattr(trip.expense_ids.sudo(), method)()

    def test_items_unreconciled_by_hand_are_set_off_again(self):
        trip = self._settled()
        offset = self._part(trip, "offset").with_user(self.users["accountant"])
        offset.line_ids.remove_move_reconcile()
        self.assertMoney(trip, payable_open=200, amount_to_pay=200, advance_open=0)
        trip.with_user(self.users["accountant"]).action_offset()
        self.assertEqual(len(self._part(trip, "offset")), 1)
        self.assertTrue(all(self._part(trip, "offset").line_ids.mapped("reconciled")))

    def test_payment_counts_once_posted_whatever_odoo_calls_it(self):
        trip = self._create_approved(first=-2)
        advance = self._paid_advance(trip, 500)
        self.assertIn(self._payment(advance).state, ("in_process", "paid"))
        self.assertEqual(advance.state, "paid")
        self.assertMoney(trip, advance_open=500)

    def test_account_of_advances_is_cleared_by_odoos_payments(self):
        account = self.advance_account
        self.assertEqual(
            (account.account_type, account.reconcile, account.non_trade),
            ("asset_receivable", True, True),
        )
        company = self._create_company("Second Works")
        self.assertTrue(company.cs_trip_advance_account_id)
        self.assertNotEqual(company.cs_trip_advance_account_id, account)

    def test_branch_uses_the_account_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.assertEqual(branch._cs_trip_account(), self.advance_account)

    def test_company_without_chart_is_told_to_enter_an_account(self):
        company = self.env["res.company"].create({"name": "No Books"})
        with self.assertRaisesRegex(UserError, "no account of employee advances"):
            company._cs_trip_account()


class TestNativeTrapsInChina(TestNativeTraps):
    chart = "cn"
    country = "base.cn"
