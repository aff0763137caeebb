"""How good rosters get in how much time, and how few cells a repair moves.

Invented teams of `solver/samples.py`; the solver runs in its own process, as Odoo runs it, and
every roster goes through `tests/roster_checker.py`, which shares no code with it.

month    teams of 8, 30 and 100 agents, 31 days: the first roster, the last one, what is proven
repair   a month of 8 agents is published; one after another is away for three days
--curtois DIR   the instances 1 to 7 of Curtois and Qu (schedulingbenchmarks.org),
                Instance1.txt and so on, beside the best values known

No database is read. Seconds depend on what else the machine does.
"""

import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import _curtois

ROOT = Path(__file__).resolve().parent.parent
ADDON = ROOT / "addons" / "cs_roster"
AWAY = (14, 15, 16)
# agents: people per shift, seconds, (figure, target)
TEAMS = {
    8: (2, 60, ("gap", 7)),
    30: (8, 60, ("full", 30)),
    100: (26, 90, ("full", 90)),
}


def arguments(parser):
    parser.add_argument("--sizes", default="8,30,100", help="sizes of teams (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the teams (%(default)s)")
    parser.add_argument("--workers", type=int, default=8, help="of CP-SAT (%(default)s)")
    parser.add_argument("--away", default="1,2,3,4,5,6,7,8", help="absent agents (%(default)s)")
    parser.add_argument("--repair-seconds", type=int, default=60, help="(%(default)s)")
    parser.add_argument("--curtois", type=Path, metavar="DIR", help="folder of the instances")
    parser.add_argument("--curtois-seconds", type=int, default=60, help="each (%(default)s)")


def run(_env, args, report):
    # the path of the addons is known only now
    from odoo.addons.cs_roster.solver.samples import make_team

    checker = _load_checker()
    published = None
    for size in map(int, filter(None, args.sizes.split(","))):
        per_shift, seconds, target = TEAMS[size]
        problem = make_team(size, per_shift, args.seed)
        months = run_solver(problem, seconds, args.workers)
        report_month(report, checker, problem, months, target)
        if size == 8:
            published = problem, months.result["roster"]
    if published and args.away:
        run_repairs(report, checker, *published, args)
    if args.curtois:
        run_curtois(report, args)


def _load_checker():
    sys.path.insert(0, str(ROOT / "tests"))
    import roster_checker

    return roster_checker


class Run:
    """What one process of the solver said, and when it was heard."""

    def __init__(self):
        self.progress = []
        self.result = None

    def first(self, is_wanted=lambda _event: True):
        """Seconds until the first roster that is wanted; None if there was none."""
        return next((at for at, event in self.progress if is_wanted(event)), None)


def run_solver(problem, seconds, workers):
    order = {"problem": problem.to_json(), "seconds": seconds, "workers": workers, "seed": 1}
    found = Run()
    begin = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "solver"],
        cwd=ADDON,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "progress":
                found.progress.append((time.monotonic() - begin, event))
            elif event["event"] == "result":
                found.result = event
    return found


def report_month(report, checker, problem, run, target):
    size, result = len(problem.agents), run.result
    name = f"{size} agents"
    report.note(f"{name}: {result['status']} {result['objective']}, bound {result['bound']}")
    report.figure(f"{name}: first roster", run.first(), "s", 2 if size == 8 else None)
    full = run.first(lambda event: not event["short"])
    if full is not None:
        limit = target[1] if target[0] == "full" else None
        report.figure(f"{name}: first roster with nobody missing", full, "s", limit)
    report.figure(f"{name}: missing at the end", _missing(result), "", 0)
    report.figure(f"{name}: objective", result["objective"], "", None, result["bound"], "bound")
    gap = 100 * (result["objective"] - result["bound"]) / max(1, result["objective"])
    report.figure(f"{name}: proven gap", gap, "%", target[1] if target[0] == "gap" else None)
    report.figure(f"{name}: seconds in all", result["seconds"], "s")
    _report_check(report, checker, name, problem, result)


def _missing(result):
    return sum(count for _day, _code, count in result["shortages"])


def _report_check(report, checker, name, problem, result):
    found = checker.hard_violations(problem.to_json(), result["roster"])
    for text in found:
        report.note(text)
    report.figure(f"{name}: hard rules broken", len(found), "", 0)


def run_repairs(report, checker, problem, roster, args):
    """Each of the agents in turn is away; the others move as little as possible."""
    moved, seconds, unproven = [], [], 0
    for absent in args.away.split(","):
        repaired = replace(problem, agents=[_published(a, roster, absent) for a in problem.agents])
        result = run_solver(repaired, args.repair_seconds, args.workers).result
        cells = [
            (key, day)
            for key, row in result["roster"].items()
            for day, cell in enumerate(row)
            if cell != roster[key][day] and key != absent
        ]
        moved.append(len(cells))
        seconds.append(result["seconds"])
        unproven += result["status"] != "optimal"
        report.note(
            f"agent {absent} away: {len(cells)} cells of others, {_missing(result)} missing, "
            f"{result['status']} after {result['seconds']:.1f} s"
        )
        _report_check(report, checker, f"repair for agent {absent}", repaired, result)
    report.figure("repair: cells of others changed, median", median(moved), "", 4)
    report.figure("repair: cells of others changed, most", max(moved), "")
    report.figure("repair: not proven optimal", unproven, "", 0)
    report.figure("repair: seconds, most", max(seconds), "s")


def _published(agent, roster, absent):
    fixed = dict(agent.fixed)
    if agent.key == absent:
        fixed.update(dict.fromkeys(AWAY, "*"))
    return replace(agent, published=roster[agent.key], fixed=fixed)


def run_curtois(report, args):
    for number, best in _curtois.BEST_KNOWN.items():
        file = args.curtois / f"Instance{number}.txt"
        if not file.exists():
            report.note(f"{file} is not there")
            continue
        instance = _curtois.Instance(file.read_text())
        found = _curtois.solve(instance, args.curtois_seconds, args.workers)
        objective, bound, roster, seconds = found
        if roster is None:
            report.note(f"instance {number}: no roster after {seconds:.0f} s")
            continue
        name = f"Curtois and Qu {number}"
        report.figure(f"{name}: objective", objective, "", None, best, "best known")
        report.figure(f"{name}: bound", bound, "")
        report.figure(f"{name}: seconds", seconds, "s")
        broken = _curtois.violations(instance, roster)
        report.figure(f"{name}: hard rules broken", len(broken), "", 0)
        differs = abs(_curtois.penalty(instance, roster) - objective)
        report.figure(f"{name}: objective by the judge differs by", differs, "", 0)
