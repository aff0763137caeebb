from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from odoo.addons.cs_travel.domain.route import monday_of

from .common import TravelCommon


class TestTripPosting(TravelCommon):
    """A long posting is planned and reported week by week."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Wednesday to the Sunday after the next one
        cls.first = monday_of(cls.today) + timedelta(days=16)
        cls.last = cls.first + timedelta(days=11)
        cls.posting = cls._create_posting(cls.first, cls.last)
        cls.posting.action_submit()
        for role in ("clerk2", "boss"):
            cls.posting.with_user(cls.users[role]).action_approve()
        cls.weeks = cls.posting.week_ids.sorted("date")

    def _plan(self, week, *days):
        """The traveller plans these days of the week, counted from its first one."""
        week.line_ids = [
            Command.create({"date": week.date_start + timedelta(days=day), "city": f"City {day}"})
            for day in days
        ]
        return week

    def _file(self, week, *days):
        self._plan(week, *days).action_submit()
        week.with_user(self.users["clerk"]).action_approve()
        return week

    def _noon(self, day):
        return freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=12))

    def _report(self, week):
        week.report = "Three new dealers."
        with self._noon(week.date_end):
            week.action_report()

    def test_approval_makes_a_draft_for_each_week(self):
        spans = [(week.date_start, week.date_end) for week in self.weeks]
        sunday = self.first + timedelta(days=4)
        self.assertEqual(spans, [(self.first, sunday), (sunday + timedelta(days=1), self.last)])
        self.assertEqual(self.weeks.mapped("state"), ["draft", "draft"])
        self.assertEqual(self.weeks[0].deadline_date, sunday + timedelta(days=2))
        self.assertFalse(self.posting.day_ids)

    def test_filed_week_becomes_part_of_the_route(self):
        week = self._plan(self.weeks[0], 0, 1, 2)
        week.action_submit()
        self.assertFalse(self.posting.day_ids)
        self.assertFalse(week.is_late)
        week.with_user(self.users["clerk"]).action_approve()
        self.assertEqual(week.state, "filed")
        self.assertEqual(self.posting.day_ids.sorted("date").mapped("city"), [
            "City 0", "City 1", "City 2",
        ])  # fmt: skip
        self.assertEqual((self.posting.date_from, self.posting.date_to), (self.first, self.last))
        self.assertTrue(
            self.env["calendar.event"].search([("cs_trip_day_id", "in", self.posting.day_ids.ids)])
        )

    def test_plan_after_the_notice_is_marked_late(self):
        week = self._plan(self.weeks[0], 0)
        with self._noon(self.first - timedelta(days=1)):
            week.action_submit()
        self.assertTrue(week.is_late)

    def test_refused_plan_is_submitted_again(self):
        week = self._plan(self.weeks[0], 0)
        week.action_submit()
        decision = self.env["cs.approval.decision"].with_user(self.users["clerk"])
        decision.create(
            {
                "res_model": week._name,
                "res_id": week.id,
                "decision": "refuse",
                "comment": "Too little",
            }
        ).action_confirm()
        self.assertEqual((week.state, week.refusal_reason), ("draft", "Too little"))
        self._file(week, 1)
        self.assertEqual(len(self.posting.day_ids), 2)

    def test_days_of_another_week_are_refused(self):
        self._plan(self.weeks[0], 0, 6)
        with self.assertRaisesRegex(UserError, "outside"):
            self.weeks[0].action_submit()

    def test_empty_week_is_not_submitted(self):
        with self.assertRaisesRegex(UserError, "Plan the days"):
            self.weeks[0].action_submit()

    def test_traveller_does_not_file_their_own_week(self):
        self.users["traveller"].group_ids += self.env.ref("cs_base.group_cs_base_clerk")
        week = self._plan(self.weeks[0], 0)
        week.action_submit()
        with self.assertRaises(UserError):
            week.action_approve()

    def test_planned_days_are_changed_by_a_request(self):
        self._file(self.weeks[0], 0, 2)
        day = self.posting.day_ids.sorted("date")[0]
        change = self._request_change(
            self.posting, ("replace", day, {"date": day.date + timedelta(days=1)})
        )
        change.action_submit()
        self._sign_change(change)
        self.assertEqual(len(self.posting.day_ids), 2)
        self.assertEqual(self.posting.date_from, self.first)
        outside = self._request_change(
            self.posting, ("add", None, {"date": self.last + timedelta(days=1)})
        )
        with self.assertRaisesRegex(UserError, "outside"):
            outside.action_submit()

    def test_week_is_reported_when_it_is_over(self):
        week = self._file(self.weeks[0], 0)
        with self._noon(week.date_end - timedelta(days=1)):
            with self.assertRaisesRegex(UserError, "when it is over"):
                week.action_report()
        with self._noon(week.date_end), self.assertRaisesRegex(UserError, "Write the report"):
            week.action_report()
        self._report(week)
        self.assertEqual(week.state, "reported")
        self.assertFalse(week.deadline_date)

    def test_report_is_checked_by_a_clerk(self):
        week = self._file(self.weeks[0], 0)
        self._report(week)
        for role in ("boss", "traveller", "accountant"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                week.with_user(self.users[role]).action_check()
        week.with_user(self.users["clerk"]).action_check()
        self.assertEqual((week.state, week.checked_by_id), ("checked", self.users["clerk"]))

    def _hand_back(self, week, role="clerk", **vals):
        week = week.with_user(self.users[role])
        action = week.action_open_hand_back()
        dialogs = self.env[action["res_model"]].with_user(self.users[role])
        dialog = dialogs.with_context(**action["context"])
        dialog.create({"note": "Whom did you meet?", **vals}).action_confirm()

    def test_clerk_hands_a_report_back_and_says_what_is_missing(self):
        week = self._file(self.weeks[0], 0)
        self._report(week)
        self._hand_back(week)
        self.assertEqual((week.state, week.reported_at), ("filed", False))
        self.assertEqual(week.handed_back_note, "Whom did you meet?")
        self.assertGreater(week.deadline_date, self.today)
        self.assertIn("handed back", "".join(week.sudo().activity_ids.mapped("summary")))
        week.report = "Ten dealers, by name."
        self._report(week)
        self.assertEqual(week.state, "reported")
        self.assertFalse(week.sudo().activity_ids)
        week.with_user(self.users["clerk"]).action_check()
        with self.assertRaisesRegex(UserError, "To Check"):
            self._hand_back(week)

    def test_report_is_handed_back_by_clerks_only_and_with_a_reason(self):
        week = self._file(self.weeks[0], 0)
        self._report(week)
        for role in ("boss", "traveller", "accountant", "general"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._hand_back(week, role)
        with self.assertRaisesRegex(UserError, "what is missing"):
            self._hand_back(week, note=" ")
        self.users["traveller"].group_ids += self.env.ref("cs_base.group_cs_base_clerk")
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self._hand_back(week, "traveller")
        self.assertEqual(week.state, "reported")

    def test_posting_does_not_end_before_a_report_handed_back_is_written(self):
        for week in self.weeks:
            self._file(week, 0)
            self._report(week)
        self.posting.day_ids.actual_city = "City 0"
        self.posting.summary = "Ten new dealers."
        self._hand_back(self.weeks[0])
        with self._noon(self.last), self.assertRaisesRegex(UserError, "weekly reports"):
            self.posting.action_return()

    def test_overdue_report_reminds_and_escalates(self):
        week = self._file(self.weeks[0], 0)
        cron = self.env.ref("cs_base.ir_cron_cs_deadline_check")
        with self._noon(week.deadline_date + timedelta(days=1)), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        activities = self.env["mail.activity"].search(
            [("res_model", "=", week._name), ("res_id", "=", week.id)]
        )
        due = self.env.ref("cs_base.mail_activity_type_deadline")
        users = activities.filtered(lambda act: act.activity_type_id == due).user_id
        expected = ("traveller", "manager", "boss")
        self.assertEqual(users, self.env["res.users"].union(*(self.users[r] for r in expected)))

    def test_return_needs_the_reports_of_all_weeks(self):
        for week in self.weeks:
            self._file(week, 0)
        self._report(self.weeks[0])
        for day in self.posting.day_ids:
            day.actual_city = day.city
        self.posting.summary = "Ten new dealers."
        with self._noon(self.last):
            with self.assertRaisesRegex(UserError, "weekly reports"):
                self.posting.action_return()
            self._report(self.weeks[1])
            self.posting.action_return()
        self.assertEqual(self.posting.state, "returned")

    def test_weeks_that_have_not_begun_fall_away_with_an_early_return(self):
        week = self._file(self.weeks[0], 0)
        self._report(week)
        self.posting.day_ids.actual_city = "City 0"
        self.posting.summary = "Home early."
        with self._noon(week.date_end):
            self.posting.action_return()
        self.assertEqual(self.weeks.mapped("state"), ["reported", "cancel"])
        self.assertFalse(self.weeks[1].deadline_date)

    def test_traveller_fills_in_the_week_in_its_form(self):
        week = self.weeks[0]
        with Form(week) as form, form.line_ids.new() as line:
            line.date = week.date_start
            line.city = "Shenzhen"
            line.planned_cost = 300
        week.action_submit()
        self.assertEqual((week.state, week.planned_cost), ("submitted", 300))

    def test_filed_plan_is_fixed(self):
        week = self._file(self.weeks[0], 0)
        for call in (
            lambda: week.line_ids.write({"city": "Elsewhere"}),
            week.line_ids.unlink,
            lambda: week.write({"line_ids": [Command.clear()]}),
            lambda: week.write({"state": "draft"}),
            lambda: week.write({"is_late": False}),
        ):
            with self.assertRaises(UserError):
                call()

    def test_colleague_reads_no_weeks(self):
        for record in (self.weeks[0], self._plan(self.weeks[0], 0).line_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.users["colleague"]).read(["date"])
            self.assertTrue(record.with_user(self.users["boss"]).read(["date"]))
            self.assertTrue(record.with_user(self.users["clerk"]).read(["date"]))
