from base64 import b64decode
from datetime import date, timedelta
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..domain.delivery import gaps, late_days, rate
from .delivery_common import DeliveryCommon

QUANTITIES = st.decimals(min_value=0, max_value=10**6, places=2).map(float)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 1, 1))


@tagged("post_install", "-at_install")
class TestArithmeticOfDeliveries(DeliveryCommon):
    """Quantities, rates and lateness, by themselves."""

    @given(delivered=QUANTITIES, received=QUANTITIES)
    @settings(max_examples=500, deadline=None)
    def test_missing_and_extra_balance_what_was_sent(self, delivered, received):
        missing, extra = gaps(delivered, received)
        self.assertGreaterEqual(min(missing, extra), 0)
        self.assertEqual(missing * extra, 0)
        self.assertAlmostEqual(received + missing - extra, delivered, 2)

    @given(
        lines=st.lists(
            st.tuples(QUANTITIES, st.floats(min_value=0, max_value=1)), min_size=1, max_size=20
        )
    )
    @settings(max_examples=500, deadline=None)
    def test_rate_of_sums_lies_between_the_rates(self, lines):
        parts = [(received * share, received) for received, share in lines]
        total = rate(sum(broken for broken, _r in parts), sum(received for _b, received in parts))
        rates = [rate(*part) for part in parts if part[1]]
        self.assertLessEqual(total, max(rates, default=0) + 1e-9)
        self.assertGreaterEqual(total, min(rates, default=0) - 1e-9)

    @given(promised=DAYS, arrived=DAYS)
    @settings(max_examples=200, deadline=None)
    def test_late_days_are_never_negative(self, promised, arrived):
        days = late_days(promised, arrived)
        self.assertEqual(days, max((arrived - promised).days, 0))
        self.assertEqual(late_days(None, arrived), 0)


