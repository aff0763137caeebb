"""`python -m solver`: one problem as JSON on stdin, JSON lines on stdout.

In   {"problem": …, "seconds": 60, "workers": 8, "seed": 1}
Out  {"event": "arithmetic", "findings": […]}
     {"event": "progress", "seconds", "objective", "bound", "short"}, as it gets better
     {"event": "result", …}, the fields of `solve.Result`

SIGTERM ends the run with the best roster so far.
"""

import json
import os
import resource
import signal
import sys
from dataclasses import asdict

from .arithmetic import explain
from .core import conflicts, relaxations
from .problem import Problem
from .solve import Solve

# At least this part of the time goes into telling what is to blame.
EXPLAIN = 0.2


def main():
    _lift_cpu_limit()
    order = json.load(sys.stdin)
    problem = Problem.from_json(order["problem"])
    seconds = order.get("seconds", 60)
    solve = Solve(problem, seconds, order.get("workers", 8), order.get("seed", 1), _tell_progress)
    signal.signal(signal.SIGTERM, lambda *_signal: solve.cancel())
    _tell("arithmetic", findings=[asdict(finding) for finding in explain(problem)])
    result = solve.run()
    if result.status == "infeasible" or result.shortages:
        time_left = max(EXPLAIN * seconds, seconds - result.seconds)
        is_over = solve.is_cancelled_or_after(time_left / 2)
        result.conflicts = conflicts(problem, result, is_over)
        result.relaxations = relaxations(problem, result, time_left / 2, solve)
    _tell("result", **asdict(result))


def _tell_progress(seconds, objective, bound, short):
    _tell("progress", seconds=round(seconds, 2), objective=objective, bound=bound, short=short)


def _tell(event, **data):
    try:
        sys.stdout.write(json.dumps({"event": event, **data}) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # nobody listens any more
        os._exit(1)


def _lift_cpu_limit():
    """Odoo's workers pass on a limit that eight threads use up in no time."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


if __name__ == "__main__":
    main()
