"""What conftest.py adds to pytest's verdict, shown on a run of its own."""

import json
import os
import re
import subprocess
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


class TestVerdict(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with TemporaryDirectory() as folder:
            result = Path(folder) / "result.json"
            worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
            outer = {"PYTEST_XDIST_WORKER", "PYTEST_XDIST_TESTRUNUID", "PYTEST_CURRENT_TEST"}
            kept = {name: value for name, value in os.environ.items() if name not in outer}
            done = subprocess.run(
                [
                    *(os.environ["CS_PYTHON"], "-m", "pytest", "-v", "-p", "no:cacheprovider"),
                    "cs_tool/samples/verdicts.py",
                ],
                cwd=ROOT,
                env={
                    **kept,
                    "CS_TEST_DATABASE": f"{os.environ['CS_TEST_DATABASE']}_{worker}_inner",
                    "CS_TEST_RESULT": str(result),
                    "CS_TEST_COMPLETE": "1",
                },
                capture_output=True,
                text=True,
                check=False,
            )
            cls.output = done.stdout + done.stderr
            cls.counts = json.loads(result.read_text())
        cls.verdicts = dict(re.findall(r"::(test_\w+) (PASSED|FAILED|SKIPPED|ERROR)", cls.output))

    def test_every_sample_has_the_verdict_of_its_name(self):
        self.assertEqual(len(self.verdicts), 7, self.output)
        for name, verdict in self.verdicts.items():
            expected = "PASSED" if name.endswith("passes") else "FAILED"
            self.assertEqual(verdict, expected, f"{name}\n{self.output}")

    def test_failure_tells_what_was_logged(self):
        self.assertIn("ERROR odoo.addons.sample: something broke", self.output)

    def test_classes_that_did_not_run_are_named(self):
        notes = "\n".join(self.counts["notes"])
        self.assertIn("tests/test_tool_lint.py::TestXmlIds", notes)
        self.assertNotIn("TestSample", notes)

    def test_counts_are_those_of_pytest(self):
        found = (self.counts["passed"], self.counts["failed"], self.counts["skipped"])
        self.assertEqual(found, (4, 3, 0))
