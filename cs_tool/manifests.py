"""Checks of manifests and data files that need neither Odoo nor a database."""

import ast
import re
import xml.etree.ElementTree as ElementTree

from .xmlids import complaint_about, records_of

LICENCE = "LGPL-3"
VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
ORDER = ("security", "data", "report", "wizard", "views")
# Folders whose files Odoo finds by itself.
UNLISTED = {"static", "tests", "i18n", "migrations", "readme"}


def check_addon(folder, manifest, known):
    """Complaints about one addon; ``known`` tells whether a module of that name exists."""
    yield from _check_keys(manifest, known)
    yield from _check_files(folder, manifest)
    yield from check_order(manifest.get("data", []))
    yield from _check_xml(folder)
    yield from _check_test_imports(folder)


def _check_keys(manifest, known):
    if manifest.get("license") != LICENCE:
        yield f"the licence is {manifest.get('license')}, it should be {LICENCE}"
    if not VERSION.fullmatch(manifest.get("version", "")):
        yield f"the version {manifest.get('version')} should look like 19.0.1.0.0"
    for key in ("name", "summary", "author", "category"):
        if not manifest.get(key):
            yield f"the manifest lacks {key}"
    for name in manifest.get("depends", []):
        if not known(name):
            yield f"depends on {name}, which does not exist"


def _check_files(folder, manifest):
    listed = [*manifest.get("data", []), *manifest.get("demo", [])]
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"{name} is listed twice"
    for name in listed:
        if not (folder / name).exists():
            yield f"{name} is listed but does not exist"
    for file in sorted([*folder.rglob("*.xml"), *folder.rglob("*.csv")]):
        name = file.relative_to(folder)
        if name.parts[0] not in UNLISTED and str(name) not in listed:
            yield f"{name} is not listed in the manifest"


def check_order(names):
    """Data files load in this order, so that nothing refers to what comes later."""
    latest = -1
    for name in names:
        rank = _rank(name)
        if rank < latest:
            yield f"{name} is listed too late: {' → '.join(ORDER)} → menus"
        latest = max(rank, latest)


def _rank(name):
    folder = name.split("/", 1)[0]
    if name.rsplit("/", 1)[-1].startswith("menus"):
        return len(ORDER)
    return ORDER.index(folder) if folder in ORDER else ORDER.index("data")


def _check_xml(folder):
    for file in sorted(folder.rglob("*.xml")):
        name = file.relative_to(folder)
        try:
            tree = ElementTree.parse(file)
        except ElementTree.ParseError as error:
            yield f"{name}: not well-formed: {error}"
            continue
        if name.parts[0] in UNLISTED | {"demo"}:
            continue
        for record in records_of(tree):
            complaint = complaint_about(record, folder.name)
            if complaint:
                yield f"{name}: {complaint}"


def _check_test_imports(folder):
    """Odoo's own runner sees only the test files that tests/__init__.py imports."""
    package = folder / "tests" / "__init__.py"
    files = sorted((folder / "tests").glob("test_*.py"))
    if not files:
        return
    imported = set()
    for node in ast.walk(ast.parse(package.read_text() if package.exists() else "")):
        if isinstance(node, ast.ImportFrom):
            imported.update(alias.name for alias in node.names)
    for file in files:
        if file.stem not in imported:
            yield f"tests/{file.name} is not imported in tests/__init__.py"
