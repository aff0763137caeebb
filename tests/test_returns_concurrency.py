"""Two people, or two clicks of one, at the same return at the same moment.

Each pair of calls runs on a live server, over two sessions. Exactly one of two equal calls
succeeds, the other is told why in a sentence, and the effect is there once.
"""

import os
import time
from unittest.mock import patch

from live_case import LiveCase
from live_server import simultaneously
from returns_data import builders

# each passes six steps
# `./cs test --long` presses each button on 200 documents
DOCUMENTS = 200 if os.environ.get("CS_TEST_LONG") else 35
RACES = 12
STEP_SECONDS = 0.03
CRON_RUNS = 4
STATES = ("draft", "submitted", "approved", "arrived", "appraised")
REFUSAL = (
    "is being processed by somebody else|this step needs|does not wait for a signature"
    "|You have signed|is on record"
)


def prepare(env):
    """Build all documents in `odoo shell`; the ids of what each test takes.

    Each document has an order, a delivery and an invoice of its own of 10 pieces.
    """
    from odoo import Command

    data = builders(env, "Live Bait", "live")
    # so that Odoo's own wizard gets as far as it can
    data.company.cs_return_requires_application = False
    second = {"login": "live_second", "name": "Second", "password": "live_second"}
    with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
        data.users["manager"].copy(second)

    def deliver(count):
        """Moves of as many orders, delivered and invoiced."""
        line = Command.create(
            {"product_id": data.product.id, "product_uom_qty": 10.0, "price_unit": 100.0}
        )
        vals = {
            "partner_id": data.dealer.id,
            "company_id": data.company.id,
            "order_line": [line],
        }
        orders = data.env["sale.order"].create([dict(vals) for _number in range(count)])
        orders.action_confirm()
        orders.picking_ids.move_ids.picked = True
        orders.picking_ids.with_context(skip_sms=True)._action_done()
        orders._create_invoices(grouped=True).action_post()
        return orders.picking_ids.move_ids

    def bring(moves, state, quantity=4.0, received=4.0):
        """Applications for these moves in the state; they are counted once they are here."""
        applications = data.env["cs.return"].concat(
            *(data._apply([(move, quantity)]) for move in moves)
        )
        position = STATES.index(state)
        if position >= 1:
            applications.with_user(data.users["clerk"]).action_submit()
            applications.with_user(data.users["office"]).action_approve()
        if position >= 2:
            applications.with_user(data.users["manager"]).action_approve()
        if position >= 3:
            warehouse = data.users["warehouse"]
            applications.with_user(warehouse).action_arrive()
            applications.line_ids.with_user(warehouse).received_qty = received
        if position >= 4:
            applications.with_user(warehouse).action_appraise()
        return applications

    def native_return(move):
        """A return transfer for 8 pieces by Odoo's own wizard, ready to be validated."""
        return data._native_return(move.picking_id, 8.0).id

    def draft_credits(move, count):
        """The invoice of a delivery, and as many draft credit notes of 7 pieces of it."""
        invoice = move.sale_line_id.invoice_lines.move_id
        drafts = invoice.browse().concat(*(invoice._reverse_moves() for _number in range(count)))
        drafts.invoice_line_ids.quantity = 7.0
        return [invoice.id, *drafts.ids]

    ids = {"chain": bring(deliver(DOCUMENTS), "draft").ids}
    ids["due"] = bring(deliver(CRON_RUNS), "arrived").ids
    last = deliver(RACES)
    first = bring(last, "draft", quantity=7.0)
    ids["last_pieces"] = [
        list(row) for row in zip(last.ids, first.ids, bring(last, "draft", 6.0).ids, strict=True)
    ]
    credited = deliver(RACES)
    settled = bring(credited, "appraised", 8.0, 8.0)
    invoices = [move.sale_line_id.invoice_lines.move_id for move in credited]
    ids["credited"] = [
        [invoice.id, invoice.journal_id.id, application.id]
        for invoice, application in zip(invoices, settled, strict=True)
    ]
    ids["drafts"] = [draft_credits(move, 2) for move in deliver(RACES)]
    returned = deliver(RACES)
    # few are announced and many come, so that the announcement alone does not stop Odoo's way
    arrived = bring(returned, "arrived", 2.0, 8.0)
    ids["returned"] = [
        [move.id, application.id, native_return(move)]
        for move, application in zip(returned, arrived, strict=True)
    ]
    return ids


