import base64
import io
import os
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tools import SQL

from .books_common import BooksCommon

# `./cs test --long` asks about many
SESSIONS = 100_000 if os.environ.get("CS_TEST_LONG") else 2_000
QUERIES = 5


class TestAgentStats(BooksCommon):
    """Customers served, deals and their ratio by agent, day, shift and month (S-79)."""

    def _close(self, role, moment, *outcomes):
        with self._at(moment):
            for outcome in outcomes:
                getattr(self._serve(role), f"action_{outcome}")()

    def _rows(self, role="head"):
        self.env.flush_all()
        return self._model("cs.agent.stats", role)

    def test_night_counts_on_its_date(self):
        self._close("agent0", "1 17:30", "deal", "no_deal", "no_deal", "void")
        with self._at("1 17:30"):
            self._serve(name="Still here")
        row = self._rows().search([])
        self.assertEqual((row.date, row.shift_type_id), (date(2027, 3, 1), self.night))
        self.assertEqual((row.served, row.deals, row.mistakes), (3, 1, 1))
        self.assertAlmostEqual(row.conversion, 1 / 3)

    def test_conversion_is_a_ratio_of_sums(self):
        """1 of 1 and 1 of 9 are 2 of 10, not the average of 100 % and 11 %."""
        self._close("agent0", "1 10:00", "deal")
        self._close("agent1", "2 01:00", "deal", *["no_deal"] * 8)
        stats = self._rows()
        for spec in ("conversion:avg", "conversion:sum", "conversion:max"):
            [(total,)] = stats._read_group([], [], [spec])
            self.assertAlmostEqual(total, 0.2)
        by_agent = dict(stats._read_group([], ["employee_id"], ["conversion:avg"]))
        self.assertEqual(by_agent[self.agents[0]], 1)
        self.assertAlmostEqual(by_agent[self.agents[1]], 1 / 9)
        [month] = stats.formatted_read_group([], ["date:month"], ["conversion:avg", "served:sum"])
        self.assertAlmostEqual(month["conversion:avg"], 0.2)
        sets = stats.formatted_read_grouping_sets([], [[], ["shift_type_id"]], ["conversion:avg"])
        self.assertAlmostEqual(sets[0][0]["conversion:avg"], 0.2)

    def test_agent_who_served_nobody_has_no_ratio(self):
        self._close("agent0", "1 10:00", "void")
        [(total,)] = self._rows()._read_group([], [], ["conversion:avg"])
        self.assertFalse(total)
        self.assertFalse(self._rows().search([]).conversion)

    def test_customer_counts_where_the_session_was_closed(self):
        with self._at("1 16:40"):
            self._serve()
            handover = self._write_handover()
            handover.action_give()
        with self._at("2 00:10"):
            line = self._as(handover.line_ids, "agent1")
            line.action_acknowledge()
        session = self.env["cs.service.session"].search([("employee_id", "=", self.agents[1].id)])
        with self._at("2 00:30"):
            self._as(session, "agent1").action_deal()
        row = self._rows().search([])
        self.assertEqual((row.employee_id.id, row.served), (self.agents[1].id, 1))
        self.assertEqual(row.shift_type_id, self.day)

    def test_cancelled_order_is_no_deal(self):
        self.users["agent0"].group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        order = self.env["sale.order"].create(
            {"partner_id": self.env["res.partner"].create({"name": "Buyer"}).id}
        )
        with self._at("1 10:00"):
            session = self._serve(order_id=order.id)
            session.action_deal()
        self.assertEqual(self._rows().search([]).deals, 1)
        order._action_cancel()
        self.assertEqual(self._rows().search([]).deals, 0)

    def test_everybody_sees_their_part(self):
        self._close("agent0", "1 10:00", "deal")
        self._close("agent1", "2 01:00", "deal")
        for role, count in {
            "agent0": 1, "agent1": 1, "head": 2, "planner": 2, "personnel": 2, "hr": 2,
            "manager": 2, "general": 2, "plain": 0, "salesman": 0,
        }.items():  # fmt: skip
            with self.subTest(role=role):
                self.assertEqual(len(self._rows(role).search([])), count)

    def test_month_as_xlsx(self):
        self._close("agent0", "1 10:00", "deal")
        self._close("agent1", "2 01:00", "deal", *["no_deal"] * 8)
        self.env.flush_all()
        dialog = self._model("cs.agent.month", "head").create({"month": "2027-03-15"})
        self.assertRefused(AccessError, "not allowed to export", dialog.action_download)
        self.users["head"].group_ids |= self.env.ref("base.group_allow_export")
        dialog.action_download()
        book = load_workbook(io.BytesIO(base64.b64decode(dialog.file)))
        [headings, *rows] = [[cell.value for cell in row] for row in book.worksheets[0].rows]
        served, conversion = headings.index("Served"), headings.index("Conversion")
        total = next(row for row in rows if row[0] == "Total")
        self.assertEqual(total[served], 10)
        self.assertAlmostEqual(total[conversion], 0.2)
        self.assertEqual(len(book.worksheets), 4)

    def test_each_view_takes_a_handful_of_queries(self):
        self._many()
        agg = ["served:sum", "deals:sum", "conversion:avg"]
        stats = self._rows("planner")
        sets = [[], ["employee_id"], ["date:month"], ["employee_id", "date:month"]]
        fields = dict.fromkeys(
            ("date", "employee_name", "shift_name", "served", "deals", "conversion", "hours"), {}
        )
        for name, ask in {
            "pivot": lambda: stats.formatted_read_grouping_sets([], sets, agg),
            "graph": lambda: stats.formatted_read_group([], ["employee_id", "date:month"], agg),
            "list": lambda: stats.web_search_read([], fields, limit=80, count_limit=10001),
            "groups": lambda: stats.web_read_group([], ["shift_type_id"], agg, limit=80),
        }.items():
            with self.subTest(view=name):
                ask()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                ask()
                self.assertLessEqual(self.env.cr.sql_log_count - before, QUERIES)
        [(served,)] = stats._read_group([], [], ["served:sum"])
        self.assertEqual(served, SESSIONS)

    def _many(self):
        """Sessions of all agents over two years, every third a deal."""
        self._close("agent0", "1 10:00", "deal")
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO cs_service_session (
                    employee_id, user_id, company_id, department_id, slot_id, customer_name,
                    channel, state, outcome, noted_at, opened_at, closed_at, date)
                SELECT (%(agents)s)[1 + number %% %(count)s], NULL, company_id, department_id,
                       slot_id, 'Customer ' || number, channel, 'closed',
                       CASE WHEN number %% 3 = 0 THEN 'deal' ELSE 'no_deal' END, opened_at,
                       opened_at, closed_at, date - number %% 700
                  FROM cs_service_session, generate_series(1, %(copies)s) AS number
                """,
                agents=self.agents.ids,
                count=len(self.agents),
                copies=SESSIONS - 1,
            )
        )
        self.env.cr.execute("ANALYZE cs_service_session")
        self.env.invalidate_all()
