"""Debian packages unpacked into a folder of ours, by apt but without touching the host's."""

import os
import platform
import re
import shutil
from pathlib import Path

from .paths import STATE, is_root
from .say import Fail, capture, run_logged

FOLDER = STATE / "apt"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
SUITES = "sid bookworm"


def fetch_packages(names, prefix):
    """Downloads the named packages and unpacks them below ``prefix``."""
    options = _private_options()
    run_logged(["apt-get", *options, "update"], "apt-update")
    downloads = FOLDER / "debs"
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir(parents=True)
    run_logged(["apt-get", *options, "download", *names], "apt-download", cwd=downloads)
    prefix.mkdir(parents=True, exist_ok=True)
    for archive in sorted(downloads.glob("*.deb")):
        capture(["dpkg", "-x", archive, prefix])
    shutil.rmtree(downloads)


def _private_options():
    if not (shutil.which("apt-get") and shutil.which("dpkg") and KEYRING.exists()):
        raise Fail(
            "Odoo 19 can be fetched by itself on Debian only (apt and debian-archive-keyring "
            "are needed); get Odoo 19 yourself and set ODOO_HOME to its folder."
        )
    sources = FOLDER / "sources"
    for folder in ("lists/partial", "cache/archives/partial", "sources"):
        (FOLDER / folder).mkdir(parents=True, exist_ok=True)
    (FOLDER / "status").touch()
    (sources / "odoo.sources").write_text(
        f"Types: deb\nURIs: {_mirror()}\nSuites: {SUITES}\nComponents: main\nSigned-By: {KEYRING}\n"
    )
    settings = {
        "Dir::State": FOLDER,
        "Dir::State::Lists": FOLDER / "lists",
        "Dir::State::status": FOLDER / "status",
        "Dir::Cache": FOLDER / "cache",
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": sources,
        "Dir::Etc::Preferences": "/dev/null",
        "Dir::Etc::PreferencesParts": "/dev/null",
        "Acquire::Languages": "none",
    }
    if is_root():
        settings["APT::Sandbox::User"] = "root"
    return [f"-o{name}={value}" for name, value in settings.items()]


def _mirror():
    """The Debian mirror the host itself uses, so that a local mirror or proxy is kept."""
    chosen = os.environ.get("CS_DEBIAN_MIRROR")
    if chosen:
        return chosen
    etc = Path("/etc/apt")
    for file in sorted(etc.glob("sources.list.d/*.sources")):
        found = mirror_of_deb822(file.read_text())
        if found:
            return found
    for file in [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]:
        found = mirror_of_list(file.read_text()) if file.exists() else None
        if found:
            return found
    raise Fail(
        f"No Debian mirror is configured in {etc} ({platform.system()}); "
        "set CS_DEBIAN_MIRROR to the address of one, or ODOO_HOME to an Odoo 19."
    )


def mirror_of_deb822(text):
    """The first main Debian archive in a .sources file; not the security archive."""
    for stanza in re.split(r"\n\s*\n", text):
        fields = dict(re.findall(r"^(URIs|Suites|Components):[ \t]*(\S+)", stanza, re.MULTILINE))
        address = fields.get("URIs", "")
        if fields.get("Components") == "main" and address.rstrip("/").endswith("/debian"):
            return address
    return None


def mirror_of_list(text):
    """The first main Debian archive in a one-line-style sources.list."""
    pattern = r"^deb\s+(?:\[[^]]*\]\s+)?(\S+/debian/?)\s+\S+\s+.*\bmain\b"
    match = re.search(pattern, text, re.MULTILINE)
    return match and match.group(1)
