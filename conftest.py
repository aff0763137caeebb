"""Lets pytest run the tests of the addons and of tests/ on a clone of the template database.

`./cs test` builds the templates and sets the environment that this file reads:

CS_TEST_TEMPLATE       database with all our addons (also test_cs), zh_CN loaded, no demo data
CS_TEST_BASE_TEMPLATE  database with only Odoo's modules that our addons need
CS_TEST_DATABASE       prefix of the databases of this run; whatever carries it is dropped
CS_ODOO_CONF           configuration file for Odoo processes that a test starts
CS_PYTHON              interpreter for them: `$CS_PYTHON -m odoo -c $CS_ODOO_CONF -d NAME`

Each worker has a clone of its own. Tests that need a database without our addons ask for
the fixture ``base_database`` (its name; it is dropped after the last test of the file).

What this file adds to pytest's verdict:
- an ERROR or WARNING of Odoo's log fails the test in which it happened, unless the test
  expects it by ``assertLogs`` or ``mute_logger``;
- a skipped test has failed: it proves nothing, and nobody looks;
- a test class of which no test ran fails a complete run.
"""

import json
import logging
import os
from pathlib import Path

import pytest

from cs_tool import databases
from cs_tool.testcount import classes_in, test_files

ROOT = Path(__file__).resolve().parent
# Logged by Odoo or its libraries whatever the addons do: (logger, start of the message).
EXPECTED_WARNINGS: tuple[tuple[str, str], ...] = ()
# Tests that may skip themselves: (node id, why).
EXPECTED_SKIPS: dict[str, str] = {}

_ran: set[str] = set()
_ran_elsewhere: set[str] = set()


def _database():
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return f"{os.environ['CS_TEST_DATABASE']}_{worker}"


@pytest.hookimpl(tryfirst=True, wrapper=True)
def pytest_cmdline_main(config):
    if "CS_TEST_DATABASE" not in os.environ:
        raise pytest.UsageError("Run the tests by ./cs test; pytest's arguments may follow it.")
    config.option.odoo_config = os.environ["CS_ODOO_CONF"]
    config.option.odoo_database = _database()
    config.option.odoo_http = True
    config.option.odoo_log_level = "warn"
    return (yield)


def pytest_configure(config):
    from odoo.tests.common import BaseCase

    prepare = BaseCase.__init_subclass__.__func__

    def prepare_outside(cls):
        """Odoo sets these on classes in odoo.addons only; those of tests/ lie outside."""
        prepare(cls)
        if not cls.__module__.startswith("odoo.addons."):
            cls.test_tags = getattr(cls, "test_tags", None) or {"standard", "post_install"}
            cls.test_module = "cs"

    BaseCase.__init_subclass__ = classmethod(prepare_outside)
    logging.getLogger().addHandler(_log)


# Databases


@pytest.fixture(scope="session", autouse=True)
def load_registry():
    """Replaces pytest-odoo's fixture: a clone per worker that has files of its own."""
    import threading

    import odoo.sql_db
    from odoo.modules.registry import Registry

    threading.current_thread().testing = True
    name = _database()
    databases.clone(os.environ["CS_TEST_TEMPLATE"], name)
    Registry(name)
    yield
    odoo.sql_db.close_db(name)
    databases.drop(name)


@pytest.fixture(scope="module")
def base_database():
    name = f"{_database()}_base"
    databases.clone(os.environ["CS_TEST_BASE_TEMPLATE"], name)
    yield name
    databases.drop(name)


# Odoo's log


class _Log(logging.Handler):
    """Collects what Odoo warns of; expected logs never reach the root logger."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records = []

    def emit(self, record):
        if record.name.startswith("odoo") and not _is_expected(record):
            text = record.getMessage()
            if record.exc_info:
                text += "\n" + logging.Formatter().formatException(record.exc_info)
            self.records.append(f"{record.levelname} {record.name}: {text}")

    def take(self):
        taken, self.records = self.records, []
        return taken


def _is_expected(record):
    message = record.getMessage()
    return any(
        record.name == name and message.startswith(start) for name, start in EXPECTED_WARNINGS
    )


_log = _Log()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    logged = _log.take()
    if report.when == "call" and not report.skipped and item.cls:
        _ran.update(_names(item.cls))
    if report.passed and logged:
        report.outcome = "failed"
        report.longrepr = "Odoo logged in this test (" + report.when + "):\n" + "\n".join(logged)
    if report.skipped and item.nodeid not in EXPECTED_SKIPS and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{reason}\nA skipped test proves nothing; list it in EXPECTED_SKIPS."
    return report


# Counting


def _names(cls):
    """The class and all classes of ours that it inherits tests from, by file and name."""
    import inspect

    for base in cls.__mro__:
        try:
            file = Path(inspect.getfile(base)).resolve()
        except (TypeError, OSError):
            continue
        if file.is_relative_to(ROOT):
            yield f"{file.relative_to(ROOT)}::{base.__name__}"


def pytest_sessionfinish(session):
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["ran"] = sorted(_ran)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    _ran_elsewhere.update(getattr(node, "workeroutput", {}).get("ran", ()))


def pytest_terminal_summary(terminalreporter):
    stats = terminalreporter.stats
    counts = {
        "passed": len(stats.get("passed", [])) + len(stats.get("xfailed", [])),
        "failed": sum(len(stats.get(kind, [])) for kind in ("failed", "error", "xpassed")),
        "skipped": len(stats.get("skipped", [])),
        "notes": [],
    }
    if os.environ.get("CS_TEST_COMPLETE"):
        declared = {name for file in test_files(ROOT) for name in classes_in(file, ROOT)}
        idle = sorted(declared - _ran - _ran_elsewhere)
        counts["notes"] = [f"FAILED {name}: no test of this class ran" for name in idle]
    Path(os.environ["CS_TEST_RESULT"]).write_text(json.dumps(counts))
