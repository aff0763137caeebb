"""A real Odoo server on a database of its own, for tests in which transactions commit.

    with LiveServer() as server:
        clerk = server.create_user("clerk", "cs_base.group_cs_base_clerk")
        ids = server.admin.call("res.partner", "create", [{"name": "Dealer"}])
        answers = at_once(lambda: clerk.call(...), lambda: manager.call(...))

The runner says where: CS_TEST_TEMPLATE is the database that is cloned, CS_ODOO_CONF Odoo's
configuration file, CS_PYTHON the interpreter (default: this one). Names of clones begin
with CS_TEST_DATABASE, so that the runner finds them should this process be killed.
"""

import configparser
import itertools
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
from pathlib import Path

import psycopg2
import requests

CLONE_SECONDS = 30
START_SECONDS = 90
STOP_SECONDS = 15
CALL_SECONDS = 120
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
        kinds = ("UserError", "AccessError", "ValidationError", "LockError", "MissingError")
        return self.name in {f"odoo.exceptions.{kind}" for kind in kinds}


class Client:
    """One user's session; calls of different clients may run at the same time."""

    def __init__(self, url, database, login, password):
        self.url = url
        self.http = requests.Session()
        self.login = login
        answer = self.post(
            "/web/session/authenticate", {"db": database, "login": login, "password": password}
        )
        self.uid = answer["uid"]
        self.context = {**answer["user_context"], "lang": "en_US"}

    def call(self, model, method, *args, context=None, **kwargs):
        """What the web client calls: ``call("cs.return", "action_submit", ids)``.

        :raises RpcError: the server refused
        """
        kwargs["context"] = {**self.context, **(context or {})}
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.post(f"/web/dataset/call_kw/{model}/{method}", params)

    def try_call(self, model, method, *args, **kwargs):
        """As ``call``, but returns the RpcError instead of raising it."""
        try:
            return self.call(model, method, *args, **kwargs)
        except RpcError as error:
            return error

    def read(self, model, ids, *names):
        """One dictionary per record."""
        return self.call(model, "read", ids, list(names))

    def ref(self, xmlid):
        """Database id of an XML id."""
        module, name = xmlid.split(".")
        domain = [["module", "=", module], ["name", "=", name]]
        [found] = self.call("ir.model.data", "search_read", domain, ["res_id"])
        return found["res_id"]

    def twin(self):
        """A second window of the same session, to click twice at the same time."""
        twin = object.__new__(type(self))
        vars(twin).update(vars(self), http=requests.Session())
        twin.http.cookies.update(self.http.cookies)
        return twin

    def post(self, path, params):
        payload = {"jsonrpc": "2.0", "method": "call", "id": 0, "params": params}
        response = self.http.post(self.url + path, json=payload, timeout=CALL_SECONDS)
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            raise RpcError(answer["error"])
        return answer.get("result")


