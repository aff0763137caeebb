import os
from collections import Counter
from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PIXEL, ReturnsCommon

DELIVERED = 10.0
# `./cs test --long` plays the long run
EXAMPLES = 500 if os.environ.get("CS_TEST_LONG") else 30
SLOTS = st.integers(0, 1)
QUANTITIES = st.integers(1, 12)
PEOPLE = st.sampled_from(("plain", "salesman", "clerk", "office", "manager", "accountant"))
STEPS = st.sampled_from(
    ("action_submit", "action_approve", "action_arrive", "action_appraise", "action_settle")
)
# the sound way through the chain is drawn more often, so that sequences get to its end
WAYS = st.sampled_from(("factory", "factory", "on_site"))
SETTLEMENTS = st.sampled_from(("credit", "credit", "exchange"))
COUNTS = st.tuples(st.integers(0, 12), st.integers(0, 6))
ANSWERS = st.sampled_from((None, "take_back", "destroy"))
ANSWERERS = st.sampled_from(("office", "clerk", "dealer"))
OPERATIONS = st.one_of(
    st.tuples(st.just("apply"), SLOTS, QUANTITIES, WAYS, SETTLEMENTS),
    st.tuples(st.just("advance"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("advance"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("advance"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("advance"), SLOTS, st.integers(1, 6)),
    st.tuples(st.just("play"), SLOTS, QUANTITIES, WAYS, SETTLEMENTS, COUNTS, ANSWERS),
    st.tuples(st.just("play"), SLOTS, QUANTITIES, WAYS, SETTLEMENTS, COUNTS, ANSWERS),
    st.tuples(st.just("play"), SLOTS, QUANTITIES, WAYS, SETTLEMENTS, COUNTS, ANSWERS),
    st.tuples(st.just("count"), SLOTS, st.integers(0, 12), st.integers(0, 6)),
    st.tuples(st.just("refuse"), SLOTS, PEOPLE),
    st.tuples(st.just("cancel"), SLOTS),
    st.tuples(st.just("step_of"), SLOTS, STEPS, PEOPLE),
    st.tuples(st.just("send_ahead"), SLOTS),
    st.tuples(st.just("ship"), SLOTS),
    st.tuples(st.just("answer"), SLOTS, st.sampled_from(("take_back", "destroy")), ANSWERERS),
    st.tuples(st.just("claim"), SLOTS, QUANTITIES),
    st.tuples(st.just("dispute"), SLOTS),
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
        cls.product = cls._create_product("Lot Bait", tracking="lot")
        cls.lot = cls._create_lot(cls.product, "A")
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight"})
        cls.order = cls._sell(DELIVERED, product=cls.product)
        cls.move = cls._deliver(cls.order, lot=cls.lot)
        cls.invoice = cls._invoice(cls.order)
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
            for operation in operations:
                self._attempt(*operation)
            self._check_invariants()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def _attempt(self, name, *arguments):
        """An operation as a request of its own; a refusal leaves nothing behind."""
        slots = dict(self.slots)
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_try_{name}")(*arguments)
        except UserError:
            # a refusal is a right answer; any other error fails the test
            self.slots = slots
            self.env.invalidate_all(flush=False)

    # What may be tried

    def _try_apply(self, slot, quantity, way, settlement):
        if slot not in self.slots:
            goods = {"lot_id": self.lot.id, "settlement": settlement}
            application = self._apply([(self.move, quantity, goods)], way=way)
            self.slots[slot] = self._attach_evidence(application)

    def _try_play(self, slot, quantity, way, settlement, counts, answer):
        """A whole life: applied for, sent ahead where there is an exchange, counted, answered."""
        self._attempt("apply", slot, quantity, way, settlement)
        self._attempt("advance", slot, 3)
        if settlement == "exchange":
            self._attempt("send_ahead", slot)
            self._attempt("ship", slot)
        if way == "factory":
            self._attempt("advance", slot, 1)
            self._attempt("count", slot, *counts)
        self._attempt("advance", slot, 2)
        if answer:
            self._attempt("answer", slot, answer, "office")

    def _try_claim(self, slot, quantity):
        """Goods that the carrier lost: they are taken off by an application of their own."""
        if slot in self.slots:
            return
        clerk = self.users["clerk"]
        action = self.move.picking_id.with_user(clerk).action_new_cs_claim()
        claim = self.env["cs.carrier.claim"].with_user(clerk).browse(action["res_id"])
        claim.carrier_id = self.carrier
        claim.line_ids.quantity = quantity
        self._attach_evidence(claim).action_lodge()
        action = claim.action_take_off()
        application = self.env["cs.return"].with_user(clerk).browse(action["res_id"])
        self.slots[slot] = self._attach_evidence(application)

    def _try_dispute(self, slot):
        """The lot is faulty: all that is left of it comes back."""
        if slot in self.slots:
            return
        dispute = self._confirm_fault(self._dispute_lots(self.lot))
        dispute.line_ids.action_open_return()
        if dispute.return_ids:  # unless nothing of the lot is left in the field
            self.slots[slot] = dispute.return_ids

    def _try_send_ahead(self, slot):
        if slot in self.slots:
            self.slots[slot].with_user(self.users["manager"])._send_ahead("so")

    def _try_ship(self, slot):
        """Deliver what is sent in exchange or sent back."""
        if slot not in self.slots:
            return
        moves = self.slots[slot].sudo().move_ids.with_env(self.env)
        for move in moves.filtered(lambda m: m.state not in ("done", "cancel")):
            move.move_line_ids.write({"lot_id": self.lot.id})
            move.write({"quantity": move.product_uom_qty, "picked": True})
            move.picking_id.with_context(skip_sms=True)._action_done()

    def _try_answer(self, slot, answer, who):
        if slot not in self.slots:
            return
        application = self.slots[slot]
        if who == "office":
            yesterday = fields.Date.today() - timedelta(days=1)
            if application.rejected_deadline_date:
                application._write_protected({"rejected_deadline_date": yesterday})
            application.with_user(self.users["office"])._decide_rejected(answer, "so")
        elif who == "clerk":
            application.with_user(self.users["clerk"])._answer_rejected(answer)
        else:
            application.sudo()._answer_rejected_by_dealer(answer, "Mei Lin", PIXEL)

    def _try_advance(self, slot, steps):
        """The next steps, each by whoever it belongs to."""
        for _step in range(steps if slot in self.slots else 0):
            self._advance(self.slots[slot])

    def _advance(self, application):
        if application.state in ("done", "cancel"):
            return
        office_signed = application._has_signed(self.users["office"])
        step, person = {
            "draft": ("action_submit", "clerk"),
            "submitted": ("action_approve", "manager" if office_signed else "office"),
            "approved": (
                ("action_arrive", "warehouse")
                if application.way == "factory"
                else ("action_dispose", "office")
            ),
            "arrived": ("action_appraise", "warehouse"),
            "appraised": ("action_settle", "accountant"),
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
        moves = line.move_ids.filtered(lambda m: m.state == "done" and m != self.move)
        sent = moves.filtered(lambda m: m.cs_return_role == "exchange")
        delivered = self.move.quantity + sum(sent.mapped("quantity"))
        back = moves.filtered(lambda m: m.location_dest_id.usage == "internal")
        returned = sum(back.mapped("quantity"))
        scrapped = back.cs_return_id.scrap_ids
        in_stock = returned - sum(scrapped.mapped("scrap_qty"))
        self.assertLessEqual(returned, delivered)
        self.assertEqual(line.qty_delivered, delivered - returned)
        self.assertEqual(self._on_hand(), self.on_hand + DELIVERED - delivered + in_stock)
        self.assertTrue(all(move.value == 60 * move.quantity for move in back))
        self.assertEqual(
            sum(scrapped.move_ids.mapped("value")), sum(scrapped.mapped("scrap_qty")) * 60
        )
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
        by_role = application.move_ids.filtered(lambda m: m.state != "cancel")
        by_role = by_role.grouped("cs_return_role")
        nothing = application.move_ids.browse()
        accepted = by_role.get("accept", nothing)
        answered = by_role.get("take_back", nothing) | by_role.get("destroy", nothing)
        self.assertLessEqual(
            sum(answered.mapped("product_uom_qty")), sum(goods.mapped("rejected_qty"))
        )
        written_off = by_role.get("write_off", nothing)
        self.assertEqual(
            sum(written_off.mapped("quantity")),
            sum(accepted.mapped("quantity")) if application.way != "factory" else 0,
        )
        if application.state in ("appraised", "done"):
            self.assertEqual(sum(accepted.mapped("quantity")), goods.accepted_qty)
        else:
            self.assertLessEqual(set(by_role), {"exchange"})
        if application.state != "done":
            self.assertFalse(application.credit_note_ids)
        if application.state in ("approved", "arrived", "appraised", "done"):
            signers = application._current_steps("approved").decided_by_id
            self.assertEqual(len(signers), 2)
            self.assertNotIn(application.requester_id, signers)
