import io
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..domain.summary import Measure, Row, Section
from .quality_common import QualityCommon


class TestQualitySummary(QualityCommon):
    """Every month's feedback reaches the departments as a summary that stays (S-22, S-69)."""

    # Drafting

    def test_drafted_days_before_it_is_due(self):
        self.assertFalse(self._draft_on("2026-11-21"))
        summary = self._draft_on("2026-11-22")
        self.assertEqual(summary.month, date(2026, 11, 1))
        self.assertEqual(summary.due_date, date(2026, 11, 25))
        self.assertEqual(
            (summary.date_from, summary.date_to), (date(2026, 10, 25), date(2026, 11, 24))
        )

    def test_job_that_runs_again_drafts_nothing_twice(self):
        summary = self._draft_on("2026-11-22")
        for day in ("2026-11-22", "2026-11-23", "2026-11-25", "2026-12-21"):
            self.assertEqual(self._draft_on(day), summary)

    def test_machine_asleep_on_the_25th_makes_up_for_it(self):
        self._issue(self._draft_on("2026-10-23"))
        summary = self._draft_on("2026-12-03")[-1]
        self.assertEqual(summary.month, date(2026, 11, 1))
        self._issue(summary, day="2026-12-03")
        self.assertTrue(summary.is_late)

    def test_machine_asleep_for_half_a_year_loses_no_day(self):
        self._draft_on("2026-03-24")
        summaries = self._draft_on("2026-10-24")
        self.assertEqual(
            summaries.mapped("month"), [date(2026, 3, 1), date(2026, 9, 1), date(2026, 10, 1)]
        )
        for earlier, later in zip(summaries, summaries[1:], strict=False):
            self.assertEqual(later.date_from, earlier.date_to + timedelta(days=1))

    def test_one_summary_per_month_in_the_database(self):
        summary = self._draft_on("2026-11-22")
        values = summary.sudo().copy_data()[0]
        values |= {"company_id": summary.company_id.id, "month": summary.month}
        values |= {"date_from": summary.date_from, "date_to": summary.date_to}
        values |= {"due_date": summary.due_date, "lang": summary.lang}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            summary.sudo()._with_key().create(values)

    def test_nothing_is_drafted_where_no_department_gets_it(self):
        (self.quality | self.production).cs_gets_summary = False
        self.assertFalse(self._draft_on("2026-11-22"))

    def test_weekend_moves_due_day_and_period(self):
        self.company.cs_summary_weekend = "before"
        summary = self._draft_on("2026-10-22")
        self.assertEqual(summary.due_date, date(2026, 10, 23))
        self.assertEqual(summary.date_to, date(2026, 10, 22))

    def test_drafted_ahead_by_a_clerk_once(self):
        with freeze_time("2026-11-05 02:00:00"):
            for _click in range(2):
                clerk = self.env["cs.quality.summary"].with_user(self.users["clerk"])
                action = clerk.with_company(self.company).action_draft_now()
                self.assertEqual(action["res_id"], self._summaries().id)
            with self.assertRaises(AccessError):
                self.env["cs.quality.summary"].with_user(self.users["quality"]).action_draft_now()

    def test_managers_are_called_to_the_draft(self):
        summary = self._draft_on("2026-11-22")
        self.assertEqual(summary.activity_ids.user_id, self.users["manager"])
        self._issue(summary)
        self.assertFalse(summary.activity_ids)

    # Figures

    def test_days_are_those_of_the_company(self):
        self._case_at("2026-10-24T23:59:00", type_id=self.complaint.id)
        self._case_at("2026-10-25T00:01:00", type_id=self.complaint.id)
        self._case_at("2026-11-24T23:59:00", type_id=self.opinion.id)
        self._case_at("2026-11-25T00:01:00", type_id=self.opinion.id)
        summary = self._draft_on("2026-11-25")
        self.assertEqual(self._figure(summary, "overview", "all", "cases"), (2, 1))
        self.assertEqual(self._figure(summary, "overview", "all", "complaints"), (1, 1))

    def test_cancelled_cases_do_not_count(self):
        case = self._case_at("2026-11-01T10:00:00")
        self._case_at("2026-11-01T11:00:00")
        self._dialog(case, "clerk", "cancel", "Entered twice")
        summary = self._draft_on("2026-11-22")
        self.assertEqual(self._figure(summary, "overview", "all", "cases")[0], 1)

    def test_answers_and_solutions_count_in_the_period_in_which_they_are_made(self):
        old = self._case_at("2026-10-24T10:00:00", type_id=self.complaint.id)
        new = self._case_at("2026-11-20T10:00:00", type_id=self.complaint.id)
        self._solve_at(old, "2026-11-20T10:00:00")
        self._solve_at(new, "2026-11-20T12:00:00")
        summary = self._draft_on("2026-11-22")
        type_key = str(self.complaint.id)
        self.assertEqual(self._figure(summary, "type", type_key, "cases"), (1, 1))
        self.assertEqual(self._figure(summary, "type", type_key, "solved"), (2, 0))
        self.assertEqual(self._figure(summary, "type", type_key, "solve_in_time")[0], 0.5)
        hours = (27 * 24 + 2) / 2
        self.assertAlmostEqual(self._figure(summary, "type", type_key, "solve_hours")[0], hours)

    def test_sections_by_product_lot_and_office(self):
        lot = self.env["stock.lot"].create({"name": "L7", "product_id": self.bait.id})
        self._case_at("2026-11-01T10:00:00", product_id=self.bait.id, lot_id=lot.id)
        self._case_at("2026-11-02T10:00:00", product_id=self.bait.id)
        self._case_at("2026-11-02T10:00:00", partner_id=False, contact_name="An angler")
        summary = self._draft_on("2026-11-22")
        self.assertEqual(self._figure(summary, "product", str(self.bait.id), "cases")[0], 2)
        self.assertEqual(self._figure(summary, "lot", str(lot.id), "cases")[0], 1)
        self.assertEqual(self._figure(summary, "office", str(self.office.id), "cases")[0], 2)
        self.assertEqual(self._figure(summary, "office", "0", "cases")[0], 1)
        self.assertEqual(self._figure(summary, "office", "total", "cases")[0], 3)

    def test_departments_are_judged_by_the_ratio_of_sums(self):
        with freeze_time("2026-11-02 02:00:00"):
            cases = [self._create_at_service() for _number in range(3)]
            for case in cases:
                self._ask(case, self.quality)
        with freeze_time("2026-11-03 02:00:00"):
            self._answer(cases[0], self.quality, "quality")
        with freeze_time("2026-11-12 02:00:00"):
            self._answer(cases[1], self.quality, "quality")
        summary = self._draft_on("2026-11-22")
        key = str(self.quality.id)
        self.assertEqual(self._figure(summary, "department", key, "asked")[0], 3)
        self.assertEqual(self._figure(summary, "department", key, "in_time")[0], 0.5)

    def test_month_before_is_what_was_reported(self):
        self._case_at("2026-10-01T10:00:00")
        self._issue(self._draft_on("2026-10-23"))
        late = self._case_at("2026-10-02T10:00:00")
        self.assertTrue(late)
        summary = self._draft_on("2026-11-22")[-1]
        self.assertEqual(self._figure(summary, "overview", "all", "cases"), (0, 1))

    def test_other_parts_add_sections(self):
        model = type(self.env["cs.quality.summary"])
        original = model._summary_sections

        def extended(summary, start, stop):
            measures = (Measure("broken", "Broken", "share", "received"),)
            rows = (Row("1", "=Road", {"broken": 1, "received": 4}),)
            return [
                *original(summary, start, stop),
                Section("delivery", "Deliveries", "Carrier", measures, rows, 990),
            ]

        with patch.object(model, "_summary_sections", extended):
            summary = self._draft_on("2026-11-22")
        self.assertEqual(self._figure(summary, "delivery", "1", "broken"), (0.25, 0.25))
        self.assertEqual(summary.section_ids[-1].name, "Deliveries")
        book = load_workbook(io.BytesIO(self._as(summary, "clerk")._export_xlsx()))
        self.assertEqual(book["Deliveries"]["A2"].value, "=Road")
        self.assertEqual(book["Deliveries"]["A2"].data_type, "s")

    def test_figures_are_in_the_language_of_the_summary(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        summary = self._draft_on("2026-11-22")
        self._as(summary, "clerk").lang = "zh_CN"
        self.assertEqual(summary.section_ids[0].name, "概况")
        self.assertIn("收到数", summary.section_ids[0].line_ids.mapped("label"))

    def test_comments_stay_when_figures_are_taken_anew(self):
        summary = self._draft_on("2026-11-22")
        self._as(summary.section_ids[0], "clerk").comment = "Less than ever"
        self._case_at("2026-11-23T10:00:00")
        self._draft_on("2026-11-23")
        self.assertEqual(summary.section_ids[0].comment, "Less than ever")
        self.assertEqual(self._figure(summary, "overview", "all", "cases")[0], 1)

    # Issuing

    def test_managers_alone_issue(self):
        summary = self._draft_on("2026-11-22")
        for role in ("clerk", "quality", "general", "office"):
            self.assertRefused(
                AccessError, "", lambda role=role: self._as(summary, role).action_issue()
            )
        self._issue(summary)
        self.assertEqual((summary.state, summary.is_late), ("issued", False))
        self.assertEqual(summary.issued_by_id, self.users["manager"])

    def test_issued_after_the_due_day_is_late(self):
        summary = self._draft_on("2026-11-22")
        # in Shanghai the 26th begins at 16:00 of the 25th in UTC
        with freeze_time("2026-11-25 16:30:00"):
            self._as(summary, "manager").action_issue()
        self.assertTrue(summary.is_late)

    def test_issued_before_its_end_stops_there_and_the_next_one_goes_on(self):
        summary = self._draft_on("2026-11-22")
        self._issue(summary, day="2026-11-23")
        self.assertEqual(summary.date_to, date(2026, 11, 22))
        following = self._draft_on("2026-12-22")[-1]
        self.assertEqual(following.date_from, date(2026, 11, 23))

    def test_issued_summary_is_frozen_with_its_figures(self):
        case = self._case_at("2026-11-01T10:00:00")
        summary = self._draft_on("2026-11-22")
        self._issue(summary)
        self._dialog(case, "clerk", "cancel", "Entered twice")
        self._case_at("2026-11-02T10:00:00", product_id=self.bait.id)
        self._case_at("2026-11-02T11:00:00", product_id=self.bait.id)
        self._draft_on("2026-11-26")
        self.assertEqual(self._figure(summary, "overview", "all", "cases")[0], 1)
        manager = self._as(summary, "manager")
        self.assertRefused(UserError, "", manager.action_refresh)
        for change in ({"conclusion": "Other"}, {"lang": "en_US"}):
            with self.assertRaises(UserError):
                manager.write(change)
        with self.assertRaises(UserError):
            manager.section_ids[0].comment = "Other"
        with self.assertRaises(UserError):
            manager.receipt_ids[0].measure = "Other"
        with self.assertRaises(UserError):
            summary.section_ids.line_ids.sudo().unlink()
        with self.assertRaises(UserError):
            summary.sudo().unlink()

    def test_no_figure_is_written_by_hand(self):
        summary = self._draft_on("2026-11-22")
        line = summary.section_ids.line_ids[0]
        for record, values in (
            (summary, {"is_late": False}),
            (summary, {"date_to": "2026-11-30"}),
            (summary, {"state": "issued"}),
            (summary.section_ids[0], {"name": "Other"}),
            (summary.receipt_ids[0], {"read_at": "2026-11-23 00:00:00"}),
            (summary.receipt_ids[0], {"reply": "Done"}),
            (line, {"value": 7}),
        ):
            for user in (self.users["manager"], self.env.ref("base.user_root")):
                with (
                    self.subTest(model=record._name, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    record.with_user(user).write(values)

    def test_no_department_no_issue(self):
        summary = self._draft_on("2026-11-22")
        (self.quality | self.production).cs_gets_summary = False
        self._as(summary, "manager").action_refresh()
        self.assertRefused(UserError, "No department", self._as(summary, "manager").action_issue)

    # Departments

    def test_departments_read_what_is_issued_to_them(self):
        summary = self._draft_on("2026-11-22")
        for role in ("quality", "worker", "production"):
            self.assertFalse(self._as(summary, role).search([("id", "=", summary.id)]))
            self.assertRefused(AccessError, "", self._open_form, summary, role)
        self._issue(summary)
        for role in ("quality", "worker", "production", "general", "clerk"):
            self.assertTrue(self._open_form(summary, role)[0]["section_ids"])
        for role in ("plain", "office", "salesman"):
            self.assertRefused(AccessError, "", self._open_form, summary, role)
            self.assertFalse(self._as(summary.section_ids.line_ids, role).search([]))
            self.assertFalse(self._as(summary.receipt_ids, role).search([]))

    def test_read_receipt_is_set_once_by_the_first_of_the_department(self):
        summary = self._draft_on("2026-11-22")
        self._issue(summary)
        receipt = summary.receipt_ids.filtered(lambda r: r.department_id == self.quality)
        for role in ("manager", "general", "production"):
            self._open_form(summary, role)
        self.assertFalse(receipt.read_at)
        with freeze_time("2026-11-25 04:00:00"):
            self._open_form(summary, "worker")
        with freeze_time("2026-11-25 05:00:00"):
            self._open_form(summary, "quality")
        self.assertEqual(str(receipt.read_at), "2026-11-25 04:00:00")
        self.assertEqual(receipt.read_by_id, self.users["worker"])

    def test_a_list_or_search_reads_nothing(self):
        summary = self._draft_on("2026-11-22")
        self._issue(summary)
        seen = self._as(summary, "quality")
        seen.web_search_read([], {"name": {}})
        seen.web_read({"name": {}})
        self.assertFalse(any(summary.receipt_ids.mapped("read_at")))

    def test_department_replies_and_customer_service_is_told(self):
        summary = self._draft_on("2026-11-22")
        receipt = summary.receipt_ids.filtered(lambda r: r.department_id == self.quality)
        self._as(receipt, "clerk").measure = "Check the bags"
        self._issue(summary)
        self._reply(receipt, "worker", "Checked 200 bags")
        self._reply(receipt, "quality", "All new")
        self.assertEqual(receipt.reply, "Checked 200 bags\n\nAll new")
        self.assertEqual(receipt.replied_by_id, self.users["quality"])
        self.assertTrue(receipt.read_at)
        told = self.env["mail.message"].search(
            [("model", "=", summary._name), ("res_id", "=", summary.id)]
        )
        self.assertIn(self.users["manager"].partner_id, told.notified_partner_ids)

    def test_nobody_replies_for_another_department(self):
        summary = self._draft_on("2026-11-22")
        self._issue(summary)
        receipt = summary.receipt_ids.filtered(lambda r: r.department_id == self.quality)
        for role in ("production", "manager", "plain"):
            self.assertRefused(AccessError, "", self._reply, receipt, role, "Ours")

    def _reply(self, receipt, role, text):
        dialogs = self.env["cs.quality.summary.reply"].with_user(self.users[role])
        dialogs.create({"receipt_id": receipt.id, "text": text}).action_confirm()
        self.env.invalidate_all()

    def test_departments_are_told(self):
        summary = self._draft_on("2026-11-22")
        self._issue(summary)
        told = self.env["mail.message"].search(
            [("model", "=", summary._name), ("res_id", "=", summary.id)]
        )
        partners = told.notified_partner_ids
        for role in ("quality", "worker", "production"):
            self.assertIn(self.users[role].partner_id, partners)
        self.assertNotIn(self.users["plain"].partner_id, partners)
        paper = self._as(told.attachment_ids, "worker")
        self.assertEqual(len(paper), 1)
        self.assertTrue(paper.name.startswith(summary.name.replace("/", "-")))
        self.assertTrue(paper.raw)

    # Paper and sheet

    def test_sheet_has_every_section(self):
        self._case_at("2026-11-01T10:00:00", product_id=self.bait.id)
        summary = self._draft_on("2026-11-22")
        book = load_workbook(io.BytesIO(self._as(summary, "clerk")._export_xlsx()))
        self.assertEqual(len(book.sheetnames), len(summary.section_ids) + 2)
        sheet = book["Feedback by Product"]
        self.assertEqual([cell.value for cell in sheet[2]][:3], ["Bait", 1, 0])

    def test_print_shows_figures_comments_and_departments(self):
        self._case_at("2026-11-01T10:00:00", product_id=self.bait.id)
        summary = self._draft_on("2026-11-22")
        self._as(summary.section_ids[0], "clerk").comment = "Less than ever <script>"
        self._issue(summary)
        report = self.env["ir.actions.report"].with_user(self.users["quality"])
        html, _kind = report._render_qweb_html("cs_feedback.report_cs_quality_summary", summary.ids)
        text = html.decode()
        self.assertIn("Less than ever &lt;script&gt;", text)
        for word in ("Bait", "Quality", summary.name):
            self.assertIn(word, text)
