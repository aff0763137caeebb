"""Programs of the operating system that tests and printing need."""

import os
import shutil
from pathlib import Path

from .paths import is_root
from .say import Fail, run_logged, step

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_NAMES = ("NotoSansCJK*", "NotoSerifCJK*", "wqy-*", "uming*", "ukai*")


def missing_packages():
    """Debian packages for what is not on this machine, whoever installed it."""
    present = {
        "chromium": any(map(shutil.which, BROWSERS)),
        "wkhtmltopdf": shutil.which("wkhtmltopdf"),
        "poppler-utils": shutil.which("pdftoppm"),
        "fonts-noto-cjk": _has_chinese_font(),
    }
    return [name for name, found in present.items() if not found]


def _has_chinese_font():
    for folder in map(os.path.expanduser, FONT_FOLDERS):
        if any(next(Path(folder).rglob(name), None) for name in FONT_NAMES):
            return True
    return False


def ensure_system():
    """Installs what the tests need, or says how to."""
    missing = missing_packages()
    if not missing:
        return
    if not (is_root() and shutil.which("apt-get")):
        raise Fail(f"The tests need more programs; run: sudo apt-get install {' '.join(missing)}")
    install_packages(missing)


def install_packages(names):
    with step(f"Installing {', '.join(names)} with apt"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run_logged(["apt-get", "update"], "apt-host-update", env=environment)
        command = ["apt-get", "install", "-y", "--no-install-recommends", *names]
        run_logged(command, "apt-host-install", progress=r"^Setting up .*", env=environment)
