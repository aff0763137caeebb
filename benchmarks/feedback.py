"""What feedback costs: ours beside OCA helpdesk_mgmt, at 1 to 1000 cases; a look at 100,000.

ours            cases of as many dealers are entered in one batch by a clerk, forwarded by the
                office manager, taken, solved and closed; each dealer is written to
OCA             tickets of the same dealers are created in one batch, assigned, and closed by a
                stage that writes to the customer

Everything is done to all of them at once, and rolled back. Queries are those of the cursor, with
all that is pending written out at the end of each phase, and what waits for the commit done. CPU
seconds are those of the Odoo process. Two passes at one case warm the caches up.

Then cases are made by SQL, and the list, pivot and graph of cases and of their analysis are asked
for as the web client does, and each source of the dashboard.
"""

import json
from contextlib import contextmanager

from _common import ADDONS, Company, Meter, load

MODULES = ["helpdesk_mgmt"]
OCA = ["odoo-addon-helpdesk-mgmt==19.0.*"]

OURS, THEIRS = "ours", "OCA helpdesk_mgmt"
CREATE, FORWARD_AND_CLOSE, PER_VIEW = 5, 1.5, 5
DEALERS = 50
WARM_UPS = 2
DASHBOARD = "cs_feedback_dashboard/data/files/feedback_dashboard.json"

asks = load("cs_base/tests/asks.py")
scale = load("cs_feedback/tests/scale.py")


def arguments(parser):
    parser.add_argument("--sizes", default="1,10,100,1000", help="numbers of cases (%(default)s)")
    parser.add_argument("--looked-at", type=int, default=100_000, help="(%(default)s)")
    parser.add_argument("--without-oca", action="store_true", help="leave helpdesk_mgmt out")


def run(env, args, report):
    sizes = sorted({int(size) for size in args.sizes.split(",")})
    desk = Desk(env, max(sizes))
    variants = [OURS]
    if args.without_oca:
        report.note(f"{THEIRS}: left out, as asked")
    elif "helpdesk.ticket" not in env:
        report.note(f"{THEIRS}: MISSING, it is not installed in this database")
    else:
        variants.append(THEIRS)
    for _pass in range(WARM_UPS):
        for variant in variants:
            measure(desk, variant, 1)
    results = {}
    for size in sizes:
        for variant in variants:
            meter = results[variant, size] = measure(desk, variant, size)
            phases = ", ".join(
                f"{name} {cost.queries} / {cost.cpu:.2f}" for name, cost in meter.phases.items()
            )
            report.note(
                f"{variant:18} {size:5} {meter.total.queries:6} queries "
                f"{meter.total.cpu:7.2f} s CPU ({phases})"
            )
    tell(report, results, sizes)
    look(desk, args.looked_at, report)


class Desk(Company):
    """A company with as many dealers as cases, each with an address."""

    def __init__(self, env, size):
        super().__init__(env, "Bench", "base.us", "USD")
        if "helpdesk.ticket" in env:
            self.users["clerk"].group_ids |= env.ref("helpdesk_mgmt.group_helpdesk_manager")
            self.stage = self.env["helpdesk.ticket.stage"].create(
                {
                    "name": "Bench",
                    "closed": True,
                    "company_id": self.company.id,
                    "mail_template_id": env.ref("helpdesk_mgmt.closed_ticket_template").id,
                }
            )
        self.dealers = self.env["res.partner"].create(
            [
                {
                    "name": f"Dealer {number}",
                    "email": f"dealer{number}@bench.example",
                    "company_id": self.company.id,
                    "cs_office_id": self.office.id,
                }
                for number in range(size)
            ]
        )
        self.env.flush_all()
        self.env.cr.commit()


def measure(desk, variant, size):
    desk.env.cr.rollback()
    desk.env.invalidate_all()
    meter = Meter(desk.env)
    VARIANTS[variant](desk, meter, size)
    desk.env.cr.rollback()
    return meter


@contextmanager
def phase(meter, name):
    """What waits for the commit, tracked changes and the mails that they bring, belongs to it."""
    with meter.phase(name):
        yield
        meter.env.flush_all()
        meter.env.cr.precommit.run()


def work_ours(desk, meter, size):
    clerks = desk.env_of("clerk")["cs.feedback"]
    with phase(meter, "create"):
        cases = clerks.create(
            [
                {"subject": "Bait is wet", "description": "All of it", "partner_id": dealer}
                for dealer in desk.dealers[:size].ids
            ]
        )
    with phase(meter, "forward"):
        cases.with_env(desk.env_of("office")).action_forward()
    with phase(meter, "take"):
        cases.action_take()
    with phase(meter, "solve"):
        cases._transition("solve", text="A new bag is on its way.")
    with phase(meter, "close"):
        cases.action_close()
    found = {(case.state, case.user_id.id, bool(case.solved_at)) for case in cases.sudo()}
    if found != {("closed", desk.users["clerk"].id, True)}:
        raise RuntimeError(f"cases are {found}")


