from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import BaseCommon

GENERAL = "cs_base.group_cs_base_general_manager"
FRIDAY = date(2026, 4, 3)


@tagged("post_install", "-at_install")
class TestDeadlineDays(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.company.resource_calendar_id
        cls.calendar.tz = "Asia/Shanghai"
        # time off, where it is installed, takes the hours of a holiday for those of its user
        cls.env.user.tz = cls.calendar.tz

    def _after(self, start, days):
        return self.env["cs.deadline.mixin"]._deadline_after(start, days, self.company)

    def _add_holiday(self, calendar, **vals):
        """Monday, 6 April 2026 in Shanghai."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Tomb Sweeping Day",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 4, 5, 16),
                "date_to": datetime(2026, 4, 6, 15, 59, 59),
                **vals,
            }
        )

    def test_calendar_days_are_the_default(self):
        self._add_holiday(self.calendar)
        self.assertFalse(self.company.cs_deadline_working_days)
        self.assertEqual(self._after(FRIDAY, 3), date(2026, 4, 6))
        self.assertEqual(self._after(FRIDAY, 5), date(2026, 4, 8))

    def test_working_days_leave_out_weekends(self):
        self.company.cs_deadline_working_days = True
        self.assertEqual(self._after(FRIDAY, 1), date(2026, 4, 6))
        self.assertEqual(self._after(FRIDAY, 5), date(2026, 4, 10))
        self.assertEqual(self._after(FRIDAY, 6), date(2026, 4, 13))
        self.assertEqual(self._after(date(2026, 4, 4), 1), date(2026, 4, 6))
        self.assertEqual(self._after(date(2026, 4, 8), 2), date(2026, 4, 10))

    def test_working_days_leave_out_public_holidays(self):
        self.company.cs_deadline_working_days = True
        self._add_holiday(self.calendar)
        self.assertEqual(self._after(FRIDAY, 1), date(2026, 4, 7))
        self.assertEqual(self._after(FRIDAY, 3), date(2026, 4, 9))

    def test_leave_of_one_person_is_no_public_holiday(self):
        self.company.cs_deadline_working_days = True
        resource = self.env["resource.resource"].create(
            {"name": "Clerk", "calendar_id": self.calendar.id, "company_id": self.company.id}
        )
        self._add_holiday(self.calendar, resource_id=resource.id)
        self._add_holiday(self.calendar.copy())
        self.assertEqual(self._after(FRIDAY, 1), date(2026, 4, 6))

    def test_company_without_a_calendar_counts_calendar_days(self):
        self.company.cs_deadline_working_days = True
        self.company.resource_calendar_id = False
        self.assertEqual(self._after(FRIDAY, 3), date(2026, 4, 6))

    def test_no_days_end_on_the_same_day(self):
        for is_working in (False, True):
            self.company.cs_deadline_working_days = is_working
            self.assertEqual(self._after(FRIDAY, 0), FRIDAY)

    def test_setting_belongs_to_the_company(self):
        system = self.users["system"]
        other = self.env["res.company"].create({"name": "Other"})
        with Form(self.env["res.config.settings"].with_user(system)) as settings:
            settings.cs_deadline_working_days = True
        settings.record.execute()
        self.assertTrue(self.company.cs_deadline_working_days)
        self.assertFalse(other.cs_deadline_working_days)

    @freeze_time("2026-04-02 20:00")
    def test_days_begin_with_the_day_of_the_user(self):
        self._create_rule(GENERAL, days_allowed=1)
        self.users["clerk"].tz = "Asia/Shanghai"
        document = self._create_submitted()
        self.assertEqual(document.deadline_date, date(2026, 4, 6))
        self.assertEqual(self._steps(document).deadline_date, date(2026, 4, 4))


@tagged("post_install", "-at_install")
class TestDeadlineCron(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.second_manager = cls._create_user("cs_manager2", "cs_base.group_cs_base_manager")
        other = cls.env["res.company"].create({"name": "Other"})
        cls._create_user("cs_manager3", "cs_base.group_cs_base_manager", other)
        # noon of 3 April in Shanghai; the deadline is the 6th
        with freeze_time("2026-04-03 04:00"):
            cls.document = cls._create_submitted()

    def _run_cron(self, moment):
        cron = self.env.ref("cs_base.ir_cron_cs_deadline_check")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _told(self):
        return self._activity_users(self.document, "deadline")

    def test_nobody_is_told_before_the_last_day(self):
        self.assertEqual(self.document.deadline_date, date(2026, 4, 6))
        self._run_cron("2026-04-05 04:00")
        self.assertEqual(self._told(), [])

    def test_last_day_reminds_once(self):
        for _run in range(2):
            self._run_cron("2026-04-06 04:00")
            self.assertEqual(self._told(), ["clerk"])
        self.assertEqual(self.document.deadline_reminded_date, date(2026, 4, 6))

    def test_day_after_escalates_once_to_the_managers_of_the_company(self):
        self._run_cron("2026-04-06 04:00")
        for day in ("2026-04-07", "2026-04-07", "2026-04-08"):
            self._run_cron(f"{day} 04:00")
            self.assertEqual(self._told(), ["clerk", "manager", "manager2"])
        self.assertEqual(self.document.deadline_escalated_date, date(2026, 4, 7))

    def test_missed_runs_are_made_up_for(self):
        for _run in range(2):
            self._run_cron("2026-04-20 04:00")
            self.assertEqual(self._told(), ["clerk", "manager", "manager2"])

    def test_day_is_that_of_the_company(self):
        self._run_cron("2026-04-05 15:59")
        self.assertEqual(self._told(), [])
        self._run_cron("2026-04-05 16:00")
        self.assertEqual(self._told(), ["clerk"])
        self._run_cron("2026-04-06 16:00")
        self.assertEqual(self._told(), ["clerk", "manager", "manager2"])

    def test_new_deadline_reminds_anew(self):
        self._run_cron("2026-04-07 04:00")
        self._as(self.document, "manager").action_send_back()
        self.assertFalse(self.document.deadline_date or self.document.deadline_reminded_date)
        with freeze_time("2026-04-08 04:00"):
            self._as(self.document, "clerk").action_submit()
        self.env["mail.activity"].search([("res_id", "=", self.document.id)]).unlink()
        self._run_cron("2026-04-10 04:00")
        self.assertEqual(self._told(), [])
        self._run_cron("2026-04-11 04:00")
        self.assertEqual(self._told(), ["clerk"])

    def test_all_documents_are_served_in_batches(self):
        with freeze_time("2026-04-03 04:00"):
            documents = self.document
            for _number in range(4):
                documents |= self._create_submitted()
        self.env.flush_all()
        with (
            freeze_time("2026-04-07 04:00"),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            self.env(cr=cr)["cs.deadline.mixin"]._cron_check_deadlines(limit=2)
        self.env.invalidate_all()
        self.assertEqual(documents.mapped("deadline_reminded_date"), [date(2026, 4, 7)] * 5)
        self.assertEqual(documents.mapped("deadline_escalated_date"), [date(2026, 4, 7)] * 5)

    def test_finished_document_is_left_alone(self):
        self._approve(self.document, "general")
        self._as(self.document, "clerk").action_finish()
        self._run_cron("2026-04-20 04:00")
        self.assertEqual(self._told(), [])

    def test_overdue_from_the_day_after(self):
        documents = self.env["test.cs.document"].with_user(self.users["clerk"])
        documents = documents.with_context(tz="Asia/Shanghai")
        without = documents.create({"name": "No deadline"})
        for moment, is_overdue in (
            ("2026-04-06 15:59", False),
            ("2026-04-06 16:00", True),
            ("2026-04-09 04:00", True),
        ):
            with freeze_time(moment), self.subTest(moment=moment):
                self.env.invalidate_all()
                document = documents.browse(self.document.id)
                self.assertEqual(document.is_overdue, is_overdue)
                overdue = documents.search([("is_overdue", "=", True)])
                rest = documents.search([("is_overdue", "=", False)])
                self.assertEqual(document in overdue, is_overdue)
                self.assertEqual(document in rest, not is_overdue)
                self.assertIn(without, rest)
                self.assertNotIn(without, overdue)
                self.assertLessEqual(
                    overdue | rest, documents.search([("is_overdue", "in", [True, False])])
                )
