"""`cs i18n`, and the check that every term is translated."""

import json

from . import databases
from .modules import our_addons
from .paths import ADDONS, PYTHON
from .say import Fail, capture, note
from .setup import ensure_all
from .venv import environment

LANGUAGE = "zh_CN"


def run_i18n(addon=None):
    """Exports the terms of the addons and merges them into the translations."""
    addons = [addon] if addon else our_addons(with_test_addons=False)
    if addon and not (ADDONS / addon / "__manifest__.py").exists():
        raise Fail(f"There is no addon {addon}; there are {', '.join(our_addons())}.")
    template = databases.full_template(ensure_all())
    for line in _call(template, "merge", addons):
        note(line)


def check_translations(template):
    """Complaints about addons that have a translation already."""
    addons = our_addons(with_test_addons=False)
    return _call(
        template,
        "check",
        [name for name in addons if (ADDONS / name / "i18n" / f"{LANGUAGE}.po").exists()],
    )


def _call(template, verb, addons):
    if not addons:
        return []
    script = "cs_tool.inside.terms"
    output = capture([PYTHON, "-m", script, template, verb, *addons], env=environment())
    return json.loads(output.splitlines()[-1])
