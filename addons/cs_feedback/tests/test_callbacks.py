from datetime import timedelta
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..domain.sample import draw
from .delivery_common import DeliveryCommon

GROUPS = st.dictionaries(st.integers(0, 9), st.lists(st.integers(1, 200), max_size=30), max_size=6)


@tagged("post_install", "-at_install")
class TestDrawing(TransactionCase):
    """The sample by itself (S-92)."""

    @given(groups=GROUPS, seed=st.integers(1, 2**31), size=st.integers(1, 40))
    @settings(max_examples=300, deadline=None)
    def test_same_seed_draws_the_same_and_nobody_twice(self, groups, seed, size):
        chosen = draw(groups, seed, size=size)
        reordered = {key: groups[key][::-1] for key in reversed(groups)}
        self.assertEqual(chosen, draw(reordered, seed, size=size))
        members = [member for _group, member in chosen]
        self.assertEqual(len(members), len(set(members)))
        for group, member in chosen:
            self.assertIn(member, groups[group])

    @given(count=st.integers(1, 200), percent=st.floats(0.1, 100))
    @settings(max_examples=200, deadline=None)
    def test_percentage_is_rounded_up(self, count, percent):
        chosen = draw({1: list(range(count))}, 5, percent=percent)
        self.assertEqual(len(chosen), min(count, max(1, ceil(count * percent / 100))))