class TestReturnsConcurrency(LiveCase):
    MODULE = "test_returns_concurrency"
    MODEL = "cs.return"
    PREFIX = "live"
    REFUSAL = REFUSAL

    # The same button twice

    def test_each_button_of_the_chain_pressed_twice(self):
        ids = self.ids["chain"]
        self._submit(ids)
        self._sign(ids)
        self._arrive(ids)
        self._appraise(ids)
        half = len(ids) // 2
        self._answer_rejected(ids[:half], "take_back", "outgoing", {"assigned", "confirmed"})
        self._answer_rejected(ids[half:], "destroy", "internal", {"done"})
        self._settle(ids)

    def _submit(self, ids):
        self._press_twice(self._clients("clerk", "clerk"), "action_submit", ids)
        self._assert_states(ids, "submitted")
        rows = self._sql(
            "SELECT res_id, round, state FROM cs_approval_step"
            " WHERE res_model = 'cs.return' AND res_id = ANY(%s) ORDER BY res_id, sequence",
            ids,
        )
        states = ("pending", "waiting")
        self.assertEqual(rows, [[each, 1, state] for each in ids for state in states])
        names = self._sql("SELECT DISTINCT name FROM cs_return WHERE id = ANY(%s)", ids)
        self.assertEqual(len(names), len(ids))
        [[announced]] = self._sql(
            "SELECT count(*) FROM stock_move m JOIN cs_return_line l ON l.origin_move_id = m.id"
            " WHERE l.return_id = ANY(%s) AND m.cs_return_open_qty = 4",
            ids,
        )
        self.assertEqual(announced, len(ids))

    def _sign(self, ids):
        """The office signs; then one manager signs twice, or two managers at once."""
        [office] = self._clients("office")
        office.call("cs.return", "action_approve", [ids])
        half = len(ids) // 2
        self._press_twice(self._clients("manager", "manager"), "action_approve", ids[:half])
        self._press_twice(self._clients("manager", "second"), "action_approve", ids[half:])
        self._assert_states(ids, "approved")
        rows = self._sql(
            "SELECT s.res_id, count(*), count(DISTINCT s.decided_by_id), max(r.approval_count)"
            " FROM cs_approval_step s JOIN cs_return r ON r.id = s.res_id"
            " WHERE s.res_model = 'cs.return' AND s.res_id = ANY(%s) AND s.state = 'approved'"
            " GROUP BY 1 ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, 2, 2, 2] for each in ids])
        # the requester is told once that the goods can be sent
        rows = self._sql(
            "SELECT res_id, count(*) FROM mail_activity"
            " WHERE res_model = 'cs.return' AND res_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, 1] for each in ids])

    def _arrive(self, ids):
        clients = self._clients("warehouse", "warehouse")
        self._press_twice(clients, "action_arrive", ids)
        self._assert_states(ids, "arrived")
        lines = clients[0].call("cs.return.line", "search", [[["return_id", "in", ids]]])
        counted = {"received_qty": 4, "rejected_qty": 1, "reject_reason": "Opened"}
        clients[0].call("cs.return.line", "write", [lines, counted])

    def _appraise(self, ids):
        self._press_twice(self._clients("warehouse", "warehouse"), "action_appraise", ids)
        self._assert_states(ids, "appraised")
        rows = self._sql(
            "SELECT cs_return_id, cs_return_role, count(DISTINCT picking_id), sum(quantity)::int"
            " FROM stock_move WHERE cs_return_id = ANY(%s) AND state = 'done'"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            ids,
        )
        parts = [("accept", 3), ("reject", 1)]
        self.assertEqual(rows, [[each, role, 1, pieces] for each in ids for role, pieces in parts])

    def _answer_rejected(self, ids, answer, code, states):
        self._press_twice(self._clients("clerk", "clerk"), f"action_{answer}_rejected", ids)
        rows = self._sql(
            "SELECT m.cs_return_id, count(*), sum(m.product_uom_qty)::int, min(t.code),"
            " min(p.state) FROM stock_move m JOIN stock_picking p ON p.id = m.picking_id"
            " JOIN stock_picking_type t ON t.id = p.picking_type_id"
            " WHERE m.cs_return_id = ANY(%s) AND m.cs_return_role IN ('take_back', 'destroy')"
            " GROUP BY 1 ORDER BY 1",
            ids,
        )
        self.assertEqual([row[:4] for row in rows], [[each, 1, 1, code] for each in ids])
        self.assertLessEqual({row[4] for row in rows}, states)

    def _settle(self, ids):
        self._press_twice(self._clients("accountant", "accountant"), "action_settle", ids)
        self._assert_states(ids, "done")
        rows = self._sql(
            "SELECT cs_return_id, count(*), sum(amount_total)::int, min(state) FROM account_move"
            " WHERE cs_return_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, 1, 300, "posted"] for each in ids])

    # Two ways to the same goods

    def test_last_pieces_are_announced_once(self):
        clients = self._clients("clerk", "clerk")
        for _move, *applications in self.ids["last_pieces"]:
            answers = simultaneously(
                *(
                    lambda client=client, each=each: client.call(
                        "cs.return", "action_submit", [each]
                    )
                    for client, each in zip(clients, applications, strict=True)
                )
            )
            self._assert_one_refused(answers, "^Only [34] Units of Carp Bait")
        rows = self._sql(
            "SELECT origin_move_id, sum(quantity)::int IN (6, 7), sum(open_qty) = sum(quantity)"
            " FROM cs_return_line WHERE state = 'submitted' AND origin_move_id = ANY(%s)"
            " GROUP BY 1 ORDER BY 1",
            [move for move, *_applications in self.ids["last_pieces"]],
        )
        expected = sorted(move for move, *_applications in self.ids["last_pieces"])
        self.assertEqual(rows, [[move, True, True] for move in expected])

    def test_credit_note_by_hand_and_settlement(self):
        ours, theirs = self._clients("accountant", "accountant")
        for number, (invoice, journal, application) in enumerate(self.ids["credited"]):
            context = {"context": {"active_model": "account.move", "active_ids": [invoice]}}
            wizard = theirs.call(
                "account.move.reversal", "create", [[{"journal_id": journal}]], context
            )
            # one begins later each time, so that it meets each part of the other's work
            delays = (number * STEP_SECONDS, 0) if number % 2 else (0, number * STEP_SECONDS)

            def settle(delay=delays[0], application=application):
                time.sleep(delay)
                ours.call("cs.return", "action_settle", [application])

            def credit(delay=delays[1], wizard=wizard, context=context):
                time.sleep(delay)
                action = theirs.call("account.move.reversal", "refund_moves", [wizard], context)
                theirs.call("account.move", "action_post", [[action["res_id"]]])

            for kind, value in simultaneously(settle, credit):
                if kind == "error":
                    self._assert_clear(value)
        invoices = [invoice for invoice, *_rest in self.ids["credited"]]
        credited = self._credited(invoices)
        self.assertEqual(set(credited), set(invoices))
        self.assertLessEqual(set(credited.values()), {8.0, 10.0})

    def test_two_credit_notes_for_the_same_invoice(self):
        clients = self._clients("accountant", "accountant")
        for _invoice, *drafts in self.ids["drafts"]:
            answers = simultaneously(
                *(
                    lambda client=client, draft=draft: client.call(
                        "account.move", "action_post", [[draft]]
                    )
                    for client, draft in zip(clients, drafts, strict=True)
                )
            )
            self._assert_one_refused(answers, "beyond what was invoiced|by somebody else")
        invoices = [invoice for invoice, *_drafts in self.ids["drafts"]]
        self.assertEqual(self._credited(invoices), dict.fromkeys(invoices, 7.0))

    def _credited(self, invoices):
        """Pieces on the posted credit notes of each invoice."""
        rows = self._sql(
            "SELECT m.reversed_entry_id, sum(l.quantity) FROM account_move m"
            " JOIN account_move_line l ON l.move_id = m.id AND l.display_type = 'product'"
            " WHERE m.state = 'posted' AND m.reversed_entry_id = ANY(%s) GROUP BY 1",
            invoices,
        )
        return {invoice: float(quantity) for invoice, quantity in rows}

    def test_native_return_and_appraisal(self):
        ours, theirs = self._clients("warehouse", "warehouse")
        for _move, application, picking in self.ids["returned"]:
            answers = simultaneously(
                lambda application=application: ours.call(
                    "cs.return", "action_appraise", [application]
                ),
                lambda picking=picking: theirs.call("stock.picking", "button_validate", [picking]),
            )
            self._assert_one_refused(answers, "reject the surplus|Lower the quantity")
        rows = self._sql(
            "SELECT origin_returned_move_id, sum(quantity)::int FROM stock_move"
            " WHERE state = 'done' AND origin_returned_move_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            [move for move, *_rest in self.ids["returned"]],
        )
        expected = sorted(move for move, *_rest in self.ids["returned"])
        self.assertEqual(rows, [[move, 8] for move in expected])

    # Nobody's button

    def test_deadlines_are_checked_twice_and_told_once(self):
        clients = [self.server.admin, self.server.admin.twin()]
        job = self.server.admin.ref("cs_base.ir_cron_cs_deadline_check")
        for document in self.ids["due"]:
            self._sql(
                "UPDATE cs_return SET deadline_date = current_date - 2 WHERE id = ANY(%s)",
                [document],
            )
            answers = simultaneously(
                *(
                    lambda client=client: client.call("ir.cron", "method_direct_trigger", [[job]])
                    for client in clients
                )
            )
            self.assertIn("ok", [kind for kind, _value in answers])
            for kind, value in answers:
                if kind == "error":
                    self._assert_clear(value)
        rows = self._sql(
            "SELECT a.res_id, count(*), count(DISTINCT (a.user_id, a.summary)),"
            " count(DISTINCT a.summary) FROM mail_activity a"
            " JOIN ir_model_data d ON d.res_id = a.activity_type_id"
            " AND d.module = 'cs_base' AND d.name = 'mail_activity_type_deadline'"
            " WHERE a.res_model = 'cs.return' AND a.res_id = ANY(%s) GROUP BY 1 ORDER BY 1",
            self.ids["due"],
        )
        self.assertEqual([row[0] for row in rows], self.ids["due"])
        for _document, activities, different, summaries in rows:
            self.assertEqual((activities, summaries), (different, 2))
