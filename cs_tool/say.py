"""What the terminal shows: every long step says what it does, every failure what to do."""

import re
import subprocess
import sys
import time
from collections import deque
from contextlib import contextmanager

from .paths import LOGS, ROOT

HEARTBEAT = 20


class Fail(Exception):
    """Ends the command; its text tells the user in a sentence what to do."""


def note(text):
    print(text, flush=True)


def warn(text):
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(title):
    """Announces a step, and its duration once it took noticeably long."""
    note(f"· {title} …")
    started = time.monotonic()
    yield
    seconds = time.monotonic() - started
    if seconds > 3:
        note(f"  done in {seconds:.0f} s")


def run_logged(command, log_name, progress=None, **options):
    """Runs a long command with its output in a log file; returns the file's path.

    ``progress`` is a regular expression; the latest line that matches is shown now and
    then, so that a slow machine does not look like a hanging one.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{log_name}.log"
    tail = deque(maxlen=25)
    with log.open("w") as sink:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            **{"cwd": ROOT, **options},
        )
        try:
            _follow(process, sink, tail, progress and re.compile(progress))
        except BaseException:
            process.terminate()
            raise
    if process.wait():
        warn("".join(tail))
        raise Fail(
            f"`{_shorten(command)}` failed; its last lines are above, "
            f"all of them in {log.relative_to(ROOT)}."
        )
    return log


def _follow(process, sink, tail, pattern):
    shown = time.monotonic()
    for line in process.stdout:
        sink.write(line)
        tail.append(line)
        if pattern and time.monotonic() - shown > HEARTBEAT:
            match = pattern.search(line)
            if match:
                note(f"  {match.group(0)}")
                shown = time.monotonic()


def _shorten(command):
    text = " ".join(str(part) for part in command)
    return text if len(text) < 160 else text[:157] + "…"


def capture(command, **options):
    """Runs a short command and returns what it printed; failing fails the tool."""
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    if done.returncode:
        warn(done.stdout + done.stderr)
        raise Fail(f"`{_shorten(command)}` failed; its output is above.")
    return done.stdout
