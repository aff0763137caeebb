from datetime import timedelta

from odoo import Command

from .common import TravelCommon


class MoneyCommon(TravelCommon):
    """Advances, settlements and payments, each by the button of its role."""

    @classmethod
    def _build_company(cls, name, prefix="t"):
        super()._build_company(name, prefix)
        accounts = cls.env["account.account"].with_company(cls.company)
        cls.payable = accounts.create(
            {
                "name": "Owed to Employees",
                "code": "224101",
                "account_type": "liability_payable",
                "reconcile": True,
                "company_ids": [Command.set(cls.company.ids)],
            }
        )
        for employee in cls.employees.values():
            contact = employee.work_contact_id.with_company(cls.company)
            contact.property_account_payable_id = cls.payable
        cls.advance_account = cls.company.cs_trip_advance_account_id
        cls.expense_account = accounts.search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.category.with_company(cls.company).property_account_expense_id = cls.expense_account

    @classmethod
    def _ask_advance(cls, trip, amount, **vals):
        """The traveller's voucher, waiting for its signature."""
        advance = trip.env["cs.trip.advance"].create(
            {
                "trip_id": trip.id,
                "amount": amount,
                "currency_id": cls.company.currency_id.id,
                "purpose": "Hotels",
                **vals,
            }
        )
        advance.action_submit()
        return advance

    @classmethod
    def _approved_advance(cls, trip, amount, **vals):
        advance = cls._ask_advance(trip, amount, **vals)
        advance.with_user(cls.users["boss"]).action_approve()
        return advance

    @classmethod
    def _paid_advance(cls, trip, amount, date=None, **vals):
        """An advance that the accountant has paid from the list of payments."""
        advance = cls._approved_advance(trip, amount, **vals)
        payment = cls._payment(advance)
        if date:
            payment.date = date
        payment.action_post()
        return advance

    @classmethod
    def _payment(cls, advance):
        """The payment of the advance, as the accountant sees it."""
        return advance.with_user(cls.users["accountant"]).payment_ids

    @classmethod
    def _finish(cls, trip, amounts, bad_days=(), **vals):
        """Expenses on the days of the trip in turn, return, audit, and the manager's signature."""
        for number, amount in enumerate(amounts):
            cls._spend(trip, amount, day=number % len(trip.day_ids), **vals)
        cls._return(trip)
        cls._audit(trip, bad_days)
        for reimbursement in trip.reimbursement_ids:
            reimbursement.with_user(cls.users["boss"]).action_approve()

    @classmethod
    def _settle(cls, trips, date=None):
        accountant = cls.users["accountant"]
        reimbursements = trips.with_user(accountant).reimbursement_ids
        reimbursements.with_context(cs_accounting_date=date).action_settle()

    @classmethod
    def _register(cls, action, **vals):
        """The accountant confirms Odoo's own dialog of payments."""
        dialog = cls.env[action["res_model"]].with_user(cls.users["accountant"])
        dialog = dialog.with_context(**action["context"]).create(vals)
        return dialog._create_payments()

    @classmethod
    def _pay_rest(cls, trip, **vals):
        trip = trip.with_user(cls.users["accountant"])
        return cls._register(trip.action_register_payment(), **vals)

    @classmethod
    def _return_cash(cls, trip, **vals):
        trip = trip.with_user(cls.users["accountant"])
        return cls._register(trip.action_register_return(), **vals)

    @classmethod
    def _day(cls, number):
        """The date that lies ``number`` days from today."""
        return cls.today + timedelta(days=number)

    @classmethod
    def _create_currency(cls, rates):
        """A foreign currency; ``rates`` are units of the company's for one, by day from today."""
        currency = cls.env["res.currency"].create({"name": "FCY", "symbol": "F", "rounding": 0.01})
        cls.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "company_id": cls.company.id,
                    "name": cls.today + timedelta(days=day),
                    "company_rate": 1 / rate,
                }
                for day, rate in rates.items()
            ]
        )
        return currency

    @classmethod
    def _fresh(cls, record):
        """The record read anew by the superuser."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        return record.with_env(cls.env)

    def _entry(self, moves):
        """The lines of entries as (account, debit less credit), lowest first."""
        return sorted(
            (self._role_of(line.account_id), self.company.currency_id.round(line.balance))
            for line in self._fresh(moves).line_ids
        )

    def _role_of(self, account):
        roles = {
            self.payable: "payable",
            self.advance_account: "advance",
            self.expense_account: "expense",
        }
        return roles.get(account, "other")

    def _part(self, trip, part):
        return self._fresh(trip).move_ids.filtered(lambda move: move.cs_trip_part == part)

    def assertMoney(self, trip, **figures):
        """The figures on the trip, to the cent; those not named are zero."""
        trip = self._fresh(trip)
        names = ("advance_open", "payable_open", "amount_to_pay", "amount_to_return")
        read = {name: round(trip[name], 2) for name in names}
        self.assertEqual(read, {name: figures.get(name, 0.0) for name in names})

    def assertClear(self, trip):
        """Both sides are settled: every line is reconciled, nothing is open."""
        self.assertMoney(trip)
        trip = self._fresh(trip)
        self.assertEqual(trip.balance, "paid")
        lines = trip.move_ids.line_ids.filtered(
            lambda line: line.account_id in self.payable | self.advance_account
        )
        self.assertTrue(all(lines.mapped("reconciled")))
        open_lines = self.env["account.move.line"].search(
            [
                ("account_id", "in", (self.payable | self.advance_account).ids),
                ("parent_state", "=", "posted"),
                ("amount_residual", "!=", 0),
            ]
        )
        self.assertFalse(open_lines)
