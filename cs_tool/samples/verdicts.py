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
    def _take(self, base_database):
        self.base = base_database

    def test_base_database_passes(self):
        import odoo.sql_db

        with odoo.sql_db.db_connect(self.base).cursor() as cursor:
            cursor.execute("SELECT name FROM ir_module_module WHERE state = 'installed'")
            installed = {row[0] for row in cursor.fetchall()}
        odoo.sql_db.close_db(self.base)
        self.assertNotIn("cs_base", installed)
        self.assertIn("hr", installed)
