from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .money_common import MoneyCommon


class TestLateFindings(MoneyCommon):
    """A day found worse after the audit: refused before the posting, clawed back after it."""

    def _revise(self, trip, day=1, result="deviated", role="manager", note="Seen in Shanghai"):
        days = trip.with_user(self.users[role]).day_ids.sorted("date")
        dialog = self.env["cs.trip.revision"].with_user(self.users[role])
        dialog.create({"day_id": days[day].id, "result": result, "note": note}).action_confirm()

    def _settled(self, amounts=(500, 300), advance=1000, **vals):
        trip = self._create_approved(first=-2, cost=2000)
        if advance:
            self._paid_advance(trip, advance)
        self._finish(trip, amounts, **vals)
        self._settle(trip)
        return trip

    def test_unposted_expense_is_refused(self):
        trip = self._create_approved(first=-2)
        self._finish(trip, [500, 300])
        self._revise(trip)
        self.assertEqual(
            self._fresh(trip).expense_ids.sorted("date").mapped("state"), ["approved", "refused"]
        )
        self.assertEqual(trip.reimbursement_ids.amount, 500)
        self._settle(trip)
        self.assertMoney(trip, payable_open=500, amount_to_pay=500)

    def test_trip_of_which_nothing_is_left_is_settled_without_a_receipt(self):
        trip = self._create_approved(first=-2)
        self._finish(trip, [500])
        self._revise(trip, day=0)
        self._settle(trip)
        self.assertEqual(self._fresh(trip).state, "settled")
        self.assertFalse(trip.move_ids)

    def test_settled_expense_is_owed_by_the_traveller(self):
        trip = self._settled()
        self.assertMoney(trip, advance_open=200, amount_to_return=200)
        self._revise(trip)
        self.assertEqual(
            self._entry(self._part(trip, "claw_back")), [("advance", 300), ("expense", -300)]
        )
        self.assertMoney(trip, advance_open=500, amount_to_return=500)
        self.assertEqual(self._fresh(trip).reimbursed_total, 500)
        payment = self._return_cash(trip)
        self.assertEqual([payment.amount, len(payment)], [500, 1])
        self.assertClear(trip)

    def test_what_is_still_owed_is_set_off_against_the_claw_back(self):
        trip = self._settled(advance=0)
        self._revise(trip)
        self.assertMoney(trip, payable_open=500, amount_to_pay=500)
        self.assertEqual(
            self._entry(self._part(trip, "offset")), [("advance", -300), ("payable", 300)]
        )
        self._pay_rest(trip)
        self.assertClear(trip)

    def test_expense_paid_out_is_returned(self):
        trip = self._settled(advance=0)
        self._pay_rest(trip)
        self._revise(trip)
        self.assertMoney(trip, advance_open=300, amount_to_return=300)
        self._return_cash(trip)
        self.assertClear(trip)

    def test_receipt_stays_and_the_expense_says_so(self):
        trip = self._settled()
        self._revise(trip)
        receipt = self._part(trip, "receipt")
        self.assertEqual((receipt.state, receipt.amount_total), ("posted", 800))
        marks = self._fresh(trip).expense_ids.sorted("date").mapped("cs_is_clawed_back")
        self.assertEqual(marks, [False, True])

    def test_taxes_are_taken_back_with_the_expense(self):
        tax = self.env["account.tax"].create(
            {
                "name": "13 %",
                "amount": 13,
                "type_tax_use": "purchase",
                "company_id": self.company.id,
                "country_id": self.company.account_fiscal_country_id.id,
                "invoice_repartition_line_ids": [
                    Command.create({"repartition_type": "base"}),
                    Command.create(
                        {"repartition_type": "tax", "account_id": self._other_account().id}
                    ),
                ],
            }
        )
        trip = self._settled([113, 226], 1000, tax_ids=[Command.set(tax.ids)])
        self.assertEqual(
            self._entry(self._part(trip, "receipt")),
            [("expense", 100), ("expense", 200), ("other", 13), ("other", 26), ("payable", -339)],
        )
        self._revise(trip)
        entry = self._part(trip, "claw_back")
        self.assertEqual(self._entry(entry), [("advance", 226), ("expense", -200), ("other", -26)])
        tax_line = entry.line_ids.filtered("tax_repartition_line_id")
        self.assertEqual((tax_line.tax_line_id, tax_line.balance), (tax, -26))

    def _other_account(self):
        return self.env["account.account"].search(
            [
                ("account_type", "=", "asset_current"),
                ("reconcile", "=", False),
                ("company_ids", "in", self.company.ids),
            ],
            limit=1,
        )

    def test_expense_is_clawed_back_once_for_ever(self):
        trip = self._settled()
        self._revise(trip)
        self._revise(trip, result="solicited", note="Asked the dealer for a dinner")
        self.assertEqual(len(self._part(trip, "claw_back")), 1)
        self.assertEqual(trip.day_ids.sorted("date")[1].result, "solicited")

    def test_finding_never_becomes_better_after_the_audit(self):
        trip = self._settled()
        self._revise(trip, result="solicited")
        day = trip.with_user(self.users["manager"]).day_ids.sorted("date")[1]
        for result in ("as_planned", "deviated", "solicited", "not_verified"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                day._record_finding(result, "It was all right")

    def test_only_a_manager_of_customer_service_revises(self):
        trip = self._settled()
        for role in ("clerk", "boss", "general", "accountant", "traveller"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self._revise(trip, role=role)
        day = trip.with_user(self.users["clerk"]).day_ids[0]
        with self.assertRaises(AccessError):
            day._record_finding("deviated", "Seen elsewhere")

    def test_revision_needs_a_reason(self):
        trip = self._settled()
        with self.assertRaisesRegex(UserError, "reason"):
            self._revise(trip, note="  ")

    def test_claw_back_keeps_out_of_a_locked_period(self):
        trip = self._settled()
        self.company.sudo().fiscalyear_lock_date = self._day(-1)
        with patch.object(
            type(self.env["cs.trip.reimbursement"]), "_accounting_date", lambda _self: self._day(-2)
        ):
            self._revise(trip)
        self.assertGreater(self._part(trip, "claw_back").date, self._day(-1))


class TestLateFindingsInChina(TestLateFindings):
    chart = "cn"
    country = "base.cn"
