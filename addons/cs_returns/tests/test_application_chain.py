from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestApplicationChain(ReturnsCommon):
    """From the draft to the end: who signs, what is due when, what an exchange does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.move, cls.invoice = cls._sell_deliver_invoice(10)

    def test_application_needs_goods(self):
        application = self.env["cs.return"].with_user(self.users["clerk"])
        application = application.create({"partner_id": self.dealer.id})
        with self.assertRefused("Add the goods"):
            application.action_submit()

    def test_number_is_given_once(self):
        application = self._apply([(self.move, 1)])
        self.assertEqual(application.name, "New")
        application.action_submit()
        number = application.name
        self.assertRegex(number, r"^RET/\d{4}/\d{5}$")
        application.with_user(self.users["office"])._approval_decide("refused", "no photos")
        self.assertEqual(application.state, "draft")
        self.assertEqual(application.refusal_reason, "no photos")
        application.action_submit()
        self.assertEqual(application.name, number)

    def test_office_signs_before_customer_service(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        with self.assertRefused("waits for"):
            application.with_user(self.users["manager"]).action_approve()
        application.with_user(self.users["office"]).action_approve()
        self.assertEqual(application.state, "submitted")
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")

    def test_regional_manager_signs_instead_of_the_office(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        application.with_user(self.users["region"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")

    def test_requester_is_told_what_to_do_next(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        application.with_user(self.users["office"])._approval_decide("refused", "no photos")
        todo = application.activity_ids.filtered(lambda a: a.user_id == self.users["clerk"])
        self.assertIn("Refused", todo.summary)
        self._approve(application)
        todo = application.activity_ids.filtered(lambda a: a.user_id == self.users["clerk"])
        self.assertIn("send the goods", todo.summary)
        self._arrive(application)
        self.assertFalse(application.activity_ids)

    def test_appraisal_is_due_in_three_and_settlement_in_five_days_from_the_arrival(self):
        application = self._arrive(self._approve(self._apply([(self.move, 1)])))
        today = fields.Date.context_today(application)
        self.assertEqual(application.deadline_date, today + timedelta(days=3))
        application.with_user(self.users["warehouse"]).action_appraise()
        self.assertEqual(application.deadline_date, today + timedelta(days=5))
        self._settle(application)
        self.assertFalse(application.deadline_date)

    def test_days_may_be_working_days(self):
        self.company.cs_deadline_working_days = True
        calendar = self.company.resource_calendar_id
        today = fields.Date.context_today(calendar)
        self.assertTrue(calendar)
        holiday = {
            "name": "Holiday",
            "calendar_id": calendar.id,
            "date_from": f"{today + timedelta(days=1)} 00:00:00",
            "date_to": f"{today + timedelta(days=7)} 23:59:59",
        }
        self.env["resource.calendar.leaves"].create({**holiday, "company_id": self.company.id})
        application = self._arrive(self._approve(self._apply([(self.move, 1)])))
        self.assertGreater(application.deadline_date, today + timedelta(days=8))

    def test_settlement_counts_from_the_arrival_however_late_the_appraisal(self):
        application = self._arrive(self._approve(self._apply([(self.move, 1)])))
        arrived = fields.Date.context_today(application) - timedelta(days=2)
        application._write_protected({"arrival_date": arrived})
        application.with_user(self.users["warehouse"]).action_appraise()
        self.assertEqual(application.deadline_date, arrived + timedelta(days=5))

    def test_refusal_needs_a_reason(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        for reason in (None, "", "  "):
            with self.assertRefused("Give the reason"):
                application.with_user(self.users["office"])._approval_decide("refused", reason)
        self.assertEqual(application.state, "submitted")

    def test_new_round_asks_for_all_signatures_again(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        application.with_user(self.users["office"]).action_approve()
        application.with_user(self.users["manager"])._approval_decide("refused", "no photos")
        self.assertEqual(application.state, "draft")
        application.line_ids.quantity = 2
        application.action_submit()
        with self.assertRefused("waits for"):
            application.with_user(self.users["manager"]).action_approve()
        application.with_user(self.users["office"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")
        steps = application.approval_step_ids.sudo().mapped("state")
        self.assertEqual(sorted(steps), ["approved"] * 3 + ["refused"])

    def test_goods_that_have_arrived_are_not_cancelled(self):
        application = self._arrive(self._approve(self._apply([(self.move, 1)])))
        with self.assertRefused("needs “Draft”"):
            application.with_user(self.users["clerk"]).action_cancel()

    def test_copy_begins_anew_with_the_goods_alone(self):
        counts = {"received_qty": 3, "rejected_qty": 1, "reject_reason": "opened"}
        done = self._return([(self.move, 4)], [counts])
        copy = done.with_user(self.users["clerk"]).copy()
        self.assertEqual((copy.state, copy.name), ("draft", "New"))
        self.assertFalse(copy.arrival_date or copy.settled_at or copy.deadline_date)
        self.assertFalse(copy.approval_step_ids or copy.credit_note_ids or copy.picking_ids)
        line = copy.line_ids
        self.assertEqual((line.quantity, line.reason_id), (4, self.quality))
        self.assertEqual((line.received_qty, line.rejected_qty, line.reject_reason), (0, 0, False))
        self.assertFalse(line.move_ids or line.override_outcome)

    def test_overdue_returns_are_found_and_their_people_reminded_once(self):
        application = self._arrive(self._approve(self._apply([(self.move, 1)])))
        yesterday = fields.Date.context_today(application) - timedelta(days=1)
        application._write_protected({"deadline_date": yesterday})
        overdue = self.env["cs.return"].search([("is_overdue", "=", True)])
        self.assertIn(application, overdue)
        with self.enter_registry_test_mode():
            for _run in range(2):
                self.env.ref("cs_base.ir_cron_cs_deadline_check").method_direct_trigger()
        told = application.activity_ids.user_id
        self.assertIn(self.users["warehouse"], told)
        self.assertIn(self.users["manager"], told)
        self.assertEqual(len(told), len(application.activity_ids), "everybody is told once")

    def test_cancelled_application_frees_the_goods(self):
        application = self._approve(self._apply([(self.move, 10)]))
        application.action_cancel()
        self.assertEqual(application.state, "cancel")
        self._apply([(self.move, 10)]).action_submit()

    def test_drafts_are_given_up_without_a_number(self):
        for _time in range(2):
            application = self._apply([(self.move, 1)])
            application.action_cancel()
            self.env.flush_all()
            self.assertEqual((application.state, application.name), ("cancel", "New"))

    def test_number_is_taken_once(self):
        first, second = self._apply([(self.move, 1)]), self._apply([(self.move, 1)])
        first.action_submit()
        second.action_submit()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            second._write_protected({"name": first.name})
            self.env.flush_all()

    def test_only_drafts_are_deleted(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        with self.assertRefused("cancel it instead"):
            application.unlink()
        draft = self._apply([(self.move, 1)])
        draft.unlink()
        self.assertFalse(draft.exists())

    def test_goods_stand_on_an_application_once(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._apply([(self.move, 1), (self.move, 2)])

    def test_exchange_for_the_same_product_delivers_again_and_credits_nothing(self):
        application = self._return([(self.move, 4, {"settlement": "exchange"})])
        line = self.order.order_line
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(line.qty_delivered, 6)
        self.assertEqual(line.qty_to_invoice, 0, "nothing to credit while it is under way")
        delivery = application.move_ids.filtered(lambda m: m.cs_return_role == "exchange")
        self.assertEqual(delivery.product_uom_qty, 4)
        self.assertIn(delivery.picking_id, application.picking_ids)
        delivery = delivery.with_env(self.env)
        delivery.write({"quantity": 4, "picked": True})
        delivery.picking_id.with_context(skip_sms=True)._action_done()
        self.assertEqual(line.qty_delivered, 10)
        self.assertEqual(line.qty_invoiced, 10)
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertEqual(application.line_ids.pending_qty, 0)

    def test_exchange_for_another_product_credits_and_orders_it(self):
        other = self._create_product("Grass Carp Bait", list_price=150)
        vals = {"settlement": "exchange", "exchange_product_id": other.id}
        application = self._return([(self.move, 4, vals)])
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        order = application.exchange_order_ids
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.order_line.product_id, other)
        self.assertEqual(order.amount_untaxed, 600)
        self.assertEqual(order.cs_return_id, application)

    def _exchange(self, quantity):
        application = self._return([(self.move, quantity, {"settlement": "exchange"})])
        return application, self._still_to_send(application)

    def _still_to_send(self, application):
        moves = application.move_ids.with_env(self.env)
        return moves.filtered(lambda m: m.cs_return_role == "exchange" and m.state != "done")

    def _send(self, moves, quantity):
        moves.write({"quantity": quantity, "picked": True})
        moves.picking_id.with_context(skip_sms=True)._action_done()

    def test_exchange_sent_in_two_parts_leaves_the_order_quiet(self):
        application, sent = self._exchange(4)
        line = self.order.order_line
        self._send(sent, 3)
        self.assertEqual(line.qty_delivered, 9)
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertEqual(application.line_ids.pending_qty, 1)
        rest = self._still_to_send(application)
        self.assertEqual(rest.product_uom_qty, 1)
        self._send(rest, 1)
        self.assertEqual(line.qty_delivered, 10)
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertEqual(application.line_ids.pending_qty, 0)

    def test_exchange_sent_in_two_steps_leaves_the_order_quiet(self):
        self.move.picking_type_id.warehouse_id.delivery_steps = "pick_ship"
        application, picked = self._exchange(4)
        line = self.order.order_line
        self.assertNotEqual(picked.location_dest_id.usage, "customer")
        self._send(picked, 4)
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertEqual(application.line_ids.pending_qty, 4)
        shipped = self._still_to_send(application)
        self.assertEqual(shipped.product_uom_qty, 4)
        self._send(shipped, 4)
        self.assertEqual(line.qty_delivered, 10)
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertEqual(application.line_ids.pending_qty, 0)

    def test_exchange_that_is_never_sent_is_left_to_credit(self):
        application, sent = self._exchange(4)
        sent.picking_id.action_cancel()
        self.assertEqual(application.line_ids.pending_qty, 0)
        self.assertEqual(self.order.order_line.qty_to_invoice, -4)
        self.assertEqual(self.order.invoice_status, "to invoice")
        refund = self.order._create_invoices(final=True)
        refund.action_post()
        self.assertEqual(refund.amount_total, 400)

    def test_rejected_goods_go_back_to_the_dealer_once(self):
        counts = {"received_qty": 4, "rejected_qty": 4, "reject_reason": "opened"}
        application = self._appraise(self._approve(self._apply([(self.move, 4)])), [counts])
        clerk = application.with_user(self.users["clerk"])
        clerk.action_take_back_rejected()
        sent = application.move_ids.filtered(lambda m: m.cs_return_role == "take_back")
        self.assertEqual(sent.product_uom_qty, 4)
        with self.assertRefused("is on record"):
            clerk.action_destroy_rejected()
        sent = sent.with_env(self.env)
        sent.write({"quantity": 4, "picked": True})
        sent.picking_id.with_context(skip_sms=True)._action_done()
        self.assertEqual(self.order.order_line.qty_delivered, 10)
        hold = self.company.cs_return_hold_location_id
        quants = self.env["stock.quant"].search([("location_id", "=", hold.id)])
        self.assertEqual(sum(quants.mapped("quantity")), 0)

    def test_delivered_goods_are_chosen_from_a_list(self):
        wizard = self.env["cs.return.selection"].with_user(self.users["salesman"])
        application = self.env["cs.return"].with_user(self.users["salesman"])
        application = application.create({"partner_id": self.dealer.id})
        wizard = wizard.create({"return_id": application.id, "reason_id": self.quality.id})
        line = wizard.line_ids
        self.assertEqual(line.origin_move_id, self.move)
        self.assertEqual(line.returnable_qty, 10)
        with self.assertRefused("Enter the quantity"):
            wizard.action_confirm()
        line.quantity = 3
        wizard.action_confirm()
        self.assertEqual(application.line_ids.quantity, 3)
        self.assertEqual(application.line_ids.order_id, self.order)

    def test_order_starts_an_application(self):
        action = self.order.with_user(self.users["salesman"]).action_new_cs_return()
        application = self.env["cs.return"].browse(action["context"]["default_return_id"])
        self.assertEqual(application.partner_id, self.dealer)
        self.assertEqual(application.team_id, self.office)
        self.assertEqual(action["context"]["default_order_id"], self.order.id)

    def test_form_prints_two_copies_of_one_page_each(self):
        application = self._approve(self._apply([(self.move, 1)]))
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("cs_returns.report_cs_return_form", application.ids)[0]
            .decode()
        )
        self.assertEqual(html.count('class="page cs_form"'), 2)
        self.assertIn("Copy 1", html)
        self.assertIn("Copy 2", html)
        self.assertIn("data:image/png;base64", html, "the barcode is part of the page")
        self.assertIn(self.users["manager"].name, html)
