"""Finds Odoo 19, or fetches it from Debian."""

import ast
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .apt import fetch_packages
from .paths import ADDONS, STATE
from .say import Fail, step

PREFIX = STATE / "odoo"
SITE = PREFIX / "usr" / "lib" / "python3" / "dist-packages"
# Odoo's assets link into the packages after the first. Font Awesome 7, which Debian's
# unstable carries, lacks the files that Odoo 19 asks for, hence bookworm's 4.7.
PACKAGES = [
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata/bookworm",
    "fonts-ocr-b",
    "fonts-font-awesome/bookworm",
]


@dataclass(frozen=True)
class Odoo:
    site: Path
    """The folder that holds the Python package odoo."""

    @property
    def version(self):
        return _version_of(self.site)

    @property
    def addons_paths(self):
        """Folders of addons; Odoo adds its own odoo/addons by itself."""
        beside = self.site / "addons"
        is_checkout = (beside / "web" / "__manifest__.py").exists()
        return ([beside] if is_checkout else []) + [ADDONS]

    def manifest(self, module):
        """The manifest of one of Odoo's modules or of ours, None when there is none."""
        for folder in [*self.addons_paths, self.site / "odoo" / "addons"]:
            file = folder / module / "__manifest__.py"
            if file.exists():
                return ast.literal_eval(file.read_text())
        return None


def find_odoo():
    home = os.environ.get("ODOO_HOME")
    if home:
        return _from_home(Path(home).expanduser().resolve())
    for site in (_importable(), SITE):
        if site and _version_of(site).startswith("19."):
            return Odoo(site)
    with step("Fetching Odoo 19 from Debian"):
        return _fetch()


def _from_home(home):
    for site in (home, home / "usr/lib/python3/dist-packages"):
        if _version_of(site).startswith("19."):
            return Odoo(site)
    raise Fail(f"ODOO_HOME={home} holds no Odoo 19; set it to a folder that has odoo/release.py.")


def _importable():
    code = "import odoo.release, os; print(os.path.dirname(os.path.dirname(odoo.release.__file__)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd="/"
    )
    return Path(done.stdout.strip()) if done.returncode == 0 else None


def _version_of(site):
    release = site / "odoo" / "release.py"
    if not release.exists():
        return ""
    match = re.search(r"^version_info = \((\d+), (\d+)", release.read_text(), re.MULTILINE)
    return f"{match.group(1)}.{match.group(2)}" if match else ""


def _fetch():
    try:
        fetch_packages(PACKAGES, PREFIX)
    except Fail as error:
        raise Fail(
            f"{error}\nOdoo 19 could not be fetched from Debian (is the network there, and does "
            "unstable still carry odoo-19?); get it yourself and set ODOO_HOME to its folder."
        ) from error
    # Debian's build leaves this file out, and a missing asset makes every tour fail.
    stub = SITE / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    stub.parent.mkdir(parents=True, exist_ok=True)
    stub.touch()
    return Odoo(SITE)