def work_theirs(desk, meter, size):
    tickets = desk.env_of("clerk")["helpdesk.ticket"]
    with phase(meter, "create"):
        tickets = tickets.create(
            [
                {"name": "Bait is wet", "description": "All of it", "partner_id": dealer}
                for dealer in desk.dealers[:size].ids
            ]
        )
    with phase(meter, "forward"):
        tickets.write({"user_id": desk.users["office"].id})
    with phase(meter, "close"):
        tickets.write({"stage_id": desk.stage.id})
    if not all(tickets.mapped("closed")):
        raise RuntimeError("tickets are not closed")


VARIANTS = {OURS: work_ours, THEIRS: work_theirs}


def tell(report, results, sizes):
    for size in sizes:
        own, other = results[OURS, size], results.get((THEIRS, size))
        for name, phases, target in (
            ("create", ("create",), CREATE),
            ("forward + close", ("forward", "close"), FORWARD_AND_CLOSE),
        ):
            report.figure(
                f"{size} cases: {name}, queries per case",
                own.sum(*phases).queries / size,
                "",
                target if size >= 100 else None,
                other and other.sum(*phases).queries / size,
                other and THEIRS,
            )
        report.figure(
            f"{size} cases: from entry to close, each customer told, queries per case",
            own.total.queries / size,
            "",
            None,
            other and other.total.queries / size,
            other and THEIRS,
        )
        report.figure(
            f"{size} cases: from entry to close, CPU",
            own.total.cpu,
            "s",
            None,
            other and other.total.cpu,
            other and THEIRS,
        )


# Many cases


def look(desk, number, report):
    env = desk.env
    departments = fill(desk, number)
    clerk = desk.env_of("clerk")
    for name, kinds in (
        ("cs.feedback", "list pivot graph"),
        ("cs.feedback.analysis", "list pivot graph"),
        ("cs.department.score", "list pivot graph"),
    ):
        model = clerk[name]
        report.note(f"{model.search_count([])} rows in {name}")
        for kind in kinds.split():
            ask = getattr(asks, f"ask_{kind}")(model)
            tell_look(report, f"{name}: {kind}", ask_counted(env, ask))
    data = json.loads((ADDONS / DASHBOARD).read_text())
    for name, ask in sources_of(clerk, data):
        tell_look(report, f"dashboard: {name}", ask_counted(env, ask))
    meter = Meter(env)
    with meter.phase("summary"):
        departments.cs_gets_summary = True
        desk.env_of("clerk")["cs.quality.summary"].action_draft_now()
    report.figure(f"quality summary of {number} cases: queries", meter.total.queries, "")
    report.figure(f"quality summary of {number} cases: on the clock", meter.total.wall, "s")


def fill(desk, number):
    env = desk.env
    departments = env["hr.department"].create(
        [{"name": f"Department {place}", "company_id": desk.company.id} for place in range(5)]
    )
    offices = desk.office.create(
        [{"name": f"Office {place}", "company_id": desk.company.id} for place in range(10)]
    )
    first = scale.make_cases(
        env,
        number,
        desk.company,
        partner_id=desk.dealers[:DEALERS],
        product_id=env["product.product"].create([{"name": f"B {n}"} for n in range(100)]),
        team_id=offices,
        user_id=desk.users["clerk"] | desk.users["manager"],
    )
    scale.make_answers(env, first, departments)
    return departments


def sources_of(env, data):
    """The pivots and charts of a dashboard, each as it asks for its figures."""
    for key, pivot in data["pivots"].items():
        groups = [row["fieldName"] for row in pivot["rows"]]
        names = [measure["fieldName"] for measure in pivot["measures"]]
        yield f"pivot {key}", _grouped(env[pivot["model"]], groups, names)
    for figure in (f for sheet in data["sheets"] for f in sheet["figures"]):
        chart = figure["data"]
        if chart["type"].startswith("odoo_"):
            meta = chart["metaData"]
            model = env[meta["resModel"]]
            yield figure["id"], _grouped(model, meta["groupBy"], [meta["measure"]])


def _grouped(model, groups, names):
    aggregates = ["__count", *(f"{name}:{model._fields[name].aggregator}" for name in names)]
    return lambda: model.formatted_read_group([], groups, aggregates)


def ask_counted(env, ask):
    ask()
    env.flush_all()
    env.invalidate_all()
    meter = Meter(env)
    with meter.phase("ask"):
        ask()
    return meter.total


def tell_look(report, name, cost):
    report.figure(f"{name}: queries", cost.queries, "", PER_VIEW)
    report.figure(f"{name}: on the clock", cost.wall, "s")
