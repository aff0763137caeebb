"""The Python environment that Odoo, the tests and the checks run in."""

import hashlib
import os
import shutil
import subprocess
import sys

from .paths import PYTHON, ROOT, STATE, VENV, is_root
from .say import Fail, run_logged, step
from .system import install_packages

REQUIREMENTS = ROOT / "requirements.txt"
STAMP = VENV / ".stamp"
SUPPORTED = ((3, 10), (3, 13))


def ensure_venv(odoo):
    """Makes the environment, or brings it up to date after a change of the requirements."""
    key = hashlib.sha256(REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    if not (STAMP.exists() and STAMP.read_text() == key):
        with step("Installing Python packages"):
            # In place when it works: another command may be running in it.
            if not _works():
                shutil.rmtree(VENV, ignore_errors=True)
                _create()
            install(["-r", REQUIREMENTS])
            STAMP.write_text(key)
    _link_odoo(odoo)


def _works():
    """Whether the environment can install, with the Python that this command has."""
    version = f"import sys; sys.exit({sys.version!r} != sys.version)"
    checks = [[PYTHON, "-c", version], [PYTHON, "-m", "pip", "--version"]]
    if not PYTHON.exists():
        return False
    return all(
        subprocess.run(check, capture_output=True, check=False).returncode == 0 for check in checks
    )


def install(arguments):
    """pip install into the environment."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    if not (VENV / "bin" / "pip").exists():
        command = ["uv", "pip", "install", "--python", PYTHON, *arguments]
    run_logged(command, "pip", progress=r"Collecting \S+|Installing .{0,60}")


def _create():
    STATE.mkdir(exist_ok=True)
    interpreter = _interpreter()
    if _has_ensurepip(interpreter):
        run_logged([interpreter, "-m", "venv", VENV], "venv")
    elif shutil.which("uv"):
        run_logged(["uv", "venv", "--python", interpreter, VENV], "venv")
    elif is_root():
        install_packages(["python3-venv"])
        run_logged([interpreter, "-m", "venv", VENV], "venv")
    else:
        raise Fail("Python's venv module is missing; run: sudo apt-get install python3-venv")


def _interpreter():
    if SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        return sys.executable
    for name in ("python3.13", "python3.12", "python3.11"):
        if shutil.which(name):
            return shutil.which(name)
    raise Fail(
        f"Odoo's packages are pinned for Python 3.10 to 3.13, this is {sys.version.split()[0]}; "
        "install python3.12 beside it."
    )


def _has_ensurepip(interpreter):
    done = subprocess.run([interpreter, "-c", "import ensurepip"], capture_output=True, check=False)
    return done.returncode == 0


def _link_odoo(odoo):
    """Puts Odoo's folder after the environment's own, so that the pinned packages win."""
    site_packages = next((VENV / "lib").glob("python3*")) / "site-packages"
    (site_packages / "odoo19.pth").write_text(f"{odoo.site}\n")


def environment(**extra):
    """Environment variables for what runs in the environment."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, **{name: str(value) for name, value in extra.items()}}