@tagged("post_install", "-at_install")
class TestCallbacks(DeliveryCommon):
    """Headquarters call a sample of each office and rank offices and regions (S-92)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["crm.team"].create(
            {"name": "Ningbo", "cs_region_id": cls.region.id, "company_id": cls.company.id}
        )
        cls.dealers = cls.env["res.partner"].create(
            [
                {
                    "name": f"Dealer {number}",
                    "is_company": True,
                    "phone": f"+861000{number}",
                    "cs_office_id": (cls.office if number % 2 else cls.second).id,
                }
                for number in range(12)
            ]
        )
        orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": dealer.id,
                    "company_id": cls.company.id,
                    "order_line": [Command.create({"product_id": cls.bait.id})],
                }
                for dealer in (*cls.dealers, *cls.dealers[:4])
            ]
        )
        orders.action_confirm()

    def _plan(self, role="manager", **vals):
        today = fields.Date.today()
        plans = self.env["cs.callback.plan"].with_user(self.users[role])
        return plans.create(
            {
                "name": "Quarter",
                "company_id": self.company.id,
                "date_from": today - timedelta(days=30),
                "date_to": today,
                "deadline": today + timedelta(days=10),
                "sample_size": 4,
                "user_ids": [Command.set((self.users["clerk"] | self.users["manager"]).ids)],
                **vals,
            }
        )

    def _generated(self, **vals):
        plan = self._plan(**vals)
        plan.action_generate()
        return plan

    def _finish(self, call, mark, role="clerk"):
        call = self._as(call, role)
        call.mark = mark
        call.action_finish()
        return call

    def test_sample_of_each_office_shared_out_evenly(self):
        plan = self._generated()
        self.assertEqual(plan.population, 12)
        calls = plan.callback_ids
        by_office = calls.grouped("team_id")
        self.assertEqual(
            {office: len(mine) for office, mine in by_office.items()},
            {self.office: 4, self.second: 4},
        )
        self.assertEqual(calls.region_id, self.region)
        shares = [len(mine) for mine in calls.grouped("user_id").values()]
        self.assertEqual(shares, [4, 4])
        self.assertEqual(set(calls.mapped("deadline_date")), {plan.deadline})
        self.assertEqual(len(calls.partner_id), len(calls))

    def test_percentage_and_chosen_regions(self):
        plan = self._generated(sample_by="percent", sample_percent=50)
        self.assertEqual(len(plan.callback_ids), 6)
        only = self._generated(team_ids=[Command.set(self.second.ids)], sample_size=100)
        self.assertEqual(only.callback_ids.team_id, self.second)
        region = self._generated(team_ids=[Command.set(self.region.ids)], sample_size=100)
        self.assertEqual(len(region.callback_ids), 12)

    def test_same_seed_draws_the_same_again(self):
        first, second = self._plan(), self._plan()
        for plan in (first, second):
            plan._write_protected({"seed": 4711})
            plan.action_generate()
        self.assertEqual(first.callback_ids.partner_id, second.callback_ids.partner_id)
        self.assertEqual(first.seed, 4711)

    def test_drawn_once_and_nobody_twice(self):
        plan = self._generated(sample_size=100)
        self.assertRefused(UserError, "this step needs", plan.action_generate)
        self.assertEqual(len(plan.callback_ids), 12)
        plan._write_protected({"state": "draft"})
        plan.action_generate()
        self.assertEqual(len(plan.callback_ids), 12)

    def test_dealers_with_a_delivery(self):
        self._ship()
        plan = self._generated(source="delivery", sample_size=100)
        self.assertEqual(plan.callback_ids.partner_id, self.dealer)

    def test_dealers_with_a_solved_case(self):
        case = self._create_case("clerk")
        self._dialog(case, "clerk", "solve", "Replaced")
        plan = self._generated(source="case", sample_size=100)
        self.assertEqual(plan.callback_ids.partner_id, self.dealer)

    def test_only_the_period_counts(self):
        long_ago = fields.Date.today() - timedelta(days=400)
        plan = self._plan(date_from=long_ago, date_to=long_ago)
        self.assertRefused(UserError, "choose another", plan.action_generate)
        self.assertEqual(plan.state, "draft")

    def test_plan_that_cannot_be_is_refused(self):
        plan = self._plan(user_ids=False)
        self.assertRefused(UserError, "Say who makes the calls", plan.action_generate)
        stranger = self._plan(user_ids=[Command.set(self.users["plain"].ids)])
        self.assertRefused(UserError, "choose somebody else", stranger.action_generate)
        for vals in ({"sample_size": 0}, {"sample_percent": 101}, {"date_to": "2020-01-01"}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    self._plan(**vals)

    def test_answer_needs_a_mark(self):
        call = self._as(self._generated().callback_ids[0], "clerk")
        self.assertRefused(UserError, "for a mark first", call.action_finish)
        self._finish(call, "4")
        self.assertEqual((call.state, call.result), ("done", "reached"))
        self.assertEqual(call.called_by_id, self.users["clerk"])
        self.assertRefused(UserError, "no longer be changed", call.write, {"mark": "5"})

    def test_dealer_who_is_not_reached_stays_until_given_up(self):
        call = self._as(self._generated().callback_ids[0], "clerk")
        call.action_not_reached()
        self.assertEqual((call.state, call.attempt_count), ("open", 1))
        call.action_give_up()
        self.assertEqual((call.state, call.result), ("missed", "not_reached"))

    def test_what_a_dealer_says_becomes_a_case(self):
        call = self._as(self._generated().callback_ids[0], "clerk")
        context = call.action_new_cs_feedback()["context"]
        cases = self.env["cs.feedback"].with_user(self.users["clerk"]).with_context(**context)
        case = cases.create({"subject": "Nobody visits"})
        self.assertEqual((case.callback_id, case.partner_id), (call, call.partner_id))
        self.assertEqual(case.channel, "phone")
        call.env.invalidate_all()
        self.assertEqual(call.cs_feedback_count, 1)
        self.assertEqual(
            call.action_open_cs_feedback()["domain"], [("callback_id", "in", call.ids)]
        )

    def test_caller_is_reminded_on_the_last_day(self):
        call = self._generated(sample_size=1).callback_ids[0]
        self._run_cron("cs_base.ir_cron_cs_deadline_check", days=10, times=2)
        role = call.user_id.login.removeprefix("cs_")
        self.assertEqual(self._activity_users(call, "deadline"), [role])
        self._finish(call, "4")
        self.assertFalse(self._activity_users(call, "deadline"))

    def test_closing_cancels_what_was_not_called(self):
        plan = self._generated()
        done = self._finish(plan.callback_ids[0], "4")
        self._as(plan, "manager").action_close()
        self.assertEqual(done.state, "done")
        self.assertEqual(set((plan.callback_ids - done).mapped("state")), {"cancel"})

    def test_ranking_of_offices(self):
        plan = self._generated()
        for call in plan.callback_ids:
            if call.team_id == self.office:
                self._finish(call, "5")
        worst = plan.callback_ids.filtered(lambda call: call.team_id == self.second)
        self._finish(worst[0], "1")
        self._finish(worst[1], "2")
        self._as(worst[2], "clerk").action_decline()
        self.env.flush_all()
        rows = self.env["cs.callback.analysis"].with_user(self.users["general"])
        found = rows._read_group(
            [("plan_id", "=", plan.id)],
            ["team_id"],
            ["calls:sum", "answers:sum", "mark:avg", "satisfied:avg", "reached:avg"],
            order="mark:avg desc",
        )
        self.assertEqual(found[0], (self.office, 4, 4, 5, 1, 1))
        self.assertEqual(found[1][:5], (self.second, 4, 2, 1.5, 0))
        self.assertAlmostEqual(found[1][5], 2 / 3)

    def test_offices_see_their_ranking_but_not_who_said_what(self):
        plan = self._generated()
        self._finish(plan.callback_ids.filtered(lambda c: c.team_id == self.office)[0], "3")
        self.env.flush_all()
        rows = self.env["cs.callback.analysis"].with_user(self.users["office"])
        found = rows._read_group([("plan_id", "=", plan.id)], ["team_id"], ["mark:avg"])
        self.assertEqual(found, [(self.office, 3)])
        with self.assertRaises(AccessError):
            rows._read_group([], ["partner_id"], ["mark:avg"])
        for model in ("cs.callback", "cs.callback.plan"):
            self.assertFalse(self.env[model].with_user(self.users["office"]).has_access("read"))

    def test_generating_costs_little_per_dealer(self):
        costs = []
        for size in (1, 6):
            plan = self._plan(sample_size=size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plan.action_generate()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        # ten calls more
        self.assertLess(costs[1] - costs[0], 15)
