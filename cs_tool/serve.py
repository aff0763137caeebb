"""`cs run` and `cs shell`: Odoo on the demo database."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import databases
from .demo import ensure_demo, show_logins
from .paths import CONF, ROOT
from .say import Fail, note, step
from .setup import ensure_all
from .system import missing_packages
from .venv import environment

PATIENCE = 180


def run_server(port, host, database, with_demo):
    _check_port(host, port)
    name = ensure_demo(ensure_all(), database, with_demo)
    command = databases.odoo_command(
        *("-c", CONF, "-d", name, f"--db-filter=^{name}$", "--log-level=warn"),
        *(f"--http-interface={host}", f"--http-port={port}", "--max-cron-threads=1"),
    )
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    with step("Starting Odoo"):
        server = subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment())
    try:
        _wait_for(server, address)
        _greet(address, with_demo)
        return server.wait()
    finally:
        _stop(server)


def _check_port(host, port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Fail(
                f"Port {port} of {host} cannot be used ({error.strerror}); "
                f"choose another: ./cs run --port {port + 1}"
            ) from error


def _wait_for(server, address):
    """Waits for the first page: Odoo builds its assets then, which takes the longest."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise Fail("Odoo ended while starting; its messages are above.")
        try:
            with urllib.request.urlopen(f"{address}/web/login", timeout=60):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise Fail(f"Odoo does not answer on {address}; its messages are above.")


def _greet(address, with_demo):
    note(f"\n  {address}    (stop with Ctrl-C)\n")
    show_logins(with_demo)
    printing = [name for name in missing_packages() if name in ("wkhtmltopdf", "fonts-noto-cjk")]
    if printing:
        note(f"\n  To print forms: apt-get install {' '.join(printing)}")
    note("")


def _stop(server):
    if server.poll() is None:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def run_shell(database):
    name = ensure_demo(ensure_all(), database)
    command = databases.odoo_command("shell", "-c", CONF, "-d", name, "--no-http")
    return subprocess.run(
        [str(part) for part in [*command, "--log-level=warn", "--shell-interface=python"]],
        cwd=ROOT,
        env=environment(),
        check=False,
    ).returncode
