"""What our addons are and which of Odoo's modules they need."""

import ast
import hashlib

from .paths import ADDONS

# The Chinese chart of accounts and currency, and the board module: both are auto-installed
# or asked for by users, and their presence changes what our addons meet.
ALWAYS = {"l10n_cn", "spreadsheet_dashboard"}
# Parts of an addon that no database holds.
NOT_INSTALLED = {"tests", "readme", "__pycache__", "description"}


def our_manifests():
    files = sorted(ADDONS.glob("*/__manifest__.py"))
    return {file.parent.name: ast.literal_eval(file.read_text()) for file in files}


def our_addons(with_test_addons=True):
    return [
        name
        for name, manifest in our_manifests().items()
        if manifest.get("installable", True) and (with_test_addons or not is_test_addon(name))
    ]


def is_test_addon(name):
    return name.startswith("test_")


def base_modules():
    """Odoo's modules that our addons depend on; not what those depend on in turn."""
    manifests = our_manifests()
    depends = {name for manifest in manifests.values() for name in manifest.get("depends", [])}
    return sorted((depends | ALWAYS) - manifests.keys())


def with_dependencies(names):
    """These of our addons and those of ours that they depend on."""
    manifests = our_manifests()
    found, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in manifests and name not in found:
            found.add(name)
            waiting += manifests[name].get("depends", [])
    return sorted(found)


def addons_key(addons=None):
    """A hash of all that an installation of our addons reads, or of some of them."""
    digest = hashlib.sha256()
    for file in sorted(ADDONS.rglob("*")):
        parts = file.relative_to(ADDONS).parts
        if addons is not None and parts[0] not in addons:
            continue
        if file.is_file() and not NOT_INSTALLED.intersection(parts):
            digest.update(f"{'/'.join(parts)}\0".encode() + file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
