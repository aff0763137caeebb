"""Odoo's own suites are judged against the figures without our addons."""

import unittest

from cs_tool.erp import complaints_about, figures_in

LOG = """\
2026-01-01 10:00:00,000 1 ERROR db odoo.addons.account.tests.test_x: FAIL: TestX.test_sum
Traceback (most recent call last):
2026-01-01 10:00:00,000 1 INFO db odoo.tests.stats: account: 120 tests 33.10s 41000 queries
2026-01-01 10:00:00,000 1 INFO db odoo.tests.stats: stock: 1 tests 0.10s 10 queries
"""
BEFORE = {"tests": 120, "failed": [], "queries": 40000}


class TestErp(unittest.TestCase):
    def test_figures_are_read_from_the_log(self):
        found = figures_in(LOG, "account")
        self.assertEqual(found, {"tests": 120, "queries": 41000, "failed": ["TestX.test_sum"]})

    def test_as_good_as_before_is_no_complaint(self):
        self.assertEqual(complaints_about("account", dict(BEFORE, queries=40700), BEFORE), [])

    def test_failures_lost_tests_and_queries_are_complaints(self):
        for change in ({"failed": ["TestX.test_sum"]}, {"tests": 119}, {"queries": 40900}):
            with self.subTest(change):
                self.assertEqual(len(complaints_about("account", {**BEFORE, **change}, BEFORE)), 1)

    def test_no_baseline_is_a_complaint(self):
        self.assertEqual(len(complaints_about("account", BEFORE, None)), 1)
