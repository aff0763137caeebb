import io
import zipfile

import openpyxl

from odoo.tests import BaseCase, tagged

from ..domain import goods_sheet
from .portal_common import PortalCommon


def write_sheet(rows, heading="Key"):
    """A filled sheet; ``rows`` are tuples of key, quantity and reason."""
    book = openpyxl.Workbook()
    book.active.append([heading])
    for key, quantity, reason in rows:
        book.active.append([key, *[None] * 7, quantity, reason])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def forge(content, change):
    """The workbook with other bytes in it; ``change`` gets the parts by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestGoodsSheet(BaseCase):
    """The sheet is read as data and judged row by row; needs no database."""

    GOODS = {(7, False): 5.0, (8, 3): 2.0}
    REASONS = {"damaged": 1, "质量问题": 2}

    def _judge(self, *rows):
        return goods_sheet.judge(
            goods_sheet.read_sheet(write_sheet(rows)), self.GOODS, self.REASONS
        )

    def test_good_rows(self):
        good, errors = self._judge(
            ("7-0", 5, " Damaged "), ("8-3", "1.5", "质量问题"), ("7-0", None, None), ("7-0", 0, "")
        )
        self.assertFalse(errors)
        self.assertEqual(
            good,
            [
                goods_sheet.GoodRow(2, (7, False), 5.0, 1),
                goods_sheet.GoodRow(3, (8, 3), 1.5, 2),
            ],
        )

    def test_each_bad_row_is_named(self):
        good, errors = self._judge(
            ("7-0", 1, "Damaged"),
            ("7-0", 1, "Damaged"),
            ("9-0", 1, "Damaged"),
            ("8-0", 1, "Damaged"),
            ("8-3", "many", "Damaged"),
            ("8-3", -1, "Damaged"),
            ("8-3", "nan", "Damaged"),
            ("8-3", 2.5, "Damaged"),
            ("8-3", 1, None),
            ("8-3", 1, "Whim"),
            (None, 1, "Damaged"),
            ("=1+1", 1, "Damaged"),
        )
        self.assertEqual([row.number for row in good], [2])
        self.assertEqual(
            [(error.number, error.code) for error in errors],
            [
                (3, "duplicate"), (4, "goods"), (5, "goods"), (6, "quantity"), (7, "quantity"),
                (8, "quantity"), (9, "excess"), (10, "no_reason"), (11, "reason"),
                (12, "goods"), (13, "goods"),
            ],
        )  # fmt: skip

    def test_keys(self):
        self.assertEqual(goods_sheet.parse_key(goods_sheet.make_key(7, False)), (7, False))
        self.assertEqual(goods_sheet.parse_key(goods_sheet.make_key(7, 3)), (7, 3))
        for wrong in (None, 7, "", "7", "07-0", "7-", "-1-0", "7-0-0", "7-0x", "1" * 10 + "-0"):
            self.assertIsNone(goods_sheet.parse_key(wrong))

    def test_files_that_are_no_sheet(self):
        good = write_sheet([("7-0", 1, "Damaged")])
        sheet = "xl/worksheets/sheet1.xml"
        entity = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>'

        def insert(parts):
            parts[sheet] = parts[sheet].replace(b"<worksheet", entity + b"<worksheet", 1)

        forged = {
            "empty": b"",
            "text": b"key,quantity",
            "half": good[: len(good) // 2],
            "no workbook": forge(good, lambda parts: parts.pop("xl/workbook.xml")),
            "entities": forge(good, insert),
            "bomb": forge(good, lambda parts: parts.update(bomb=b"\0" * 21 * 1024 * 1024)),
            "many parts": forge(
                good, lambda parts: parts.update({str(i): b"" for i in range(101)})
            ),
            "large": good + b"\0" * goods_sheet.MAX_BYTES,
        }
        for name, content in forged.items():
            with self.subTest(name=name), self.assertRaises(goods_sheet.SheetError):
                goods_sheet.read_sheet(content)
        self.assertEqual(len(goods_sheet.read_sheet(good)), 1)

    def test_two_thousand_rows(self):
        full = [("7-0", 1, "Damaged")] * goods_sheet.MAX_ROWS
        self.assertEqual(len(goods_sheet.read_sheet(write_sheet(full))), goods_sheet.MAX_ROWS)
        with self.assertRaises(goods_sheet.SheetError):
            goods_sheet.read_sheet(write_sheet([*full, *full[:1]]))


@tagged("post_install", "-at_install")
class TestGoodsSheetInPortal(PortalCommon):
    """Download, fill in, upload."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._sell_to(cls.dealer)
        cls.second = cls._sell_to(cls.dealer)
        cls.foreign = cls._sell_to(cls.rival)

    def setUp(self):
        super().setUp()
        self._visit(self.contact)

    def _download(self):
        response = self._get("/my/returns/sheet")
        self.assertEqual(response.status_code, 200)
        return openpyxl.load_workbook(io.BytesIO(response.content))

    def _upload(self, content, **form):
        files = {"sheet": ("goods.xlsx", content)}
        return self._post("/my/returns/sheet", files=files, **form)

    def _mine(self):
        return self.env["cs.return"].search([("partner_id", "child_of", self.dealer.id)])

    def _key(self, move):
        return goods_sheet.make_key(move.id, False)

    def test_filled_sheet_becomes_a_draft(self):
        book = self._download()
        rows = list(book.active.iter_rows(min_row=2))
        self.assertEqual(
            {row[0].value for row in rows}, {self._key(self.first), self._key(self.second)}
        )
        self.assertEqual([row[7].value for row in rows], [10, 10])
        for row in rows:
            row[8].value, row[9].value = 4, self.quality.name
        output = io.BytesIO()
        book.save(output)
        response = self._upload(output.getvalue())
        self.assertEqual(response.status_code, 303)
        draft = self._mine()
        self.assertEqual(draft.line_ids.mapped("quantity"), [4, 4])
        self.assertEqual(draft.create_uid, self.contact)

    def test_reasons_in_the_language_of_the_dealer(self):
        self.contact.lang = "zh_CN"
        self.quality.with_context(lang="zh_CN").name = "质量有问题"
        self._upload(write_sheet([(self._key(self.first), 1, "质量有问题")]))
        self.assertEqual(self._mine().line_ids.reason_id, self.quality)

    def test_one_bad_row_stops_all(self):
        content = write_sheet(
            [
                (self._key(self.first), 1, self.quality.name),
                (self._key(self.foreign), 1, self.quality.name),
                (self._key(self.second), 11, self.quality.name),
            ]
        )
        page = self._upload(content).text
        self.assertIn("Row 3: these goods are not among your deliveries.", page)
        self.assertIn("Row 4: only 10 can still be returned", page)
        self.assertNotIn("Row 2", page)
        self.assertFalse(self._mine())
        response = self._upload(content, keep_good="1")
        self.assertEqual(response.status_code, 303)
        self.assertEqual(self._mine().line_ids.origin_move_id, self.first)
        self.assertIn("Row 3", self._get(response.headers["Location"]).text)

    def test_bad_files_and_fields(self):
        for content in (b"", b"<html>", write_sheet([]), b"\0" * (goods_sheet.MAX_BYTES + 1)):
            response = self._upload(content)
            self.assertEqual(response.status_code, 200)
            self.assertIn("alert-danger", response.text)
        good = write_sheet([(self._key(self.first), 1, self.quality.name)])
        self.assertNotThere(self._upload(good, partner_id=self.rival.id))
        self.assertNotThere(self._post("/my/returns/sheet"))
        self.assertFalse(self._mine())

    def test_office_uploads_the_same_sheet(self):
        draft = self._apply([(self.first, 1)])
        content = write_sheet(
            [
                (self._key(self.second), 2, self.quality.name),
                (self._key(self.foreign), 2, self.quality.name),
            ]
        )
        draft = draft.with_user(self.users["clerk"])
        self.assertEqual(len(draft._add_goods_from_sheet(content)), 1)
        self.assertEqual(draft.line_ids.origin_move_id, self.first)
        draft._add_goods_from_sheet(content, keep_good=True)
        self.assertEqual(draft.line_ids.origin_move_id, self.first | self.second)
