"""Tests whose verdict conftest.py decides; tests/test_tool_verdict.py runs them by itself."""

import logging
import unittest

import pytest

_logger = logging.getLogger("odoo.addons.sample")


class TestSample(unittest.TestCase):
    def test_plain_passes(self):
        pass

    def test_error_in_log_fails(self):
        _logger.error("something broke")

    def test_warning_in_log_fails(self):
        _logger.warning("something is odd")

    def test_expected_error_passes(self):
        with self.assertLogs("odoo.addons.sample", "ERROR"):
            _logger.error("this was to happen")

    def test_skip_fails(self):
        raise unittest.SkipTest("no printer")

    def test_info_passes(self):
        _logger.info("nothing")


class TestSampleDatabases(unittest.TestCase):
    @pytest.fixture(autouse=True)
    def _take(self, fresh_database, base_database):
        self.fresh, self.base = fresh_database, base_database

    def test_clones_passes(self):
        from odoo.sql_db import db_connect

        installed = {}
        for name in (self.fresh, self.base):
            with db_connect(name).cursor() as cursor:
                cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
                installed[name] = {row[0] for row in cursor.fetchall()}
        self.assertIn("cs_base", installed[self.fresh])
        self.assertNotIn("cs_base", installed[self.base])
        self.assertIn("hr", installed[self.base])
