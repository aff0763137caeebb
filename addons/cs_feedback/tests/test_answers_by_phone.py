from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestAnswersByPhone(DeliveryCommon):
    """A clerk reads the questions and saves what the dealer says (S-36)."""

    def test_clerk_saves_an_answer(self):
        followup = self._ship_before(6, (self.bait, 10), (self.pellets, 5))
        answered = self._answer_call(
            followup, goods=((9, 2), (5, 0)), mark="2", charge_amount=20, charge_note="Unloading"
        )
        self.assertEqual((answered.state, answered.channel), ("answered", "phone"))
        self.assertEqual(answered.answered_by, "cs_clerk")
        first = answered.line_ids[0]
        self.assertEqual((first.missing_qty, first.extra_qty, first.broken_qty), (1, 0, 2))
        self.assertAlmostEqual(answered.breakage_rate, 2 / 14)
        self.assertEqual(answered.late_days, 6)
        self.assertFalse(answered.deadline_date)
        answered.action_close()
        self.assertEqual(answered.state, "closed")

    def test_answer_that_calls_for_nothing_is_closed_at_once(self):
        followup = self._answer_call(self._ship(), mark="4")
        self.assertEqual((followup.state, followup.has_issue), ("closed", False))

    def test_each_kind_of_trouble_keeps_it_open(self):
        troubles = (
            {"goods": ((9, 0),)},
            {"goods": ((11, 0),)},
            {"goods": ((10, 1),)},
            {"charge_amount": 1},
            {"mark": "2"},
        )
        for trouble in troubles:
            self.assertEqual(self._answer_call(self._ship(), **trouble).state, "answered", trouble)

    def test_what_a_dealer_says_becomes_a_case(self):
        followup = self._answer_call(self._ship(), goods=((10, 1),))
        context = followup.action_new_cs_feedback()["context"]
        cases = self.env["cs.feedback"].with_user(self.users["clerk"]).with_context(**context)
        case = cases.create({"subject": "Bags are torn"})
        self.assertEqual(case.followup_id, followup)
        self.assertEqual(case.picking_id, followup.sudo().picking_id)
        self.assertEqual((case.partner_id, case.channel), (followup.partner_id, "document"))
        followup.env.invalidate_all()
        self.assertEqual(followup.cs_feedback_count, 1)

    def test_day_of_arrival_is_needed_unless_nothing_arrived(self):
        followup = self._as(self._ship(), "clerk")
        self.assertRefused(UserError, "Enter when the goods", followup.action_answer)
        followup.line_ids.received_qty = 0
        followup.action_answer()
        self.assertEqual(followup.line_ids.missing_qty, 10)
        self.assertEqual(followup.state, "answered")

    def test_day_of_arrival_is_possible(self):
        followup = self._as(self._ship_before(2), "clerk")
        today = fields.Date.today()
        for days, words in ((1, "not in the future"), (-3, "cannot have arrived before")):
            day = today + timedelta(days=days)
            self.assertRefused(ValidationError, words, followup.write, {"arrival_date": day})

    def test_who_is_not_reached_is_called_tomorrow(self):
        followup = self._as(self._ship_before(6), "clerk")
        followup.action_not_reached()
        self.assertEqual((followup.state, followup.call_count), ("due", 1))
        self.assertEqual(followup.deadline_date, fields.Date.today() + timedelta(days=1))

    def test_goods_on_the_way_are_asked_about_again(self):
        followup = self._as(self._ship_before(6), "clerk")
        followup.action_not_arrived()
        today = fields.Date.today()
        self.assertEqual((followup.state, followup.not_arrived_on), ("due", today))
        self.assertEqual(followup.deadline_date, today + timedelta(days=3))

    def test_second_answer_is_refused(self):
        followup = self._answer_call(self._ship())
        for call in (
            followup.action_answer,
            followup.action_not_reached,
            followup.action_not_arrived,
        ):
            self.assertRefused(UserError, "this step needs", call)

    def test_closed_answer_stays_until_it_is_reopened(self):
        followup = self._answer_call(self._ship())
        for record, vals in ((followup, {"mark": "1"}), (followup.line_ids, {"broken_qty": 1})):
            self.assertRefused(UserError, "can no longer be changed", record.write, vals)
        followup.action_reopen()
        followup.line_ids.broken_qty = 1
        self.assertTrue(followup.has_issue)

    def test_what_was_sent_is_not_the_clerks_to_say(self):
        followup = self._as(self._ship(), "clerk")
        for vals in ({"state": "closed"}, {"answered_by": "Me"}, {"partner_id": self.carrier.id}):
            self.assertRefused(AccessError, "cannot be set by hand", followup.write, vals)
        for vals in ({"delivered_qty": 1}, {"missing_qty": 5}, {"product_id": self.pellets.id}):
            self.assertRefused(AccessError, "cannot be set by hand", followup.line_ids.write, vals)

    def test_skipped_with_a_reason_and_asked_after_all(self):
        followups = self._ship_before(6) | self._ship_before(6)
        clerk = self._as(followups, "clerk")
        self.env["cs.delivery.skip"].with_user(self.users["clerk"]).create(
            {"followup_ids": clerk.ids, "reason": "Fetched by the dealer"}
        ).action_confirm()
        self.assertEqual(set(clerk.mapped("state")), {"skipped"})
        self.assertFalse(any(clerk.mapped("deadline_date")))
        clerk.action_resume()
        self.assertEqual(set(clerk.mapped("state")), {"due"})
        self.assertEqual(clerk[0].deadline_date, fields.Date.today())

    def test_buttons_lead_from_order_transfer_and_dealer(self):
        followup = self._ship()
        for record in (followup.sale_order_id, followup.partner_id):
            record = self._as(record, "clerk")
            self.assertEqual(record.cs_followup_count, 1)
            self.assertEqual(record.action_open_cs_followups()["res_id"], followup.id)
        transfer = self._as(followup.picking_id, "warehouse")
        self.assertEqual(transfer.action_open_cs_followup()["res_id"], followup.id)

    def test_responsible_is_reminded_once_and_managers_get_one_note(self):
        followups = self._ship_before(6) | self._ship_before(6)
        followups[0].user_id = self.users["clerk"]
        self._run_cron("cs_base.ir_cron_cs_deadline_check", times=2)
        self.assertEqual(self._activity_users(followups[0], "deadline"), ["clerk"])
        self.assertFalse(self._activity_users(followups[1], "deadline"))
        notes = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.users["manager"].partner_id.ids),
                ("subject", "ilike", "more are overdue"),
            ]
        )
        self.assertEqual(notes.subject, "Delivery Follow-up: 2 more are overdue")

    def test_bulk_close_takes_those_that_can_be(self):
        answered = self._answer_call(self._ship(), mark="1")
        due = self._ship()
        both = (answered.sudo() | due).with_user(self.users["clerk"])
        action = both._bulk_start("action_close", "Close")
        run = self.env["cs.bulk.run"].with_user(self.users["clerk"])
        run.browse(action["params"]["run_id"]).action_run_next(20)
        self.assertEqual((answered.state, due.state), ("closed", "due"))
