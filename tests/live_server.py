"""A real Odoo server, for tests in which transactions of several people commit.

    with LiveServer() as server:
        clerk = server.create_user("clerk", "cs_base.group_cs_base_clerk")
        ids = server.admin.call("res.partner", "create", [[{"name": "Dealer"}]])
        results = simultaneously(lambda: clerk.call(...), lambda: server.admin.call(...))

or, with records that are easier made by the builders of a test class:

    with cloned_database() as name, LiveServer(name) as server:
        ids = run_shell(name, "test_something", "prepare")
        clerk = server.client("clerk", "password")

The runner says where: CS_TEST_TEMPLATE is the database that is cloned, CS_ODOO_CONF Odoo's
configuration file, CS_PYTHON the interpreter (default: this one). Names of clones begin
with CS_TEST_DATABASE, so that the runner finds them should this process be killed.
"""

import configparser
import itertools
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg2
import requests

CLONE_SECONDS = 30
START_SECONDS = 180
STOP_SECONDS = 15
CALL_SECONDS = 120
CLEAR_ERRORS = ("UserError", "AccessError", "ValidationError", "LockError", "MissingError")
# What PostgreSQL says of a transaction that Odoo begins again.
REPEATED = "could not serialize|deadlock detected|could not obtain lock"
_ADMIN = "admin"
_numbers = itertools.count(1)


class RpcError(Exception):
    """The server answered with an error; ``name`` is that of the exception it raised."""

    def __init__(self, error):
        data = error.get("data", {})
        self.name = data.get("name", "")
        self.message = data.get("message") or error.get("message", "")
        self.debug = data.get("debug", "")
        super().__init__(f"{self.name}: {self.message}")

    @property
    def is_clear(self):
        """Whether a user is told what to do: no traceback, no words of the database."""
        return self.name in {f"odoo.exceptions.{kind}" for kind in CLEAR_ERRORS}


class Client:
    """One session of a user; calls of different clients may run at the same time."""

    def __init__(self, url, database, login, password):
        self.url = url
        self.http = requests.Session()
        credentials = {"db": database, "login": login, "password": password}
        answer = self._post("/web/session/authenticate", credentials)
        self.uid = answer["uid"]
        self.context = {**answer["user_context"], "lang": "en_US"}

    def call(self, model, method, args=(), kwargs=None):
        """What the web client calls; raises RpcError when the server refuses."""
        kwargs = dict(kwargs or {})
        kwargs["context"] = {**self.context, **kwargs.get("context", {})}
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def ref(self, xmlid):
        """Database id of an XML id; takes an administrator."""
        module, name = xmlid.split(".")
        domain = [["module", "=", module], ["name", "=", name]]
        [found] = self.call("ir.model.data", "search_read", [domain, ["res_id"]])
        return found["res_id"]

    def twin(self):
        """A second window of the same session, to click twice at the same time."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self), http=requests.Session())
        twin.http.cookies.update(self.http.cookies)
        return twin

    def _post(self, path, params):
        payload = {"jsonrpc": "2.0", "method": "call", "id": 0, "params": params}
        response = self.http.post(self.url + path, json=payload, timeout=CALL_SECONDS)
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer.get("result")


class LiveServer:
    """Context manager around one server process.

    :param database: its database; by default a clone that is dropped at the end
    :param workers: 0 for one process with threads, or a number of processes
    """

    def __init__(self, database=None, workers=0):
        self.database = database
        self.workers = workers
        self._stack = ExitStack()
        self._admin = None

    def __enter__(self):
        with ExitStack() as stack:
            if not self.database:
                self.database = stack.enter_context(cloned_database())
            self.log_file = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".log"))
            stack.callback(self.stop)
            self.start()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_error):
        self._stack.close()

    # The process

    process = None
    _seen = 0

    def start(self):
        """Start the server, also after ``kill``, and wait until it answers."""
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [
            *odoo_command(self.database),
            *(f"--db-filter=^{self.database}$", "--http-interface", "127.0.0.1"),
            *("--http-port", str(port), "--gevent-port", str(_free_port())),
            *("--max-cron-threads", "0", "--workers", str(self.workers), "--log-level", "warn"),
        ]
        self.process = subprocess.Popen(
            command, stdout=self.log_file, stderr=subprocess.STDOUT, start_new_session=True
        )
        self._admin = None
        self._wait()

    def _wait(self):
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                if requests.get(f"{self.url}/web/login", timeout=START_SECONDS).ok:
                    return
            except requests.RequestException:
                time.sleep(0.2)
        raise RuntimeError(f"The server did not start:\n{self._log()}")

    def kill(self):
        """End the server at once, as a power cut does."""
        self._signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End the server in good order, or by force when it does not obey."""
        if self.process is None or self.process.poll() is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        # workers that outlive their parent; the group is ours alone
        self._signal(signal.SIGKILL)

    def _signal(self, number):
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def errors(self):
        """New entries of the log that a healthy server does not write.

        A transaction that is repeated is healthy: Odoo logs the statement that was refused.
        """
        log = self._log()
        entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", log[self._seen :], flags=re.MULTILINE)
        self._seen = len(log)
        return [
            entry
            for entry in entries
            if re.search(r" (ERROR|CRITICAL) |Traceback", entry)
            and not ("odoo.sql_db" in entry and re.search(REPEATED, entry))
        ]

    def _log(self):
        return Path(self.log_file.name).read_text()

    # Users

    @property
    def admin(self):
        """A client of the administrator, whatever password the template gave them."""
        if self._admin is None:
            with _connection(self.database) as cursor:
                statement = "UPDATE res_users SET password = %s WHERE login = %s"
                cursor.execute(statement, (_ADMIN, _ADMIN))
            self._admin = self.client(_ADMIN, _ADMIN)
        return self._admin

    def client(self, login, password):
        return Client(self.url, self.database, login, password)

    def create_user(self, login, *groups, **vals):
        """A client of a new employee with these groups; the password is the login."""
        ids = [self.admin.ref(group) for group in ("base.group_user", *groups)]
        values = {
            "name": login,
            "login": login,
            "password": login,
            "email": f"{login}@example.com",
            "group_ids": [[6, 0, ids]],
            **vals,
        }
        context = {"no_reset_password": True}
        self.admin.call("res.users", "create", [[values]], {"context": context})
        return self.client(login, login)


