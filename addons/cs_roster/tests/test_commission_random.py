import os
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import BaseCase

from ..domain.commission import Change, basis_to_date, settle
from .commission_common import CommissionCommon

# `./cs test --long` plays the long run
EXAMPLES = 200 if os.environ.get("CS_TEST_LONG") else 6
CENT = Decimal("0.01")
MONTHS = [date(2026, month, 1) for month in (3, 4, 5, 6)]
ORDERS = st.integers(0, 3)
PRICES = st.lists(st.integers(1, 99999), min_size=1, max_size=3)
OPERATIONS = st.one_of(
    st.tuples(st.just("sell"), PRICES, st.booleans(), st.integers(0, 1)),
    st.tuples(st.just("sell"), PRICES, st.booleans(), st.integers(0, 1)),
    st.tuples(st.just("pay"), ORDERS, st.integers(1, 100)),
    st.tuples(st.just("pay"), ORDERS, st.integers(1, 100)),
    st.tuples(st.just("pay"), ORDERS, st.just(100)),
    st.tuples(st.just("credit"), ORDERS, st.sampled_from((0.1, 0.333, 1))),
    st.tuples(st.just("pay_back"), ORDERS, st.integers(1, 100)),
    st.tuples(st.just("loosen"), ORDERS),
    st.tuples(st.just("tag"), ORDERS),
    st.tuples(st.just("compute"),),
    st.tuples(st.just("confirm"),),
    st.tuples(st.just("cancel"),),
    st.tuples(st.just("bill"),),
    st.tuples(st.just("next"),),
    st.tuples(st.just("next"),),
)  # fmt: skip
SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def to_cents(value):
    return value.quantize(CENT, ROUND_HALF_UP)


class TestCommissionArithmetic(BaseCase):
    """No cent is lost or doubled, however often and in whatever parts something is settled."""

    @given(
        st.lists(
            st.lists(
                st.tuples(
                    st.integers(1, 9),
                    st.decimals(-9999, 9999, places=2),
                    st.sampled_from(("5", "0.3", "3.3333", "12.5")),
                ),
                max_size=6,
            ),
            max_size=8,
        )
    )
    @settings(deadline=None, derandomize=True)
    def test_sum_of_amounts_is_the_sum_rounded_once(self, statements):
        earned = settled = Decimal(0)
        for lines in statements:
            changes = [
                Change(number, basis, Decimal(percent))
                for number, (_key, basis, percent) in enumerate(lines)
            ]
            amounts = settle(changes, earned, settled, CENT)
            for change in changes:
                own = change.basis * change.percent / 100
                self.assertLess(abs(amounts[change.key] - own), Decimal("0.0101"))
                earned += own
            settled += sum(amounts.values())
            self.assertEqual(settled, to_cents(earned))

    @given(
        st.decimals("0.01", 99999, places=2),
        st.lists(st.decimals("0.01", 9999, places=2), min_size=1, max_size=20),
    )
    @settings(deadline=None, derandomize=True)
    def test_basis_of_part_payments_ends_at_the_net_amount(self, net, payments):
        total = sum(payments)
        paid = before = Decimal(0)
        for payment in payments:
            paid += payment
            basis = basis_to_date("paid", net, paid, total, CENT)
            self.assertLessEqual(before, basis)
            before = basis
        self.assertEqual(before, net)

    def test_more_than_all_is_not_earned(self):
        self.assertEqual(basis_to_date("paid", Decimal(10), Decimal(30), Decimal(20), CENT), 10)
        self.assertEqual(basis_to_date("paid", Decimal(10), Decimal(-1), Decimal(20), CENT), 0)

    def test_invoice_over_nothing_is_paid(self):
        self.assertEqual(basis_to_date("paid", Decimal(10), Decimal(0), Decimal(0), CENT), 10)


