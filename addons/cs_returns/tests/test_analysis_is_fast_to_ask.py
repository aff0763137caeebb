import os

from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.cs_base.tests.asks import ask_graph, ask_list, ask_pivot

from .analysis_common import AnalysisCommon
from .scale import copy_return

SIZE = 10
# `./cs test --long` asks about many
LINES = 100_000 if os.environ.get("CS_TEST_LONG") else 2_000
QUERIES = 5


@tagged("post_install", "-at_install")
class TestAnalysisIsFastToAsk(AnalysisCommon):
    """Each view of the analysis takes a handful of queries, however many returns there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the language of the request is one that is installed
        cls.env["res.lang"]._activate_lang("en_US")
        cls.products = [
            cls._create_product(f"Bait {number}", tracking="lot" if number < 2 else "none")
            for number in range(SIZE)
        ]

    def _return_each(self):
        """One real return of all products, with its credit notes and the carrier's bill."""
        lines = []
        for number, product in enumerate(self.products):
            order = self._sell(5, product=product)
            lot = product.tracking == "lot" and self._create_lot(product, f"L {number}")
            move = self._deliver(order, lot=lot or None)
            lines.append((move, 2, {"lot_id": lot.id} if lot else {}))
        orders = self.env["sale.order"].union(*(line[0].sale_line_id.order_id for line in lines))
        self._invoice(orders)
        application = self._return(lines)
        self._bill_freight(application, 100)
        return application

    def _many(self):
        application = self._return_each()
        copy_return(application, LINES // SIZE - 1)
        analysis = self._analysis()
        self.assertEqual(analysis.search_count([]), LINES)
        [(credited, freight)] = analysis._read_group(
            [], [], ["credited_amount:sum", "freight_cost:sum"]
        )
        self.assertAlmostEqual(credited, LINES * 200, places=2)
        self.assertAlmostEqual(freight, LINES * 10, places=2)
        return analysis

    def _count(self, ask):
        # what is read once per process is read already when a request comes
        ask()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answer = ask()
        return answer, self.env.cr.sql_log_count - before

    def _group_filters(self, analysis):
        arch = etree.fromstring(analysis.get_view(False, "search")["arch"])
        for node in arch.iter("filter"):
            if node.get("context"):
                yield safe_eval(node.get("context"))["group_by"]

    def _asked_by(self, role):
        """As a request has it: its context comes from the session and the web client."""
        context = {
            "lang": "en_US",
            "tz": "Asia/Shanghai",
            "uid": self.users[role].id,
            "allowed_company_ids": self.company.ids,
        }
        return self._analysis(role).with_context(context)

    def assertFewQueries(self, name, ask):
        with self.subTest(view=name):
            answer, queries = self._count(ask)
            self.assertTrue(answer)
            self.assertLessEqual(queries, QUERIES)

    def test_each_view_takes_few_queries_by_whatever_it_is_grouped(self):
        self._many()
        analysis = self._asked_by("clerk")
        asks = {"list": ask_list(analysis), "graph": ask_graph(analysis)}
        asks["pivot"] = ask_pivot(analysis)
        groups = set(self._group_filters(analysis)) - {"application_date:month"}
        self.assertGreaterEqual(groups, {"product_id", "lot_id", "reason_id", "region_id"})
        for group in groups:
            asks[f"pivot by {group}"] = ask_pivot(analysis, rows=[group])
        for name, ask in asks.items():
            self.assertFewQueries(name, ask)

    def test_every_role_asks_in_few_queries(self):
        self._many()
        domain = [("is_late", "=", False), ("is_quality_fault", "=", True)]
        for role in ("salesman", "office", "region", "general"):
            analysis = self._asked_by(role)
            for ask in (ask_list, ask_pivot, ask_graph):
                self.assertFewQueries((role, ask.__name__), ask(analysis, domain=domain))

    def test_answers_are_about_all_lines(self):
        self._many()
        analysis = self._asked_by("clerk")
        page = ask_list(analysis)()
        self.assertEqual((page["length"], len(page["records"])), (min(LINES, 10001), 80))
        [[whole], *_sets] = ask_pivot(analysis)()
        self.assertEqual(whole["__count"], LINES)
        self.assertEqual(whole["accepted_qty:sum"], LINES * 2)
        self.assertEqual(sum(group["__count"] for group in ask_graph(analysis)()), LINES)