def at_once(*calls):
    """Results of the calls, all begun at the same moment; an exception is a result as well."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = call()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class LiveServer:
    """Context manager around one server process and its database.

    :param template: database to clone (default: CS_TEST_TEMPLATE)
    :param workers: 0 for one process with threads, or a number of processes
    :param cron: whether scheduled actions run
    :param options: further options for Odoo's command line
    """

    def __init__(self, template=None, workers=0, cron=False, options=()):
        self.template = template or _required("CS_TEST_TEMPLATE", "the database to clone")
        self.conf = _required("CS_ODOO_CONF", "Odoo's configuration file")
        self.settings = _read_settings(self.conf)
        prefix = os.environ.get("CS_TEST_DATABASE", "cs_live")
        self.database = f"{prefix}_live_{os.getpid()}_{next(_numbers)}"
        self.workers = workers
        self.cron = cron
        self.options = options
        self.process = None
        self.admin = None

    def __enter__(self):
        try:
            self._clone()
            self._open_admin()
            self.start()
        except BaseException:
            self._clean_up()
            raise
        return self

    def __exit__(self, *_error):
        self._clean_up()

    # The process

    def start(self):
        """Start the server, also after ``kill``, and wait until it answers."""
        self.port, gevent_port = _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_file = tempfile.NamedTemporaryFile(suffix=".log", delete=False)
        command = [
            *(os.environ.get("CS_PYTHON", sys.executable), "-m", "odoo"),
            *("-c", self.conf, "-d", self.database, f"--db-filter=^{self.database}$"),
            *("--http-port", str(self.port), "--http-interface", "127.0.0.1"),
            *("--gevent-port", str(gevent_port), f"--workers={self.workers}"),
            *("--max-cron-threads", "1" if self.cron else "0", "--log-level=warn"),
            *self.options,
        ]
        self.process = subprocess.Popen(
            command, stdout=self.log_file, stderr=subprocess.STDOUT, start_new_session=True
        )
        self._wait()
        self.admin = self.log_in(_ADMIN, _ADMIN)

    def _wait(self):
        limit = time.monotonic() + START_SECONDS
        while time.monotonic() < limit:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended at its start:\n{self.log()}")
            try:
                if requests.get(f"{self.url}/web/health", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.2)
        raise RuntimeError(f"No answer within {START_SECONDS} s from the server:\n{self.log()}")

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

    def log(self):
        """What the server has logged from WARNING on."""
        self.log_file.flush()
        return Path(self.log_file.name).read_text()

    def errors(self):
        """Entries of the log that a healthy server does not write.

        A transaction that has to be repeated is healthy: Odoo logs the refused statement.
        """
        entries = re.split(r"^(?=\d{4}-\d\d-\d\d )", self.log(), flags=re.MULTILINE)
        return [
            entry
            for entry in entries
            if re.search(r" (ERROR|CRITICAL) |Traceback", entry)
            and not ("odoo.sql_db" in entry and "could not serialize" in entry)
        ]

    # Users

    def log_in(self, login, password=None):
        """A client of this user; the password of users made here is their login."""
        return Client(self.url, self.database, login, password or login)

    def create_user(self, login, *groups, **vals):
        """Make an internal user with these groups and log in."""
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
        self.admin.call("res.users", "create", [values], context=context)
        return self.log_in(login)

    # The database

    def sql(self, statement, values=()):
        """Rows of one statement, committed; to look behind the ORM."""
        with self._connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows = cursor.fetchall() if cursor.description else []
        connection.close()
        return rows

    def _clone(self):
        limit = time.monotonic() + CLONE_SECONDS
        while True:
            try:
                self._execute(f'CREATE DATABASE "{self.database}" TEMPLATE "{self.template}"')
                break
            except psycopg2.errors.ObjectInUse:
                # another test is cloning the same template
                if time.monotonic() > limit:
                    raise
                time.sleep(0.5)
        store = Path(self.settings["data_dir"], "filestore")
        if (store / self.template).exists():
            # hard links: Odoo never edits a file of the store
            shutil.copytree(store / self.template, store / self.database, copy_function=os.link)

    def _open_admin(self):
        """A template need not have the password that Odoo sets by default."""
        self.sql("UPDATE res_users SET password = %s WHERE login = %s", (_ADMIN, _ADMIN))

    def _clean_up(self):
        try:
            self.stop()
        finally:
            self._execute(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            store = Path(self.settings["data_dir"], "filestore", self.database)
            shutil.rmtree(store, ignore_errors=True)
            if self.process is not None:
                self.log_file.close()
                Path(self.log_file.name).unlink(missing_ok=True)

    def _execute(self, statement):
        connection = self._connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
        connection.close()

    def _connect(self, database):
        """By the configuration file; what it leaves out comes from PGHOST and its like."""
        keys = {"db_host": "host", "db_port": "port", "db_user": "user", "db_password": "password"}
        found = {
            keys[name]: value
            for name, value in self.settings.items()
            if name in keys and value not in ("", "False")
        }
        return psycopg2.connect(dbname=database, **found)


def _required(name, what):
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"Set {name} to {what}, or run the tests by ./cs test.")
    return value


def _read_settings(conf):
    parser = configparser.RawConfigParser()
    if not parser.read(conf):
        raise RuntimeError(f"CS_ODOO_CONF names {conf}, which cannot be read.")
    settings = dict(parser["options"])
    if not settings.get("data_dir"):
        raise RuntimeError(f"{conf} names no data_dir; the files of the clone would be missing.")
    return settings


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
