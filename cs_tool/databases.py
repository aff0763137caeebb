"""Databases: two cached templates, and clones of them that take half a second.

The base template holds Odoo's modules, the full one our addons as well. Both are named by
a key of what went into them, so a change makes a new one.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from .lock import locked
from .modules import addons_key, base_modules, our_addons
from .paths import CONF, DATA, LOGS, PYTHON
from .say import Fail, run_logged, step, warn
from .venv import environment

FILESTORES = DATA / "filestore"
PROGRESS = r"Loading module \S+ \(\d+/\d+\)"
# Changes with the way databases are made, so that older templates are not taken.
RECIPE = 2
KEPT_TEMPLATES = 4
# The first becomes the language of new users; English would be switched off if left out.
LANGUAGES = "en_US,zh_CN"
EXTENSIONS = ("pg_trgm", "unaccent")


def write_conf(odoo, connection):
    """Odoo's configuration file, shared by all that we start."""
    settings = {
        **connection,
        "addons_path": ",".join(str(folder) for folder in odoo.addons_paths),
        "data_dir": DATA,
        "http_interface": "127.0.0.1",
        "list_db": "False",
        "unaccent": "True",
        "max_cron_threads": "0",
        # Printing and long test transactions outgrow the limits meant for servers.
        "limit_time_cpu": "3600",
        "limit_time_real": "3600",
    }
    DATA.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {value}" for name, value in settings.items()]
    CONF.write_text("[options]\n" + "\n".join(lines) + "\n")
    CONF.chmod(0o600)


def odoo_command(*arguments):
    return [PYTHON, "-m", "odoo", *arguments]


def execute(statement, values=(), database="postgres"):
    """Runs one statement outside of a transaction and returns its rows."""
    call = {
        "connect": {**_connection(), "dbname": database},
        "statement": statement,
        "values": list(values),
    }
    script = Path(__file__).parent / "inside" / "sql.py"
    done = subprocess.run(
        [str(PYTHON), str(script)],
        input=json.dumps(call),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Fail(f"PostgreSQL refused `{statement}`: {done.stderr.strip()}")
    return json.loads(done.stdout)


def _connection():
    """What psycopg2 connects with, as the configuration file has it."""
    pairs = (line.split(" = ", 1) for line in CONF.read_text().splitlines() if " = " in line)
    found = {name: value for name, value in pairs if name.startswith("db_")}
    keys = {"db_host": "host", "db_port": "port", "db_user": "user", "db_password": "password"}
    return {keys[name]: value for name, value in found.items()}


def exists(name):
    return bool(execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]))


def drop(name):
    execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(FILESTORES / name, ignore_errors=True)


def clone(template, name):
    """A copy of a database and its files; the files are hard links, Odoo never edits one."""
    drop(name)
    execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    if (FILESTORES / template).exists():
        shutil.copytree(FILESTORES / template, FILESTORES / name, copy_function=os.link)


def rename(name, new_name):
    drop(new_name)
    execute(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')
    if (FILESTORES / name).exists():
        (FILESTORES / name).rename(FILESTORES / new_name)


def base_template(odoo):
    """The name of the database with Odoo's modules only; made when it is not there."""
    # What a module of Odoo brings along is in its own manifest, so the version is enough.
    modules = base_modules()
    wanted = f"{RECIPE} {odoo.site} {odoo.version} {LANGUAGES} {' '.join(modules)}"
    name = f"cs_base_{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    with locked("base-template"):
        if exists(name):
            return name
        with step(f"Building the database of Odoo's modules ({', '.join(modules)})"):
            building = f"{name}_building"
            drop(building)
            execute(f"CREATE DATABASE \"{building}\" TEMPLATE template0 ENCODING 'UTF8'")
            _create_extensions(building)
            execute(f'ALTER DATABASE "{building}" SET synchronous_commit = off')
            install(building, modules, name, [f"--load-language={LANGUAGES}"])
            rename(building, name)
        drop_old(name, "cs_base_")
        return name


def full_template(odoo, addons=None):
    """The name of the database with our addons too; its log is judged by `cs lint`.

    ``addons`` leaves it at some of them, with all that those depend on.
    """
    base = base_template(odoo)
    wanted = f"{base} {addons_key(addons)}"
    name = f"cs_full_{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    with locked("full-template"):
        if exists(name) and install_log(name).exists():
            return name
        addons = addons or our_addons()
        with step(f"Installing our addons ({', '.join(addons)})"):
            building = f"{name}_building"
            clone(base, building)
            execute(f'ALTER DATABASE "{building}" SET synchronous_commit = off')
            install(building, addons, name)
            command = [PYTHON, "-m", "cs_tool.inside.make_assets", building]
            run_logged(command, f"{name}-assets", env=environment())
            rename(building, name)
        drop_old(name, "cs_full_")
        return name


def install_log(template):
    return LOGS / f"{template}.log"


def install(database, modules, log_name, options=(), python_path=""):
    """Installs modules with Odoo's own command; fails when one is not installed after it."""
    command = odoo_command(
        *("-c", CONF, "-d", database, "-i", ",".join(modules)),
        *("--stop-after-init", "--no-http", *options),
    )
    log = run_logged(
        command, f"{log_name}-building", progress=PROGRESS, env=environment(PYTHONPATH=python_path)
    )
    rows = execute("SELECT name FROM ir_module_module WHERE state = 'installed'", (), database)
    absent = set(modules) - {row[0] for row in rows}
    if absent:
        raise Fail(f"Odoo did not install {', '.join(sorted(absent))}; read {log}.")
    log.rename(LOGS / f"{log_name}.log")


def _create_extensions(database):
    for extension in EXTENSIONS:
        query = "SELECT 1 FROM pg_available_extensions WHERE name = %s"
        if execute(query, [extension], database):
            execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"', (), database)
            if extension == "unaccent":
                # As Odoo does in a database that it creates: indexes may use the function.
                execute("ALTER FUNCTION unaccent(text) IMMUTABLE", (), database)


def drop_old(current, prefix):
    """Keeps the few youngest templates: a branch switched to and fro stays warm."""
    query = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC"
    names = [row[0] for row in execute(query, [prefix.replace("_", r"\_") + "%"])]
    for name in [n for n in names if n != current][KEPT_TEMPLATES - 1 :]:
        try:
            drop(name)
            install_log(name).unlink(missing_ok=True)
        except Fail as error:
            warn(str(error))


def forget_clones(prefix):
    """Drops the databases of a run, whatever made them."""
    for (name,) in execute("SELECT datname FROM pg_database"):
        if name.startswith(prefix):
            drop(name)


def drop_orphans():
    """Drops the clones of commands that were killed; the process is part of the name."""
    for (name,) in execute("SELECT datname FROM pg_database"):
        owner = re.match(r"cs_(?:test|bench|erp)_(\d+)(_|$)", name)
        if owner and not Path("/proc", owner.group(1)).exists():
            drop(name)


def clone_name(kind):
    """A name for a clone of this command."""
    return f"cs_{kind}_{os.getpid()}"
