"""The addons come, are upgraded, go and come again, in a database that works with them.

What they brought goes with them; the orders, transfers and entries of the company stay.
"""

import pytest
from live_server import run_shell
from returns_data import builders

from cs_tool import databases
from cs_tool.lint import complaints_in_log
from cs_tool.modules import our_addons
from cs_tool.paths import CONF
from cs_tool.say import run_logged
from cs_tool.venv import environment

ADDONS = our_addons(with_test_addons=False)
# What the company did with our addons and keeps without them, and what it adds up to.
KEPT = {
    "credit notes": "SELECT count(*), sum(amount_total) FROM account_move"
    " WHERE move_type = 'out_refund' AND state = 'posted'",
    "orders": "SELECT count(*), sum(amount_total) FROM sale_order",
    "goods moved": "SELECT count(*), sum(quantity) FROM stock_move WHERE state = 'done'",
    "set off": "SELECT count(*), sum(amount) FROM account_partial_reconcile",
}
OURS = r"cs\_%"
LEFT_OVERS = {
    "tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE %s",
    "columns": "SELECT table_name || '.' || column_name FROM information_schema.columns"
    " WHERE table_schema = 'public' AND column_name LIKE %s",
    "external ids": "SELECT module || '.' || name FROM ir_model_data WHERE module LIKE %s",
    "fields": "SELECT model || '.' || name FROM ir_model_fields WHERE name LIKE %s",
    "models": "SELECT model FROM ir_model WHERE model LIKE replace(%s, '_', '.')",
    "settings": "SELECT key FROM ir_config_parameter WHERE key LIKE %s",
    "jobs": "SELECT cron_name FROM ir_cron JOIN ir_act_server ON ir_actions_server_id ="
    " ir_act_server.id WHERE code LIKE '%%' || %s",
}


def work(env):
    """A return in each state, and of the settled ones a credit, an exchange and rejected goods."""
    data = builders(env, "Cycle Bait", "cycle")
    moves = [data._sell_deliver_invoice(10)[1] for _number in range(7)]
    for move, bring in zip(
        moves,
        (
            lambda draft: draft,
            lambda draft: draft.with_user(data.users["clerk"]).action_submit(),
            data._approve,
            lambda draft: data._arrive(data._approve(draft)),
            lambda draft: data._appraise(data._approve(draft)),
        ),
        strict=False,
    ):
        bring(data._apply([(move, 4)]))
    counts = {"received_qty": 4, "rejected_qty": 1, "reject_reason": "opened"}
    credited = data._return([(moves[5], 4)], [counts])
    credited.with_user(data.users["clerk"]).action_destroy_rejected()
    data._return([(moves[6], 4, {"settlement": "exchange"})])


class Database:
    """A database with Odoo's modules, and what Odoo logged while our addons came and went."""

    def __init__(self, name):
        self.name = name
        self.steps = {}

    def run(self, title, *arguments):
        command = databases.odoo_command(*arguments)
        log = run_logged(command, f"cycle-{title}", env=environment())
        self.steps[title] = complaints_in_log(log.read_text())

    def install(self, title):
        databases.install(self.name, ADDONS, f"cycle-{title}")
        log = databases.install_log(f"cycle-{title}")
        self.steps[title] = complaints_in_log(log.read_text())

    def upgrade(self):
        self.run("upgrade", "-c", CONF, "-d", self.name, "-u", ",".join(ADDONS),
                 "--stop-after-init", "--no-http")  # fmt: skip

    def uninstall(self):
        self.run("uninstall", "module", "uninstall", "-c", CONF, "-d", self.name, *ADDONS)

    def rows(self, query, *values):
        return [tuple(row) for row in databases.execute(query, values, self.name)]

    def kept(self):
        return {name: self.rows(query) for name, query in KEPT.items()}

    def left_overs(self):
        found = {name: self.rows(query, OURS) for name, query in LEFT_OVERS.items()}
        return {name: rows for name, rows in found.items() if rows}


@pytest.fixture(scope="module")
def cycle(base_database):
    """The whole cycle, once; each test looks at one side of it."""
    database = Database(base_database)
    database.bare = database.left_overs()
    database.install("install")
    run_shell(database.name, "test_install_cycle", "work")
    database.before = database.kept()
    database.upgrade()
    database.upgraded = database.kept()
    database.used = database.rows("SELECT state, count(*) FROM cs_return GROUP BY state")
    database.uninstall()
    database.after, database.rest = database.kept(), database.left_overs()
    database.install("reinstall")
    database.again = database.rows("SELECT count(*) FROM cs_return")
    return database


def test_odoo_warns_of_nothing_on_the_way(cycle):
    assert cycle.steps == dict.fromkeys(("install", "upgrade", "uninstall", "reinstall"), [])


def test_the_addons_were_in_use(cycle):
    states = ("draft", "submitted", "approved", "arrived", "appraised")
    assert dict(cycle.used) == {**dict.fromkeys(states, 1), "done": 2}


def test_an_upgrade_changes_no_document(cycle):
    assert cycle.upgraded == cycle.before
    assert all(total for [(_count, total)] in cycle.before.values()), cycle.before


def test_the_ledger_and_the_stock_stay_without_the_addons(cycle):
    assert cycle.after == cycle.before


def test_nothing_of_ours_is_left_behind(cycle):
    assert cycle.bare == {}
    assert cycle.rest == {}


def test_the_addons_come_again(cycle):
    assert cycle.again == [(0,)]
