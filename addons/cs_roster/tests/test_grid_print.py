import io

from openpyxl import load_workbook

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..domain import colours
from .common import RosterCommon


@tagged("post_install", "-at_install")
class TestGridPrint(HttpCase, RosterCommon):
    """The month on paper and as a sheet, with the rights of who asks."""

    agent_count = 3

    def _get_xlsx(self, roster, role):
        self.authenticate(self.users[role].login, self.users[role].login)
        return self.url_open(f"/cs/export/cs.roster?ids={roster.id}")

    def _get_sheet(self, roster, role="planner"):
        self.users[role].group_ids |= self.env.ref("base.group_allow_export")
        answer = self._get_xlsx(roster, role)
        self.assertEqual(answer.status_code, 200, answer.text[:2000])
        return load_workbook(io.BytesIO(answer.content)).active

    def test_sheet_has_people_by_days_in_colours(self):
        self.agents[0].cs_work_no = "001"
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DN-", self.agents[1]: "D"})
        sheet = self._get_sheet(roster)
        rows = {row[1].value: row for row in sheet.iter_rows(min_row=4)}
        cells = rows["Agent 0"]
        self.assertEqual(cells[0].value, "001")
        self.assertEqual([cell.value for cell in cells[2:6]], ["D", "N", "off", ""])
        ground = colours.of_shift(self.day.color).removeprefix("#").upper()
        self.assertEqual(cells[2].fill.start_color.rgb, f"FF{ground}")
        self.assertEqual([cell.value for cell in cells[33:36]], [1, 1, 0])

    def test_sheet_counts_the_people_of_each_shift(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DN-", self.agents[1]: "D"})
        rows = {row[0].value: row for row in self._get_sheet(roster).iter_rows(min_row=4)}
        self.assertEqual([cell.value for cell in rows["D Day"][2:5]], [2, 0, 0])
        short = colours.SHORT.removeprefix("#").upper()
        self.assertEqual(rows["D Day"][3].fill.start_color.rgb, f"FF{short}")

    def test_agents_get_what_they_were_told(self):
        roster = self._create_published({self.agents[0]: "N"})
        self._paint(roster, {self.agents[0]: "D"})
        rows = {row[1].value: row for row in self._get_sheet(roster, "agent1").iter_rows()}
        self.assertEqual(rows["Agent 0"][2].value, "N")

    def test_sheet_is_for_those_who_may_export(self):
        roster = self._create_roster()
        self.users["planner"].group_ids -= self.env.ref("base.group_allow_export")
        with mute_logger("odoo.http"):
            answer = self._get_xlsx(roster, "planner")
        self.assertIn("not allowed to export", answer.text)

    def test_draft_is_no_sheet_for_agents(self):
        roster = self._create_roster()
        self.users["agent0"].group_ids |= self.env.ref("base.group_allow_export")
        with mute_logger("odoo.http"):
            answer = self._get_xlsx(roster, "agent0")
        self.assertEqual(answer.status_code, 403)

    def test_month_is_printed(self):
        roster = self._create_published({self.agents[0]: "N"})
        report = self.env["ir.actions.report"].with_user(self.users["planner"])
        html = report._render_qweb_html("cs_roster.report_cs_roster_month", roster.ids)[0].decode()
        for text in ("Agent 0", "17:00–01:00", "Head of Department", "r_planner"):
            self.assertIn(text, html)
        self.assertNotIn("not yet published", html)
        self._paint(roster, {self.agents[0]: "D"})
        html = report._render_qweb_html("cs_roster.report_cs_roster_month", roster.ids)[0].decode()
        self.assertIn("not yet published", html)
        report = report.with_context(force_report_rendering=True)
        pdf = report._render_qweb_pdf("cs_roster.report_cs_roster_month", roster.ids)[0]
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_month_is_printed_in_chinese(self):
        roster = self._create_published({self.agents[0]: "DN-R"})
        report = self.env["ir.actions.report"].with_user(self.users["planner"])
        report = report.with_context(force_report_rendering=True, lang="zh_CN")
        name = "cs_roster.report_cs_roster_month"
        html = report._render_qweb_html(name, roster.ids)[0].decode()
        for text in ("2027年3月", "晚班", "休", "部门负责人", "工号"):
            self.assertIn(text, html)
        self.assertTrue(report._render_qweb_pdf(name, roster.ids)[0].startswith(b"%PDF"))
