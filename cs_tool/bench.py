"""`cs bench`: measurements of the addons, each in a database of its own.

A benchmark is a file benchmarks/<name>.py with

    a docstring whose first line says what it measures;
    MODULES = [...]   further modules to install beside our addons (optional);
    OCA = [...]       pip requirements with addons of others, for this benchmark only (optional);
    def arguments(parser)            declares its own options on an argparse parser (optional);
    def run(env, args, report)       measures; env is the superuser's environment.

``report.figure(name, value, unit, target=None, versus=None, versus_name=None,
lower_is_better=True)`` records a figure, ``report.note(text)`` shows progress.
"""

import ast
import hashlib
import shutil
import subprocess

from . import databases
from .paths import PYTHON, ROOT, STATE
from .say import Fail, note, step
from .setup import ensure_all
from .venv import environment, install

FOLDER = ROOT / "benchmarks"
RESULT = STATE / "bench-result.json"


def run_bench(name, json_file, arguments):
    if not name:
        return _list()
    file = FOLDER / f"{name}.py"
    if not file.exists():
        raise Fail(f"There is no benchmark {name}; './cs bench' lists them.")
    described = describe(file)
    odoo = ensure_all()
    packages = _packages(described["OCA"])
    paths = [*([packages / "odoo" / "addons"] if packages else []), *odoo.addons_paths]
    addons_path = ",".join(map(str, paths))
    template = _template(odoo, described, addons_path, packages or "")
    database = databases.clone_name("bench")
    databases.clone(template, database)
    try:
        command = [PYTHON, "-m", "cs_tool.inside.measure", name, database, addons_path]
        options = [json_file.resolve() if json_file else "", *arguments]
        return subprocess.run(
            [str(part) for part in [*command, *options]],
            cwd=ROOT,
            env=environment(PYTHONPATH=packages or ""),
            check=False,
        ).returncode
    finally:
        databases.drop(database)


def _list():
    files = sorted(FOLDER.glob("[a-z]*.py"))
    if not files:
        note("There are no benchmarks in benchmarks/.")
    width = max((len(file.stem) for file in files), default=0)
    for file in files:
        note(f"{file.stem:{width}}  {describe(file)['summary']}")
    return 0


def describe(file):
    """What a benchmark declares, read without running it: its imports may need a database."""
    tree = ast.parse(file.read_text())
    lines = (ast.get_docstring(tree) or "").splitlines()
    described = {"summary": lines[0] if lines else "", "MODULES": [], "OCA": []}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in ("MODULES", "OCA"):
                value = ast.literal_eval(node.value)
                described[name] = list(value.values() if isinstance(value, dict) else value)
    return described


def _packages(requirements):
    """A folder with the wheels of others, apart from the environment of the addons."""
    if not requirements:
        return None
    folder = STATE / f"bench-{_key(requirements)}"
    if not folder.exists():
        with step(f"Installing {', '.join(requirements)}"):
            building = folder.with_name(f"{folder.name}-building")
            shutil.rmtree(building, ignore_errors=True)
            install(["--no-deps", "--target", building, *requirements])
            building.rename(folder)
    return folder


def _template(odoo, described, addons_path, packages):
    full = databases.full_template(odoo)
    modules = described["MODULES"]
    if not modules:
        return full
    name = f"cs_more_{_key([full, *modules, *described['OCA']])}"
    if not databases.exists(name):
        with step(f"Installing {', '.join(modules)}"):
            building = f"{name}_building"
            databases.clone(full, building)
            options = [f"--addons-path={addons_path}"]
            databases.install(building, modules, name, options, packages)
            databases.rename(building, name)
        databases.drop_old(name, "cs_more_")
    return name


def _key(parts):
    return hashlib.sha256(" ".join(parts).encode()).hexdigest()[:12]