def simultaneously(*calls):
    """Begin all calls at the same moment; ``("ok", value)`` or ``("error", exception)`` each."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = ("ok", call())
        except Exception as error:
            results[number] = ("error", error)

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def run_shell(database, module, function):
    """Result of a function of a test file that takes ``env``, run in `odoo shell`; commits."""
    script = (
        f"import json, sys; sys.path[:0] = {[str(Path(__file__).parent), os.getcwd()]}\n"
        f"from {module} import {function} as prepare\n"
        "result = json.dumps(prepare(env)); env.cr.commit(); print('\\n' + result)\n"
    )
    command = odoo_command(database, "shell") + ["--no-http", "--log-level", "error"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        raise RuntimeError(f"{function} failed:\n{done.stdout}{done.stderr}") from None


# Databases


@contextmanager
def cloned_database():
    """A clone of the template that lives longer than one test; see conftest.py."""
    template = _required("CS_TEST_TEMPLATE", "the database to clone")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    prefix = os.environ.get("CS_TEST_DATABASE", "cs_live")
    name = f"{prefix}_{worker}_live{next(_numbers)}"
    _drop(name)
    try:
        _clone(template, name)
        yield name
    finally:
        _drop(name)


def _clone(template, name):
    limit = time.monotonic() + CLONE_SECONDS
    while True:
        try:
            _execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            break
        except psycopg2.errors.ObjectInUse:
            # another test is cloning the same template
            if time.monotonic() > limit:
                raise
            time.sleep(0.5)
    if _filestore(template).exists():
        # hard links: Odoo never edits a file of the store
        shutil.copytree(_filestore(template), _filestore(name), copy_function=os.link)


def _drop(name):
    _execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(_filestore(name), ignore_errors=True)


def _execute(statement):
    with _connection("postgres") as cursor:
        cursor.execute(statement)


@contextmanager
def _connection(database):
    """A cursor whose statements commit, by the configuration file, then by PGHOST etc."""
    keys = {"db_host": "host", "db_port": "port", "db_user": "user", "db_password": "password"}
    found = {
        keys[name]: value
        for name, value in _settings().items()
        if name in keys and value not in ("", "False")
    }
    connection = psycopg2.connect(dbname=database, **found)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def _filestore(database):
    return Path(_settings()["data_dir"], "filestore", database)


def _settings():
    conf = _required("CS_ODOO_CONF", "Odoo's configuration file")
    parser = configparser.RawConfigParser()
    if not parser.read(conf):
        raise RuntimeError(f"CS_ODOO_CONF names {conf}, which cannot be read.")
    settings = dict(parser["options"])
    if not settings.get("data_dir"):
        raise RuntimeError(f"{conf} names no data_dir; the files of the clone would be missing.")
    return settings


def _required(name, what):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"Set {name} to {what}, or run the tests by ./cs test.")
    return value


def odoo_command(database, *command):
    python = os.environ.get("CS_PYTHON", sys.executable)
    conf = _required("CS_ODOO_CONF", "Odoo's configuration file")
    return [python, "-m", "odoo", *command, "-c", conf, "-d", database]


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