class RandomCommon(CommissionCommon):
    """Plays operations and counts, with no code of ours, what the agents have earned."""

    kind = "invoiced"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.write({"kind": cls.kind, "percent": 3.3})
        cls.env.flush_all()

    def _play(self, operations):
        with self.env.cr.savepoint() as savepoint:
            self.month, self.invoices, self.notes = 0, [], []
            for operation in operations:
                self._attempt(*operation)
            self._settle_all()
            self._check()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def _attempt(self, name, *arguments):
        """An operation as a request of its own; a refusal leaves nothing behind."""
        before = (self.month, list(self.invoices), list(self.notes))
        try:
            with freeze_time(MONTHS[self.month]), self.env.cr.savepoint():
                getattr(self, f"_try_{name}")(*arguments)
                self.env.flush_all()
        except UserError:
            # a refusal is a right answer; any other error fails the test
            self.month, self.invoices, self.notes = before
            self.env.invalidate_all(flush=False)

    @property
    def today(self):
        return MONTHS[self.month]

    def _drafts(self):
        domain = [("company_id", "=", self.company.id), ("state", "=", "draft")]
        statements = self.env["cs.commission.statement"].search(domain, order="date_from")
        return statements.with_user(self.users["hr"])

    # What may be tried

    def _try_sell(self, prices, is_tagged, agent):
        number = ("1001", "1002")[agent] if is_tagged else False
        prices = [price / 100 for price in prices]
        order = self._create_order(*prices, work_no=number, role=f"agent{agent}")
        self.invoices.append((self._invoice(order, self.today), agent))

    def _try_pay(self, place, share):
        invoice = self.invoices[place % len(self.invoices)][0] if self.invoices else None
        if invoice and invoice.amount_residual > 0:
            amount = max(round(invoice.amount_residual * share / 100, 2), 0.01)
            self._pay(invoice, amount, self.today)

    def _try_credit(self, place, share):
        if self.invoices:
            invoice = self.invoices[place % len(self.invoices)][0]
            self.notes.append(self._credit(invoice, share, self.today))

    def _try_pay_back(self, place, share):
        note = self.notes[place % len(self.notes)] if self.notes else None
        if note and note.amount_residual > 0:
            amount = max(round(note.amount_residual * share / 100, 2), 0.01)
            self._pay(note, amount, self.today)

    def _try_loosen(self, place):
        if self.invoices:
            self.invoices[place % len(self.invoices)][0].line_ids.remove_move_reconcile()

    def _try_tag(self, place):
        if not self.invoices:
            return
        invoice, agent = self.invoices[place % len(self.invoices)]
        order = invoice.invoice_line_ids.sale_line_ids.order_id
        self.env["cs.order.tag"].with_user(self.users["head"]).create(
            {"order_id": order.id, "work_no": ("1001", "1002")[agent], "reason": "Late"}
        ).action_confirm()

    def _try_compute(self):
        self._drafts().action_compute()

    def _try_confirm(self):
        drafts = self._drafts()
        drafts.action_compute()
        drafts.action_confirm()

    def _try_cancel(self):
        domain = [("state", "in", ("draft", "confirmed")), ("company_id", "=", self.company.id)]
        statement = self.env["cs.commission.statement"].search(domain, limit=1)
        statement.with_user(self.users["hr"]).action_cancel()

    def _try_bill(self):
        domain = [("state", "=", "confirmed"), ("company_id", "=", self.company.id)]
        statements = self.env["cs.commission.statement"].search(domain)
        statements.with_user(self.users["accountant"]).action_bill()

    def _try_next(self):
        """The month ends, and drafts are made of it."""
        self.env["cs.commission.statement"]._make_drafts(self.company, self.today)
        self.month = min(self.month + 1, len(MONTHS) - 1)

    def _settle_all(self):
        """A month later all drafts are computed and confirmed."""
        last = date(2026, 7, 1)
        self.env["cs.commission.statement"]._make_drafts(self.company, last)
        drafts = self._drafts()
        if drafts:
            drafts.action_compute()
            drafts.action_confirm()

    # What must hold

    def _check(self):
        lines = self.env["cs.commission.statement.line"].search(
            [("company_id", "=", self.company.id), ("state", "!=", "cancel")]
        )
        for number, agent in enumerate(self.agents):
            own = lines.filtered(lambda line, own=agent: line.employee_id == own)
            earned = sum(
                self._basis(line) * Decimal("3.3") / 100 for line in self._lines_of(number)
            )
            paid = sum((Decimal(str(line.amount)) for line in own), Decimal(0))
            self.assertEqual(paid, to_cents(Decimal(earned)))
        keys = [(line.move_line_id.id, line.part) for line in lines]
        self.assertEqual(len(keys), len(set(keys)))

    def _lines_of(self, number):
        """Lines of invoices and credit notes of orders that this agent has tagged."""
        moves = self.env["account.move"].union(
            *(invoice for invoice, agent in self.invoices if agent == number)
        )
        moves |= moves.reversal_move_ids
        posted = moves.filtered(lambda move: move.state == "posted")
        return posted.invoice_line_ids.filtered(
            lambda line: line.sale_line_ids.order_id.cs_is_flagged
        )

    def _basis(self, line):
        sign = 1 if line.move_id.move_type == "out_invoice" else -1
        net = sign * Decimal(str(line.price_subtotal))
        if self.kind == "invoiced":
            return net
        receivable = line.move_id.line_ids.filtered(
            lambda item: item.account_type == "asset_receivable"
        )
        partials = receivable.matched_credit_ids | receivable.matched_debit_ids
        others = {
            partial: (partial.debit_move_id | partial.credit_move_id) - receivable
            for partial in partials
        }
        paid = sum(
            Decimal(str(partial.amount))
            for partial, other in others.items()
            if other.move_id.origin_payment_id
        )
        total = abs(Decimal(str(sum(receivable.mapped("balance")))))
        return to_cents(net * paid / total) if total else net


class TestRandomInvoiced(RandomCommon):
    @SETTINGS
    @given(st.lists(OPERATIONS, min_size=6, max_size=16))
    def test_statements_add_up_to_what_is_invoiced(self, operations):
        self._play(operations)


class TestRandomPaid(RandomCommon):
    kind = "paid"

    @SETTINGS
    @given(st.lists(OPERATIONS, min_size=6, max_size=16))
    def test_statements_add_up_to_what_is_paid(self, operations):
        self._play(operations)