@tagged("post_install", "-at_install")
class TestBreakageIsTheRateOfSums(DeliveryCommon):
    """All that was broken of all that was received, whatever is grouped (S-36)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["clerk"].group_ids |= cls.env.ref("base.group_allow_export")
        cls.other_carrier = cls.env["res.partner"].create({"name": "Slow Freight"})

    def _group(self, model, groupby, *measures, role="clerk"):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env[model].with_user(self.users[role])
        found = rows._read_group([], [groupby] if groupby else [], list(measures))
        return {row[0]: row[1:] for row in found} if groupby else found[0]

    def test_large_delivery_weighs_more_than_a_small_one(self):
        self._answer_call(self._ship((self.bait, 1)), goods=((1, 1),))
        self._answer_call(self._ship((self.bait, 99)), goods=((99, 0),))
        self._answer_call(self._ship((self.bait, 10), carrier=self.other_carrier), goods=((10, 5),))
        for model in ("cs.delivery.analysis", "cs.carrier.score"):
            rates = self._group(model, "carrier_id", "breakage_rate:avg", "broken_qty:sum")
            self.assertEqual(rates[self.carrier], (0.01, 1))
            self.assertEqual(rates[self.other_carrier], (0.5, 5))
            self.assertAlmostEqual(
                self._group(model, None, "breakage_rate:avg")[0], 6 / 110, msg=model
            )

    def test_pivot_asks_for_the_same(self):
        self._answer_call(self._ship((self.bait, 1)), goods=((1, 1),))
        self._answer_call(self._ship((self.bait, 99)), goods=((99, 0),))
        self.env.flush_all()
        rows = self.env["cs.delivery.analysis"].with_user(self.users["clerk"])
        sets = rows.formatted_read_grouping_sets(
            [], [[], ["product_id"], ["product_id", "shipped_date:month"]], ["breakage_rate:avg"]
        )
        for groups in sets:
            self.assertEqual([group["breakage_rate:avg"] for group in groups], [0.01])

    def test_by_lot_and_region(self):
        self._answer_call(self._ship((self.bait, 10), (self.pellets, 5)), goods=((10, 0), (4, 2)))
        by_lot = self._group(
            "cs.delivery.analysis", "lot_id", "breakage_rate:avg", "missing_qty:sum"
        )
        self.assertEqual(by_lot[self.lot], (0.5, 1))
        by_region = self._group("cs.delivery.analysis", "region_id", "breakage_rate:avg")
        self.assertAlmostEqual(by_region[self.region][0], 2 / 14)

    def test_only_answered_deliveries_count(self):
        self._ship()
        self.assertEqual(self._group("cs.delivery.analysis", None, "__count")[0], 0)
        self.assertEqual(self._group("cs.carrier.score", None, "__count")[0], 0)

    def test_scorecard_of_a_carrier(self):
        today = fields.Datetime.now()
        self._answer_call(self._ship_before(3, commitment_date=today), mark="5")
        late = self._ship_before(3, commitment_date=today - timedelta(days=2))
        self._answer_call(late, mark="2", charge_amount=30)
        lost = self._as(self._ship_before(3), "clerk")
        lost.line_ids.received_qty = 0
        lost.action_answer()
        measures = (
            "deliveries:sum", "on_time:avg", "mark:avg", "charge_amount:sum", "charge_count:sum",
            "transit_days:avg", "late_days:max", "missing_rate:avg",
        )  # fmt: skip
        score = self._group("cs.carrier.score", "carrier_id", *measures)[self.carrier]
        self.assertEqual(score[0], 3)
        self.assertAlmostEqual(score[1], 1 / 3)
        self.assertEqual(score[2:7], (3.5, 30, 1, 3, 2))
        self.assertAlmostEqual(score[7], 1 / 3)

    def test_delivery_counts_once_however_many_goods_it_had(self):
        self._answer_call(self._ship((self.bait, 10), (self.pellets, 5)), charge_amount=8)
        score = self._group("cs.carrier.score", None, "deliveries:sum", "charge_amount:sum")
        self.assertEqual(score, (1, 8))

    @given(
        answers=st.lists(
            st.tuples(st.integers(1, 50), st.integers(-5, 60), st.integers(-5, 60)),
            min_size=1,
            max_size=4,
        )
    )
    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_random_answers_are_possible_or_refused(self, answers):
        broken_sum = received_sum = 0
        with self.env.cr.savepoint() as savepoint:
            for sent, received, broken in answers:
                followup = self._ship((self.bait, sent))
                is_possible = 0 <= broken <= received
                try:
                    with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                        self._answer_call(followup, goods=((received, broken),))
                        self.env.flush_all()
                except (UserError, ValidationError, IntegrityError) as error:
                    self.assertFalse(is_possible, error)
                    self.env.invalidate_all(flush=False)
                    continue
                self.assertTrue(is_possible)
                line = followup.line_ids
                self.assertEqual(line.received_qty + line.missing_qty - line.extra_qty, sent)
                broken_sum += broken
                received_sum += received
            found = self._group("cs.delivery.analysis", None, "breakage_rate:avg")[0]
            self.assertAlmostEqual(found or 0, rate(broken_sum, received_sum))
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def test_month_as_xlsx_has_the_rate_of_sums(self):
        self._answer_call(self._ship((self.bait, 1)), goods=((1, 1),))
        self._answer_call(self._ship((self.bait, 99)), goods=((99, 0),))
        self.env.flush_all()
        wizard = self.env["cs.delivery.month"].with_user(self.users["clerk"]).create({})
        wizard.action_download()
        book = load_workbook(BytesIO(b64decode(wizard.file)))
        sheet = book.worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(rows[0][-1], "Breakage Rate")
        self.assertEqual(rows[-1][1:], [100, 100, 1, 0, 0.01])
        manager = self.env["cs.delivery.month"].with_user(self.users["office"]).create({})
        self.assertRefused(AccessError, "not allowed to export", manager.action_download)

    def test_export_has_a_row_per_good(self):
        followup = self._answer_call(self._ship((self.bait, 10), (self.pellets, 5)))
        sheet = load_workbook(BytesIO(followup._export_xlsx())).active
        self.assertEqual(sheet.max_row, 3)
        self.assertEqual(len(followup._export_columns()), sheet.max_column)
