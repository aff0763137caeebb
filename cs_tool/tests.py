"""`cs test`: everything the tests need, then pytest, then one plain line of counts."""

import json
import os
import subprocess
from pathlib import Path

from . import databases
from .modules import with_dependencies
from .paths import ADDONS, CONF, PYTHON, ROOT, STATE
from .postgres import keep_running
from .say import Fail, note
from .setup import ensure_all
from .system import ensure_system
from .venv import environment

RESULT = STATE / "test-result.json"
WORKERS = 2


def run_tests(arguments, keep=False, is_long=False):
    ensure_system()
    odoo = ensure_all()
    base = databases.base_template(odoo)
    full = databases.full_template(odoo, addons_under_test(arguments))
    if keep:
        keep_running()
    RESULT.unlink(missing_ok=True)
    run = databases.clone_name("test")
    try:
        code = subprocess.run(
            [str(PYTHON), "-m", "pytest", *_options(arguments), *arguments],
            cwd=ROOT,
            check=False,
            env=_environment(base, full, run, not arguments, is_long),
        ).returncode
    finally:
        databases.forget_clones(run)
    return _close(code)


def _options(arguments):
    options = ["-o", f"cache_dir={STATE / 'pytest_cache'}"]
    asked = [argument for argument in arguments if argument.startswith(("-n", "--numprocesses"))]
    if not arguments and (os.cpu_count() or 1) >= WORKERS:
        options += ["-n", str(WORKERS)]
        asked = options
    if asked and not any(argument.startswith("--dist") for argument in arguments):
        # A class is set up once: its tests stay together.
        options += ["--dist", "loadscope"]
    if not any((ROOT / argument.split("::")[0]).exists() for argument in arguments):
        options += [str(folder) for folder in test_folders()]
    return options


def addons_under_test(arguments):
    """What the tests that are asked for need of our addons; None when that is all."""
    paths = [Path(argument.split("::")[0]).resolve() for argument in arguments]
    paths = [path for path in paths if path.exists()]
    names = {path.relative_to(ADDONS).parts[0] for path in paths if path.is_relative_to(ADDONS)}
    # The mixins are tested on the documents of test_cs.
    is_partial = names and "cs_base" not in names and all(p.is_relative_to(ADDONS) for p in paths)
    return with_dependencies(names) if is_partial else None


def test_folders():
    return [
        folder for folder in (*sorted(ADDONS.glob("*/tests")), ROOT / "tests") if folder.exists()
    ]


def _environment(base, full, run, is_complete, is_long):
    return environment(
        CS_TEST_DATABASE=run,
        CS_TEST_TEMPLATE=full,
        CS_TEST_BASE_TEMPLATE=base,
        CS_TEST_RESULT=RESULT,
        CS_TEST_COMPLETE="1" if is_complete else "",
        CS_TEST_LONG="1" if is_long else "",
        CS_ODOO_CONF=CONF,
        CS_PYTHON=PYTHON,
        HYPOTHESIS_STORAGE_DIRECTORY=STATE / "hypothesis",
    )


def _close(code):
    """Prints the counts as the last line; a run without a test has not passed."""
    if not RESULT.exists():
        raise Fail("pytest ended before it counted; its output is above.")
    counts = json.loads(RESULT.read_text())
    for line in counts["notes"]:
        note(line)
    failed = counts["failed"] + len(counts["notes"])
    note(f"{counts['passed']} passed, {failed} failed, {counts['skipped']} skipped")
    if code == 0 and (failed or not counts["passed"]):
        return 1
    return code
