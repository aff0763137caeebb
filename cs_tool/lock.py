"""One command at a time where two would get in each other's way."""

import fcntl
from contextlib import contextmanager

from .paths import STATE


@contextmanager
def locked(name):
    """Waits for other commands that hold this name; not to be nested under one name."""
    STATE.mkdir(exist_ok=True)
    with (STATE / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
