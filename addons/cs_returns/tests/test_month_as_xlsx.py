import base64
import io
from datetime import date, datetime

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .analysis_common import AnalysisCommon

SHEETS = ("Office", "Product", "Reason", "Dealer", "Lines")


@tagged("post_install", "-at_install")
class TestMonthAsXlsx(AnalysisCommon):
    """The month's sheet has the totals of the month's documents and of no others (S-33)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_product = cls._create_product("Pike Bait")

    def _month(self, user="clerk", **vals):
        self.env.flush_all()
        self.env.invalidate_all()
        wizard = self.env["cs.return.month"].with_user(self.users[user])
        return wizard.create({"month": "2026-03-17", **vals})

    def _book(self, wizard):
        action = wizard.action_download()
        self.assertEqual(wizard.file_name, "returns-2026-03.xlsx")
        self.assertIn(f"/{wizard.id}/file/returns-2026-03.xlsx", action["url"])
        return load_workbook(io.BytesIO(base64.b64decode(wizard.file)))

    def _at(self, day, lines, **vals):
        application = self._return(lines)
        application.sudo()._write_protected({"application_date": day, **vals})
        return application

    def _march(self):
        """Two returns of March on its first and last day, one before, one after, one cancelled."""
        _order, bait, _invoice = self._sell_deliver_invoice(30, price=33.33)
        _order, pike, _invoice = self._sell_deliver_invoice(
            30, product=self.other_product, price=7.77
        )
        first = self._at("2026-03-01", [(bait, 3), (pike, 2, {"reason_id": self.unsold.id})])
        last = self._at("2026-03-31", [(bait, 1)])
        self._bill_freight(first, 50)
        self._at("2026-02-28", [(bait, 5)])
        self._at("2026-04-01", [(bait, 5)])
        cancelled = self._apply([(bait, 1)])
        cancelled.action_cancel()
        cancelled.sudo()._write_protected({"application_date": "2026-03-15"})
        return first | last

    def test_totals_of_each_sheet_are_those_of_the_months_returns(self):
        applications = self._march()
        book = self._book(self._month())
        self.assertEqual(tuple(book.sheetnames), SHEETS)
        # announced, accepted, rejected, credited, charged, freight, cost of quality
        credited = 4 * 33.33 + 2 * 7.77
        expected = [6, 6, 0, credited, 0, 50, 4 * 33.33 + 25]
        for name in SHEETS[:-1]:
            with self.subTest(sheet=name):
                _headings, *groups, total = book[name].values
                self.assertEqual(total[0], "Total")
                for column, amount in enumerate(expected, start=1):
                    self.assertAlmostEqual(total[column], amount, places=2)
                    self.assertAlmostEqual(sum(g[column] for g in groups), amount, places=2)
        notes = applications.sudo().credit_note_ids
        self.assertAlmostEqual(sum(notes.mapped("amount_untaxed")), credited, places=2)
        by_product = {row[0]: row[1:] for row in book["Product"].values}
        self.assertAlmostEqual(by_product["Carp Bait"][3], 4 * 33.33, places=2)
        self.assertAlmostEqual(by_product["Pike Bait"][3], 2 * 7.77, places=2)

    def test_lines_are_the_months_alone_and_add_up(self):
        applications = self._march()
        headings, *lines = self._book(self._month())["Lines"].values
        column = {heading: place for place, heading in enumerate(headings)}
        self.assertEqual(
            {line[column["Return"]] for line in lines}, set(applications.mapped("name"))
        )
        self.assertEqual(len(lines), 3)
        self.assertAlmostEqual(
            sum(line[column["Credited"]] for line in lines), 4 * 33.33 + 2 * 7.77, places=2
        )
        dates = {line[column["Application Date"]] for line in lines}
        self.assertEqual(dates, {datetime(2026, 3, 1), datetime(2026, 3, 31)})

    def test_steps_that_are_not_done_have_no_days(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 1)])
        application.sudo()._write_protected({"application_date": date(2026, 3, 9)})
        _order, move, _invoice = self._sell_deliver_invoice(10)
        self._at(
            date(2026, 3, 8), [(move, 1)], approved_at="2026-03-08 10:00:00",
            arrival_date="2026-03-09", settled_at="2026-03-09 10:00:00",
        )  # fmt: skip
        headings, draft, done = self._book(self._month())["Lines"].values
        steps = ("Days to Approval", "Days to Arrival", "Days to Settlement")
        self.assertEqual([draft[headings.index(step)] for step in steps], [None] * 3)
        self.assertEqual([done[headings.index(step)] for step in steps], [0, 1, 0])

    def test_an_office_chosen_is_the_only_one(self):
        self._march()
        other = self.env["crm.team"].create({"name": "Wuxi", "company_id": self.company.id})
        book = self._book(self._month(team_id=other.id))
        self.assertEqual(len(list(book["Lines"].values)), 1)
        self.assertEqual(list(book["Office"].values)[-1], ("Total", *[0] * 7))
        book = self._book(self._month(team_id=self.office.id))
        self.assertEqual(len(list(book["Lines"].values)), 4)

    def test_headings_are_in_the_language_of_the_user(self):
        self._march()
        fields = self.env["ir.model.fields"]
        names = {"team_id": "办事处甲", "credited_amount": "贷记额甲"}
        for name, label in names.items():
            field = fields._get("cs.return.analysis", name)
            field.with_context(lang="zh_CN").field_description = label
        self.users["clerk"].lang = "zh_CN"
        book = self._book(self._month().with_context(lang="zh_CN"))
        headings = next(book[names["team_id"]].values)
        self.assertEqual(headings[0], names["team_id"])
        self.assertIn(names["credited_amount"], headings)

    def test_the_file_has_what_its_user_may_read(self):
        self._march()
        self.dealer.cs_office_id = self.env["crm.team"].create(
            {"name": "Wuxi", "company_id": self.company.id}
        )
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 1)])
        application.sudo()._write_protected({"application_date": "2026-03-10"})
        self.users["office"].group_ids |= self.env.ref("base.group_allow_export")
        self.assertEqual(len(list(self._book(self._month("clerk"))["Lines"].values)), 5)
        self.assertEqual(len(list(self._book(self._month("office"))["Lines"].values)), 4)

    def test_who_may_not_export_gets_no_file(self):
        wizard = self._month("general")
        self.users["general"].group_ids -= self.env.ref("base.group_allow_export")
        with self.assertRefused("not allowed to export", AccessError):
            wizard.action_download()
        self.assertFalse(wizard.file)
