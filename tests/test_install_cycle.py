"""The addons come, are upgraded, go and come again, in a database that works with them.

What they brought goes with them; the orders, transfers and entries of the company stay.
"""

import feedback_data
import pytest
import returns_data
import roster_data
import travel_data
from live_server import run_shell

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
    "entries": "SELECT count(*), sum(debit) FROM account_move_line WHERE parent_state = 'posted'",
    "payments": "SELECT count(*), sum(amount) FROM account_payment",
    "expenses": "SELECT count(*), sum(total_amount) FROM hr_expense",
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
    work_returns(env)
    work_trips(env)
    work_rosters(env)
    work_feedback(env)


def work_feedback(env):
    """Cases on their way, asked of departments, ruled on, credited, solved."""
    data = feedback_data.builders(env, "Cycle Feedback", "fb")
    data._create_case()
    asked = data._create_at_service()
    data._ask(asked, data.quality | data.production)
    data._answer(asked, data.quality, "worker")
    ruling = data._create_ruling(data._create_dispute(), goodwill_amount=50)
    ruling.with_user(data.users["manager"]).action_issue()
    ruling.with_user(data.users["accountant"]).action_credit()
    solved = data._create_at_service()
    data._dialog(solved, "clerk", "wait", "Which lot?")
    data._dialog(solved, "clerk", "solve", "Replaced")
    solved.with_user(data.users["clerk"]).action_close()


def work_rosters(env):
    """A month in each state, swaps, a wish, and what agents write down."""
    data = roster_data.builders(env, "Cycle Roster", "roster")
    first, second, third, *_rest = data.agents
    published = data._create_published({first: "DN", second: "ND", third: "R"})
    swaps = data.env["cs.shift.swap"].with_user(data.users["agent0"])
    for day in (3, 4):
        swap = swaps.create(
            {
                "slot_id": data._slot(first, day).id,
                "peer_slot_id": data._slot(second, day).id,
            }
        )
        swap.action_ask()
    swap.with_user(data.users["agent1"]).action_accept()
    swap.with_user(data.users["head"]).action_approve()
    published.action_lock()
    data._create_published(date_from=data.first.replace(month=4))
    draft = data._create_roster(date_from=data.first.replace(month=5))
    draft.grid_write(0, [[first.id, 0, "D"]])
    draft.action_generate(1)
    data.env["cs.roster.wish"].with_user(data.users["agent0"]).create(
        {"employee_id": first.id, "date": data.first}
    )


def work_trips(env):
    """A trip in each state with all that belongs to it, and a posting with its weeks."""
    data = travel_data.builders(env, "Cycle Travel", "trip")
    data._create_trip(first=60)
    data._create_trip(first=50).action_submit()
    given_up = data._create_approved(first=40)
    data._paid_advance(given_up, 200)
    given_up.action_cancel()
    under_way = data._create_approved(first=-1, days=5)
    data._paid_advance(under_way, 300)
    data._ask_advance(under_way, 100)
    yesterday, today, *later = under_way.day_ids.sorted("date")
    today.action_check_in(30.0, 120.0, 8)
    data.env["cs.trip.call"].with_user(data.users["clerk"]).create(
        {"day_id": yesterday.id, "partner_id": data.dealer.id, "result": "not_seen"}
    )
    solicited = yesterday.with_user(data.users["clerk"])
    solicited._record_finding("solicited", "Asked for a dinner")
    change = data._request_change(under_way, ("replace", later[-1], {}))
    change.action_submit()
    data._sign_change(change)
    back = data._create_approved(first=-10)
    data._spend(back, 100)
    data._return(back)
    data._create_audited(first=-20)
    settled = data._create_approved(first=-30)
    data._paid_advance(settled, 500)
    data._finish(settled, [300, 700])
    data._settle(settled)
    data._pay_rest(settled, amount=100)
    manager = data.users["manager"]
    late = settled.with_user(manager).day_ids.sorted("date")[0]
    late._record_finding("deviated", "Seen elsewhere")
    data._create_posting(data._day(100), data._day(120), budget=100).action_submit()


def work_returns(env):
    """A return in each state, and of the settled ones a credit, an exchange and rejected goods."""
    data = returns_data.builders(env, "Cycle Bait", "cycle")
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
    database.trips = database.rows("SELECT state, count(*) FROM cs_trip GROUP BY state")
    database.rosters = database.rows("SELECT state, count(*) FROM cs_roster GROUP BY state")
    database.uninstall()
    database.after, database.rest = database.kept(), database.left_overs()
    database.install("reinstall")
    database.again = database.rows(
        "SELECT count(*) FROM cs_return UNION SELECT count(*) FROM cs_trip"
        " UNION SELECT count(*) FROM cs_roster"
    )
    return database


def test_odoo_warns_of_nothing_on_the_way(cycle):
    assert cycle.steps == dict.fromkeys(("install", "upgrade", "uninstall", "reinstall"), [])


def test_the_addons_were_in_use(cycle):
    states = ("draft", "submitted", "approved", "arrived", "appraised")
    assert dict(cycle.used) == {**dict.fromkeys(states, 1), "done": 2}
    states = ("draft", "approved", "returned", "audited", "settled", "cancel")
    assert dict(cycle.trips) == {**dict.fromkeys(states, 1), "submitted": 2}
    assert dict(cycle.rosters) == dict.fromkeys(("draft", "published", "locked"), 1)


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
