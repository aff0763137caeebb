import io
from datetime import date, datetime

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.xlsx import write_table
from .common import BaseCommon, RpcCommon

GENERAL = "cs_base.group_cs_base_general_manager"


def read_rows(content):
    """Cells of the only sheet, as their values."""
    [sheet] = load_workbook(io.BytesIO(content)).worksheets
    return [[cell.value for cell in row] for row in sheet.rows]


@tagged("post_install", "-at_install")
class TestExportTable(BaseCommon):
    def test_text_never_becomes_a_formula_or_a_link(self):
        texts = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://a.b", "\t=1"]
        content = write_table("Sheet", texts, [texts])
        [sheet] = load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.rows:
            self.assertEqual([cell.value for cell in row], texts)
            self.assertEqual({cell.data_type for cell in row}, {"s"})
            self.assertFalse([cell.hyperlink for cell in row if cell.hyperlink])

    def test_values_keep_their_type(self):
        row = [1, 2.5, True, date(2026, 4, 3), datetime(2026, 4, 3, 12, 30), None, "x"]
        rows = read_rows(write_table("Sheet", ["a"] * 7, [row]))
        expected = [1, 2.5, True, datetime(2026, 4, 3), datetime(2026, 4, 3, 12, 30), None, "x"]
        self.assertEqual(rows[1], expected)

    def test_every_title_makes_a_sheet(self):
        for title in ("a/b:c*d?e[f]", "x" * 60, "'quoted'", ""):
            with self.subTest(title=title):
                self.assertEqual(read_rows(write_table(title, ["a"], [])), [["a"]])


@tagged("post_install", "-at_install")
class TestExport(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(GENERAL)
        with freeze_time("2026-04-03 04:00"):
            cls.document = cls._create_submitted(
                name="=1+1", amount=12.5, happened_at="2026-04-03 20:00:00"
            )

    def _export(self, **context):
        document = self.document.with_user(self.users["clerk"]).with_context(**context)
        return read_rows(document._export_xlsx())

    def test_sheet_has_labels_and_names(self):
        self.assertEqual(
            self._export(lang="en_US", tz="UTC"),
            [
                ["Name", "State", "Amount", "Team Leader", "Due Date", "Happened At"],
                [
                    "=1+1",
                    "Submitted",
                    12.5,
                    "cs_office",
                    datetime(2026, 4, 6),
                    datetime(2026, 4, 3, 20),
                ],
            ],
        )

    def test_sheet_speaks_the_language_of_the_user(self):
        selection = self.env["ir.model.fields"]._get("test.cs.document", "state")
        option = selection.selection_ids.filtered(lambda option: option.value == "submitted")
        option.with_context(lang="zh_CN").name = "已提交"
        field = self.env["ir.model.fields"]._get("test.cs.document", "amount")
        field.with_context(lang="zh_CN").field_description = "金额"
        rows = self._export(lang="zh_CN", tz="UTC")
        self.assertEqual((rows[0][2], rows[1][1]), ("金额", "已提交"))

    def test_moments_are_in_the_time_zone_of_the_user(self):
        rows = self._export(lang="en_US", tz="Asia/Shanghai")
        self.assertEqual(rows[1][5], datetime(2026, 4, 4, 4))

    def test_button_leads_to_the_selected_documents(self):
        both = self.document | self._create_document()
        url = both.action_export_xlsx()["url"]
        self.assertEqual(url, f"/cs/export/test.cs.document?ids={both[0].id},{both[1].id}")


@tagged("post_install", "-at_install")
class TestExportRoute(RpcCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls._create_document(name="One") | cls._create_document(name="Two")
        cls._create_document(name="Three")
        cls.env.ref("base.group_allow_export").user_ids |= cls.users["clerk"]

    def _get(self, login, path):
        self.authenticate(login, login)
        with mute_logger("odoo.http"):
            return self.url_open(path)

    def _path(self, model="test.cs.document", documents=None):
        documents = documents or self.documents
        return f"/cs/export/{model}?ids={','.join(map(str, documents.ids))}"

    def test_selected_documents_are_downloaded(self):
        answer = self._get("cs_clerk", self._path())
        self.assertEqual(answer.status_code, 200)
        self.assertIn("test_cs_document.xlsx", answer.headers["Content-Disposition"])
        self.assertEqual([row[0] for row in read_rows(answer.content)], ["Name", "One", "Two"])

    def test_user_who_may_not_export_is_refused(self):
        plain = self.users["plain"]
        plain.group_ids -= self.env.ref("base.group_allow_export")
        self.assertFalse(plain.has_group("base.group_allow_export"))
        self.assertEqual(self._get("cs_plain", self._path()).status_code, 403)

    def test_user_who_may_not_read_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("cs_stranger", "base.group_allow_export", other)
        answer = self._get("cs_stranger", self._path())
        self.assertEqual(answer.status_code, 403)
        self.assertNotIn("One", answer.text)
        portal = self._create_user("cs_portal")
        portal.group_ids = self.env.ref("base.group_portal")
        portal.group_ids |= self.env.ref("base.group_allow_export")
        self.assertEqual(self._get("cs_portal", self._path()).status_code, 403)
        with self.assertRaises(AccessError):
            self.documents.with_user(stranger)._export_xlsx()

    def test_one_closed_document_closes_the_whole_file(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["test.cs.document"].create({"name": "Foreign", "company_id": other.id})
        path = self._path(documents=self.documents.sudo() | foreign)
        self.assertEqual(self._get("cs_clerk", path).status_code, 403)

    def test_other_models_are_not_exported(self):
        for model in ("res.users", "cs.approval.step", "no.such.model", "cs.export.mixin"):
            with self.subTest(model=model):
                path = self._path(model, self.users["clerk"])
                self.assertIn(self._get("cs_clerk", path).status_code, (403, 404))

    def test_nobody_exports_without_logging_in(self):
        self.authenticate(None, None)
        answer = self.url_open(self._path(), allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_nonsense_is_no_server_error(self):
        for ids in ("", "abc", "-1", "1;drop", "999999999", "9" * 30):
            with self.subTest(ids=ids):
                answer = self._get("cs_clerk", f"/cs/export/test.cs.document?ids={ids}")
                self.assertLess(answer.status_code, 500)
