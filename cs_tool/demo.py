"""The database that `cs run` serves: our addons, in Chinese and English, with a demo company."""

import json

from . import databases
from .modules import addons_key, our_addons
from .paths import ADDONS, CONF, PYTHON, STATE
from .say import Fail, note, run_logged, step
from .venv import environment

DEMO = "cs_demo"
PLAIN = "cs_plain"


def ensure_demo(odoo, name=None, with_demo=True):
    """Makes the database on first use, updates it after a change; returns its name."""
    name = name or (DEMO if with_demo else PLAIN)
    stamp = STATE / f"{name}.addons"
    key = addons_key()
    if not databases.exists(name):
        _create(odoo, name, with_demo)
    elif not stamp.exists():
        raise Fail(f"The database {name} was not made by ./cs run; choose another by --db.")
    elif stamp.read_text() != key:
        _update(name)
    stamp.write_text(key)
    return name


def _create(odoo, name, with_demo):
    template = databases.base_template(odoo)
    addons = our_addons(with_test_addons=False)
    building = f"{name}_building"
    with step(f"Installing our addons in the database {name} ({', '.join(addons)})"):
        databases.clone(template, building)
        databases.install(building, addons, f"{name}-install")
    if with_demo:
        with step("Making the demo company"):
            command = [PYTHON, "-m", "cs_tool.inside.load_demo", building, *addons]
            run_logged(command, f"{name}-demo", env=environment())
    databases.rename(building, name)


def _update(name):
    addons = our_addons(with_test_addons=False)
    with step(f"The addons have changed: updating the database {name}"):
        query = "SELECT name FROM ir_module_module WHERE state = 'installed' AND name = ANY(%s)"
        installed = [row[0] for row in databases.execute(query, [addons], name)]
        added = sorted(set(addons) - set(installed))
        options = ["-u", ",".join(installed), *(["-i", ",".join(added)] if added else [])]
        command = databases.odoo_command(
            *("-c", CONF, "-d", name, "--stop-after-init", "--no-http", *options)
        )
        run_logged(command, f"{name}-update", databases.PROGRESS, env=environment())


def logins():
    """One login per role, from the addons that bring demo users; the administrator first."""
    found = [
        {"role": "Administrator", "role_zh": "系统管理员", "login": "admin", "password": "admin"}
    ]
    for file in sorted(ADDONS.glob("*/demo/logins.json")):
        found += json.loads(file.read_text())
    return found


def show_logins(with_demo):
    rows = logins() if with_demo else logins()[:1]
    width = {key: max(len(row[key]) for row in rows) for key in ("login", "password", "role")}
    note(f"  {'login':{width['login']}}  {'password':{max(width['password'], 8)}}  role")
    for row in rows:
        login, password = row["login"], row["password"]
        padded = f"{login:{width['login']}}  {password:{max(width['password'], 8)}}"
        note(f"  {padded}  {row['role']} {row.get('role_zh', '')}".rstrip())
