"""Where things lie. All that the tool writes is below STATE, which git ignores."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".cs"
ADDONS = ROOT / "addons"
LOGS = STATE / "log"
DATA = STATE / "data"
VENV = STATE / "venv"
PYTHON = VENV / "bin" / "python"
CONF = STATE / "odoo.conf"

CHECKOUT_KEY = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]


def is_root() -> bool:
    return os.geteuid() == 0
