"""Figures, their targets and their table; what a benchmark file declares."""

import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from cs_tool.bench import describe
from cs_tool.figures import Report


class TestFigures(unittest.TestCase):
    def report(self, *figures):
        report = Report("trial")
        for arguments, options in figures:
            report.figure(*arguments, **options)
        return report

    def test_target_counts_in_the_direction_that_is_better(self):
        self.assertTrue(self.report((("queries", 30, ""), {"target": 30})).is_met())
        self.assertFalse(self.report((("queries", 31, ""), {"target": 30})).is_met())
        more = {"target": 100, "lower_is_better": False}
        self.assertTrue(self.report((("lines", 100, "/s"), more)).is_met())
        self.assertFalse(self.report((("lines", 99.9, "/s"), more)).is_met())

    def test_one_missed_target_fails_the_whole(self):
        report = self.report((("a", 1, ""), {"target": 2}), (("b", 3, ""), {"target": 2}))
        self.assertFalse(report.is_met())
        self.assertIn("MISSED", report.table())

    def test_no_figure_is_not_a_success(self):
        self.assertFalse(self.report().is_met())

    def test_comparison_is_shown_with_its_ratio(self):
        table = self.report((("time", 6, "s"), {"versus": 10, "versus_name": "native"})).table()
        self.assertIn("native: 10 (× 0.60)", table)

    def test_json_holds_every_figure_and_the_verdict(self):
        found = self.report((("a", 1, "s"), {"target": 0.5})).as_dict()
        self.assertFalse(found["met"])
        self.assertEqual(found["figures"][0]["target"], 0.5)
        self.assertFalse(found["figures"][0]["met"])


class TestDescribe(unittest.TestCase):
    def test_declarations_are_read_without_running_the_file(self):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "trial.py"
            file.write_text(
                '"""Time of nothing.\n\nMore."""\nimport nowhere\n'
                'MODULES = ["sale"]\nOCA = {"rma": "odoo-addon-rma==19.0.*"}\n'
            )
            found = describe(file)
        self.assertEqual(found["summary"], "Time of nothing.")
        self.assertEqual(found["MODULES"], ["sale"])
        self.assertEqual(found["OCA"], ["odoo-addon-rma==19.0.*"])
