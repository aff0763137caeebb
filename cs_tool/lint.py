"""`cs lint`: everything that can be judged without running the addons' tests."""

import re
import subprocess

from . import databases, i18n
from .manifests import check_addon
from .modules import our_addons, our_manifests
from .odoo import find_odoo
from .paths import ADDONS, PYTHON, ROOT, VENV
from .say import note, step
from .setup import ensure_all
from .venv import ensure_venv, environment

LOG_LINE = re.compile(r"^\S+ \S+ \d+ (WARNING|ERROR|CRITICAL) ")


def run_lint(fast=False):
    odoo = find_odoo() if fast else ensure_all()
    if fast:
        ensure_venv(odoo)
    checks = {
        "ruff": _check_ruff,
        "pylint with the rules for Odoo": _check_pylint,
        "manifests and XML": lambda: _check_manifests(odoo),
    }
    if not fast:
        template = databases.full_template(odoo)
        checks["Odoo's log of the installation"] = lambda: _check_log(template)
        checks["Chinese translation"] = lambda: i18n.check_translations(template)
    failed = [name for name, check in checks.items() if not _passes(name, check)]
    note(f"lint: {', '.join(failed)} failed" if failed else "lint: no complaint")
    return 1 if failed else 0


def _passes(name, check):
    with step(name):
        complaints = list(check())
    for complaint in complaints:
        note(f"  {complaint}")
    return not complaints


def _check_ruff():
    return _lines([VENV / "bin" / "ruff", "check", "--quiet", "--output-format=concise", "."])


def _check_pylint():
    folders = [ADDONS / name for name in our_addons()]
    command = [PYTHON, "-m", "pylint", f"--rcfile={ROOT / '.pylintrc'}", "--score=n", *folders]
    return [line for line in _lines(command) if not line.startswith("*****")]


def _lines(command):
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    # A tool that breaks before it prints must not look like one without complaint.
    return lines or ([done.stderr or "failed"] if done.returncode else [])


def _check_manifests(odoo):
    for name, manifest in our_manifests().items():
        for complaint in check_addon(ADDONS / name, manifest, odoo.manifest):
            yield f"{name}: {complaint}"


def _check_log(template):
    return complaints_in_log(databases.install_log(template).read_text())


def complaints_in_log(text):
    """The warnings and errors in a log of Odoo's."""
    return [line for line in text.splitlines() if LOG_LINE.match(line)]
