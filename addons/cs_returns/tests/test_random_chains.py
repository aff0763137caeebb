import os
from collections import Counter

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ReturnsCommon

DELIVERED = 10.0
# `./cs test --long` plays the long run
EXAMPLES = 300 if os.environ.get("CS_TEST_LONG") else 30
SLOTS = st.integers(0, 1)
QUANTITIES = st.integers(1, 12)
PEOPLE = st.sampled_from(("plain", "salesman", "clerk", "office", "manager", "accountant"))
STEPS = st.sampled_from(
    ("action_submit", "action_approve", "action_arrive", "action_appraise", "action_settle")
)
# the sound way through the chain is drawn more often, so that sequences get to its end
OPERATIONS = st.one_of(
    st.tuples(st.just("apply"), SLOTS, QUANTITIES),
    st.tuples(st.just("advance"), SLOTS),
    st.tuples(st.just("advance"), SLOTS),
    st.tuples(st.just("advance"), SLOTS),
    st.tuples(st.just("advance"), SLOTS),
    st.tuples(st.just("count"), SLOTS, st.integers(0, 12), st.integers(0, 6)),
    st.tuples(st.just("refuse"), SLOTS, PEOPLE),
    st.tuples(st.just("cancel"), SLOTS),
    st.tuples(st.just("step_of"), SLOTS, STEPS, PEOPLE),
    st.tuples(st.just("native_return"), QUANTITIES),
    st.tuples(st.just("native_credit"), QUANTITIES),
    st.tuples(st.just("invoice_order")),
    st.tuples(st.just("reset_invoice"), st.booleans()),
    st.tuples(st.just("correct"), st.integers(0, 3), QUANTITIES),
)


@tagged("post_install", "-at_install")
class TestRandomChains(ReturnsCommon):
    """Whatever is tried, in whatever order and by whom: goods and money stay in balance."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_return_requires_application = False
        cls.order, cls.move, cls.invoice = cls._sell_deliver_invoice(DELIVERED)
        cls.on_hand = cls._on_hand()
        cls.env.flush_all()

    @classmethod
    def _on_hand(cls):
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        quants = cls.env["stock.quant"].search(
            [
                ("product_id", "=", cls.product.id),
                ("location_id", "child_of", warehouse.view_location_id.id),
            ]
        )
        return sum(quants.mapped("quantity"))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(OPERATIONS, min_size=8, max_size=25))
    def test_goods_and_money_stay_in_balance(self, operations):
        with self.env.cr.savepoint() as savepoint:
            self.slots = {}
            for name, *arguments in operations:
                try:
                    with self.env.cr.savepoint():
                        getattr(self, f"_try_{name}")(*arguments)
                except UserError:
                    # a refusal is a right answer; any other error fails the test
                    self.env.invalidate_all(flush=False)
            self._check_invariants()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    # What may be tried

    def _try_apply(self, slot, quantity):
        if slot not in self.slots:
            self.slots[slot] = self._apply([(self.move, quantity)])

    def _try_advance(self, slot):
        """The next step, by whoever it belongs to."""
        application = self.slots.get(slot)
        if not application:
            return
        office_signed = application._has_signed(self.users["office"])
        step, person = {
            "draft": ("action_submit", "clerk"),
            "submitted": ("action_approve", "manager" if office_signed else "office"),
            "approved": ("action_arrive", "warehouse"),
            "arrived": ("action_appraise", "warehouse"),
            "appraised": ("action_settle", "accountant"),
            "done": ("action_settle", "accountant"),
            "cancel": ("action_submit", "clerk"),
        }[application.state]
        getattr(application.with_user(self.users[person]), step)()

    def _try_step_of(self, slot, step, person):
        if slot in self.slots:
            getattr(self.slots[slot].with_user(self.users[person]), step)()

    def _try_count(self, slot, received, rejected):
        if slot in self.slots:
            line = self.slots[slot].line_ids.with_user(self.users["warehouse"])
            line.write(
                {
                    "received_qty": received,
                    "rejected_qty": min(rejected, received),
                    "reject_reason": "opened",
                }
            )

    def _try_refuse(self, slot, person):
        if slot in self.slots:
            self.slots[slot].with_user(self.users[person])._approval_decide("refused", "no")

    def _try_cancel(self, slot):
        if slot in self.slots:
            self.slots[slot].action_cancel()

    def _try_native_return(self, quantity):
        receipt = self._native_return(self.move.picking_id, quantity)
        receipt.move_ids.quantity = quantity
        receipt.with_context(cancel_backorder=True)._action_done()

    def _try_native_credit(self, quantity):
        self._native_credit(self.invoice, quantity).action_post()

    def _try_invoice_order(self):
        self.order._create_invoices(final=True).action_post()

    def _try_reset_invoice(self, is_posted_again):
        self.invoice.button_draft()
        if is_posted_again:
            self.invoice.action_post()
        else:
            self.invoice.button_cancel()

    def _try_correct(self, number, quantity):
        """Another quantity on a finished transfer of the order."""
        done = self.order.order_line.move_ids.filtered(lambda m: m.state == "done")
        done.sorted("id")[number : number + 1].move_line_ids.quantity = quantity

    # What holds

    def _check_invariants(self):
        self.env.flush_all()
        self.env.invalidate_all()
        line = self.order.order_line
        delivered = self.move.quantity
        moves = line.move_ids.filtered(lambda m: m.state == "done" and m != self.move)
        back = moves.filtered(lambda m: m.location_dest_id.usage == "internal")
        returned = sum(back.mapped("quantity"))
        self.assertLessEqual(returned, delivered)
        self.assertEqual(line.qty_delivered, delivered - returned)
        self.assertEqual(self._on_hand(), self.on_hand + DELIVERED - delivered + returned)
        self.assertTrue(all(move.value == 60 * move.quantity for move in back))
        rejected = moves.filtered(lambda m: m.cs_return_role == "reject")
        self.assertFalse(any(rejected.mapped("value")))

        entries = line.invoice_lines.move_id.filtered(lambda m: m.state == "posted")
        bills = entries.filtered(lambda m: m.move_type == "out_invoice")
        credits = entries.filtered(lambda m: m.move_type == "out_refund")
        billed = sum(bills.invoice_line_ids.mapped("quantity"))
        credited = sum(credits.invoice_line_ids.mapped("quantity"))
        self.assertLessEqual(credited, billed)
        self.assertEqual(sum(credits.mapped("amount_total")), 100 * credited)
        if all(move.state in ("posted", "cancel") for move in line.invoice_lines.move_id):
            self.assertEqual(line.qty_invoiced, billed - credited)
        links = Counter((m.cs_return_id, m.reversed_entry_id) for m in credits if m.cs_return_id)
        self.assertTrue(all(count == 1 for count in links.values()))
        for application in self.slots.values():
            self._check_application(application)

    def _check_application(self, application):
        goods = application.line_ids
        accepted = application.move_ids.filtered(lambda m: m.cs_return_role == "accept")
        if application.state in ("appraised", "done"):
            self.assertEqual(sum(accepted.mapped("quantity")), goods.accepted_qty)
        else:
            self.assertFalse(application.move_ids)
        if application.state != "done":
            self.assertFalse(application.credit_note_ids)
        if application.state in ("approved", "arrived", "appraised", "done"):
            signers = application._current_steps("approved").decided_by_id
            self.assertEqual(len(signers), 2)
            self.assertNotIn(application.requester_id, signers)
