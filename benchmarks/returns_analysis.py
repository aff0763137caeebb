"""What a look at the analysis of returns costs, beside Odoo's sales analysis, at 100,000 lines.

One real order of ten products is delivered, invoiced, and comes back by the whole chain, with
the carrier's bill. Order and return are then copied by SQL, spread over dealers, offices and
months, until both analyses have the lines wanted. Nothing of this is measured.

ours     the list, pivot and graph of the returns analysis, as the clerk opens them
native   those of Odoo's sales analysis (sale.report), as a sales manager opens them

Each view is asked as the web client does: the first page of the list with its count, all cells
of the pivot table unfolded once, all bars of the graph. What a process reads once has been
read; no record is in the cache. The least of several passes counts.

CPU seconds are those of the Odoo process and of the database process that serves it, which
works alone (no parallel workers).
"""

import os
from pathlib import Path

from _common import Meter, load
from returns import Return, Shop, return_ours

from odoo.tools import SQL

SIZE = 10
DEALERS, OFFICES = 50, 10
FREIGHT = 100.0
QUERIES_PER_VIEW = 5
PASSES = 3


scale = load("cs_returns/tests/scale.py")
asks = load("cs_base/tests/asks.py")
ASKS = {"list": asks.ask_list, "pivot": asks.ask_pivot, "graph": asks.ask_graph}


def arguments(parser):
    parser.add_argument("--lines", type=int, default=100_000, help="(%(default)s)")


def run(env, args, report):
    shop = Shop(env, "periodic", SIZE)
    times = max(args.lines // SIZE - 1, 1)
    fill(shop, times)
    env.cr.execute("SET max_parallel_workers_per_gather = 0")
    models = {
        "ours": shop.env_of("clerk")["cs.return.analysis"],
        "native": shop.env_of("admin")["sale.report"],
    }
    for name, model in models.items():
        found = model.search_count([])
        report.note(f"{name}: {found} lines in {model._name}")
        if found != (times + 1) * SIZE:
            raise RuntimeError(f"{name}: {found} lines instead of {(times + 1) * SIZE}")
    for view, ask in ASKS.items():
        costs = {name: measure(env, ask(model)) for name, model in models.items()}
        tell(report, view, costs["ours"], costs["native"])


def fill(shop, times):
    sale = shop.sell(SIZE)
    credit_note = return_ours(Return(shop, sale), Meter(shop.env))
    application = credit_note.cs_return_id.with_env(shop.env_of("clerk"))
    application.write({"freight_carrier_id": shop.dealer.id, "freight_cost": FREIGHT})
    application.action_bill_freight()
    dealers = shop.dealer.union(*(shop.create_dealer(f"Dealer {n}") for n in range(DEALERS)))
    offices = shop.office | shop.office.create(
        [{"name": f"Office {n}", "company_id": shop.company.id} for n in range(OFFICES)]
    )
    spread = {"partner_id": _one_of(dealers), "team_id": _one_of(offices)}
    order = shop.env["sale.order"].browse(sale.order)
    start = scale.copy_rows(
        order,
        times,
        name=SQL("concat(source.name, '-', copy.n)"),
        date_order=SQL("source.date_order - make_interval(days => copy.n %% 700)"),
        access_token=SQL("NULL"),
        **spread,
    )
    sold = scale.copy_rows(order.order_line, times, order_id=SQL("%s + copy.n", start))
    back = scale.copy_return(application, times, **spread)
    # each line comes back on an order line of its own
    shop.env.cr.execute(
        "UPDATE cs_return_line SET sale_line_id = id - %s WHERE id >= %s", [back - sold, back]
    )
    shop.env.cr.commit()
    # what was rewritten is cleaned up, as it is in a database that has been in use
    with shop.env.registry.cursor() as cr:
        cr.connection.set_session(autocommit=True)
        cr.execute("VACUUM ANALYZE")


def _one_of(records):
    return SQL("(%s)[1 + copy.n %% %s]", records.ids, len(records))


def measure(env, ask):
    """Queries, CPU seconds of Odoo and of the database, seconds on the clock: of the best pass."""
    ask()
    env.cr.execute("SELECT pg_backend_pid()")
    [backend] = env.cr.fetchone()
    passes = []
    for _pass in range(PASSES):
        env.flush_all()
        env.invalidate_all()
        meter, served = Meter(env), _cpu_of(backend)
        with meter.phase("ask"):
            ask()
        passes.append((meter.total, _cpu_of(backend) - served))
    return min(passes, key=lambda found: found[0].cpu + found[1])


def _cpu_of(process):
    """CPU seconds of a process of this machine, see proc(5)."""
    state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(state[11]) + int(state[12])) / os.sysconf("SC_CLK_TCK")


def tell(report, view, ours, native):
    cost, served = ours
    other, other_served = native
    report.figure(f"{view}: queries", cost.queries, "", QUERIES_PER_VIEW, other.queries, "native")
    own, theirs = cost.cpu + served, other.cpu + other_served
    report.figure(f"{view}: CPU", own, "s", None, theirs, "native")
    report.figure(f"{view}: of this the database", served, "s", None, other_served, "native")
    report.figure(f"{view}: on the clock", cost.wall, "s", None, other.wall, "native")
