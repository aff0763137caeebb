import io
import os
from base64 import b64decode

from freezegun import freeze_time
from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.cs_base.tests.asks import ask_graph, ask_list, ask_pivot

from .quality_common import QualityCommon
from .scale import make_answers, make_cases

# `./cs test --long` asks about many
CASES = 100_000 if os.environ.get("CS_TEST_LONG") else 2_000
QUERIES = 5


@tagged("post_install", "-at_install")
class TestFeedbackAnalysis(QualityCommon):
    """Cases, answers and solutions are counted right, for whoever may read them (S-31, S-33)."""

    def _rows(self, role="clerk", model="cs.feedback.analysis"):
        context = {"tz": "Asia/Shanghai", "lang": "en_US"}
        return self.env[model].with_user(self.users[role]).with_context(**context)

    def _sums(self, *measures, role="clerk", domain=(), model="cs.feedback.analysis"):
        domain = [("company_id", "=", self.company.id), *domain]
        [values] = self._rows(role, model)._read_group(domain, [], measures)
        return values

    def test_hours_and_limits(self):
        fast = self._case_at("2026-11-02T08:00:00", type_id=self.complaint.id)
        slow = self._case_at("2026-11-02T08:00:00", type_id=self.complaint.id)
        self._case_at("2026-11-02T08:00:00", type_id=self.opinion.id)
        self._solve_at(fast, "2026-11-02T18:00:00")
        self._solve_at(slow, "2026-11-08T08:00:00")
        self.assertEqual(
            self._sums("cases:sum", "complaints:sum", "solved:sum", "solve_late:sum"), (3, 2, 2, 1)
        )
        self.assertEqual(self._sums("answer_share:avg", "answer_hours:avg"), (0.5, 77))

    def test_share_of_all_is_the_ratio_of_sums(self):
        """One case of an office in time and two late of another: a third, not a half."""
        other = self.office.copy({"name": "Suzhou"})
        dealer = self.dealer.copy({"name": "Other", "cs_office_id": other.id})
        for number, partner in enumerate((self.dealer, dealer, dealer)):
            case = self._case_at("2026-11-02T08:00:00", partner_id=partner.id)
            self._solve_at(case, "2026-11-20T08:00:00" if number else "2026-11-02T09:00:00")
        self.assertAlmostEqual(self._sums("solve_share:avg")[0], 1 / 3)

    def test_pause_is_told_apart(self):
        case = self._case_at("2026-11-02T08:00:00")
        with freeze_time(self._utc("2026-11-02T09:00:00")):
            self._dialog(case, "clerk", "wait", "Which lot?")
        with freeze_time(self._utc("2026-11-02T14:00:00")):
            self._customer_writes(case, "L7")
        self.assertEqual(self._sums("paused_hours:sum"), (5,))

    def test_day_is_that_of_whoever_looks(self):
        self._case_at("2026-11-02T01:00:00")
        self.assertEqual(str(self._rows().search([]).date), "2026-11-02")

    def test_roles_read_what_is_theirs(self):
        self._case_at("2026-11-02T08:00:00")
        self._case_at("2026-11-02T08:00:00", partner_id=False, contact_name="An angler")
        counts = {"clerk": 2, "manager": 2, "general": 2, "office": 1, "region": 1, "salesman": 1}
        for role, count in counts.items():
            self.assertEqual(self._rows(role).search_count([]), count, role)
        for role in ("plain", "quality", "technician"):
            self.assertRefused(AccessError, "", self._rows(role).search_count, [])

    def test_departments_read_their_own_score(self):
        case = self._create_at_service()
        self._ask(case, self.quality | self.production)
        for role, count in {"clerk": 2, "general": 2, "worker": 1, "production": 1}.items():
            found = self._rows(role, "cs.department.score").search_count([])
            self.assertEqual(found, count, role)
        self.assertEqual(self._rows("plain", "cs.department.score").search_count([]), 0)

    def test_overdue_question_counts_as_late_and_an_open_one_not_yet(self):
        with freeze_time("2026-11-02 02:00:00"):
            case = self._create_at_service()
            self._ask(case, self.quality)
        measures = ("asked:sum", "overdue:sum", "late:sum", "share:avg")
        with freeze_time("2026-11-03 02:00:00"):
            found = self._sums(*measures, model="cs.department.score")
            self.assertEqual(found[:3], (1, 0, 0))
            self.assertIs(found[3], False)
        with freeze_time("2026-11-09 02:00:00"):
            found = self._sums(*measures, model="cs.department.score")
            self.assertEqual(found[:3], (1, 1, 1))
            self.assertIsInstance(found[3], float)

    # Whose service it was

    def test_complaints_per_agent_and_month(self):
        case = self._case_at("2026-11-02T08:00:00", type_id=self.complaint.id)
        self._as(case, "clerk").agent_user_id = self.users["plain"]
        rows = self._rows("manager")._read_group(
            [("agent_user_id", "!=", False)], ["agent_user_id", "date:month"], ["complaints:sum"]
        )
        self.assertEqual([(row[0], row[2]) for row in rows], [(self.users["plain"], 1)])

    def test_who_is_complained_about_is_for_customer_service_alone(self):
        case = self._create_case(user_id=self.users["office"].id)
        self._as(case, "clerk").agent_user_id = self.users["plain"]
        for role in ("office", "salesman", "plain"):
            seen = self._as(case, role)
            self.assertNotIn("agent_user_id", seen.fields_get())
            self.assertRefused(AccessError, "", seen.read, ["agent_user_id"])
            self.assertRefused(
                AccessError, "", seen.search, [("agent_user_id", "=", self.users["plain"].id)]
            )
            self.assertNotIn(
                "agent_user_id",
                self.env["cs.feedback.analysis"].with_user(self.users[role]).fields_get(),
            )

    # Key figures for appraisals

    def _download(self, role, **vals):
        dialog = self.env["cs.feedback.kpi"].with_user(self.users[role]).create(vals)
        dialog.action_download()
        return load_workbook(io.BytesIO(b64decode(dialog.with_context(bin_size=False).file)))

    def test_key_figures_of_month_and_quarter(self):
        for moment in ("2026-10-05T08:00:00", "2026-11-02T08:00:00", "2027-01-01T00:30:00"):
            case = self._case_at(moment, type_id=self.complaint.id)
            self._as(case, "clerk").action_take()
        self.users["manager"].group_ids |= self.env.ref("base.group_allow_export")
        self.users["manager"].tz = "Asia/Shanghai"
        self.env.user.tz = "Asia/Shanghai"
        for span, cases in (("month", 1), ("quarter", 2)):
            book = self._download("manager", span=span, month="2026-11-15")
            rows = {row[0].value: row[1].value for row in book["Responsible"].iter_rows()}
            self.assertEqual(rows["cs_clerk"], cases)
            self.assertEqual(rows["Total"], cases)

    def test_key_figures_are_for_managers_and_personnel(self):
        for role in ("clerk", "office", "salesman", "plain"):
            with self.assertRaises(AccessError):
                self.env["cs.feedback.kpi"].with_user(self.users[role]).create({})

    # Many cases

    def _many(self):
        self.env["res.lang"]._activate_lang("en_US")
        dealers = self.env["res.partner"].create(
            [{"name": f"Dealer {n}", "company_id": self.company.id} for n in range(20)]
        )
        products = self.env["product.product"].create([{"name": f"B {n}"} for n in range(10)])
        first = make_cases(
            self.env,
            CASES,
            self.company,
            partner_id=dealers,
            product_id=products,
            team_id=self.office | self.region,
            user_id=self.users["clerk"] | self.users["manager"],
        )
        make_answers(self.env, first, self.quality | self.production)

    def _asked_by(self, role, model):
        """As a request has it: its context comes from the session and the web client."""
        context = {
            "lang": "en_US",
            "tz": "Asia/Shanghai",
            "uid": self.users[role].id,
            "allowed_company_ids": self.company.ids,
        }
        return self.env[model].with_user(self.users[role]).with_context(context)

    def _count(self, ask):
        # what is read once per process is read already when a request comes
        ask()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answer = ask()
        return answer, self.env.cr.sql_log_count - before

    def assertFewQueries(self, name, ask):
        with self.subTest(view=name):
            answer, queries = self._count(ask)
            self.assertTrue(answer)
            self.assertLessEqual(queries, QUERIES)

    def _group_filters(self, model):
        arch = etree.fromstring(model.get_view(False, "search")["arch"])
        for node in arch.iter("filter"):
            if node.get("context"):
                yield safe_eval(node.get("context"))["group_by"]

    def test_each_view_takes_few_queries_by_whatever_it_is_grouped(self):
        self._many()
        for name in ("cs.feedback.analysis", "cs.department.score"):
            model = self._asked_by("clerk", name)
            asks = {"list": ask_list(model), "graph": ask_graph(model), "pivot": ask_pivot(model)}
            for group in set(self._group_filters(model)) - {"date:month"}:
                asks[f"pivot by {group}"] = ask_pivot(model, rows=[group])
            for view, ask in asks.items():
                self.assertFewQueries((name, view), ask)

    def test_every_role_asks_in_few_queries(self):
        self._many()
        for role in ("office", "region", "general"):
            model = self._asked_by(role, "cs.feedback.analysis")
            for ask in (ask_list, ask_pivot, ask_graph):
                self.assertFewQueries((role, ask.__name__), ask(model))

    def test_each_view_of_cases_takes_few_queries(self):
        self._many()
        model = self._asked_by("clerk", "cs.feedback")
        for ask in (ask_list, ask_pivot, ask_graph):
            self.assertFewQueries(ask.__name__, ask(model))

    def test_answers_are_about_all_cases(self):
        self._many()
        [[whole], *_sets] = ask_pivot(self._asked_by("clerk", "cs.feedback.analysis"))()
        self.assertEqual(whole["__count"], CASES)
