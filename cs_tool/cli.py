"""The command line: verbs, their options and help."""

import argparse
import signal
import sys
from pathlib import Path

from .say import Fail, warn


def main(argv):
    arguments, rest = _parser().parse_known_args(argv)
    if rest and arguments.verb not in ("test", "bench"):
        _parser().parse_args(argv)
    arguments.rest = rest
    # Ends like Ctrl-C, so that servers are stopped and clones dropped on the way out.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return arguments.call(arguments) or 0
    except Fail as error:
        warn(f"\n{error}")
        return 1
    except KeyboardInterrupt:
        warn("\nStopped.")
        return 130


def _parser():
    parser = argparse.ArgumentParser(
        prog="./cs",
        description="Runs, tests and checks the addons of this checkout with Odoo 19. "
        "All that it makes lies in .cs, which ./cs reset removes.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, (summary, example, declare, call) in VERBS.items():
        verb = verbs.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:],
            epilog=f"Example: {example}",
        )
        declare(verb)
        verb.set_defaults(call=call)
    return parser


def _declare_nothing(_verb):
    pass


def _declare_run(verb):
    verb.add_argument("--port", type=int, default=8069, help="default: %(default)s")
    verb.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    verb.add_argument("--db", metavar="NAME", help="database, made when it does not exist")
    verb.add_argument("--no-demo", action="store_true", help="an empty company")


def _run(arguments):
    from .serve import run_server

    return run_server(arguments.port, arguments.host, arguments.db, not arguments.no_demo)


def _declare_shell(verb):
    verb.add_argument("--db", metavar="NAME", help="another database than the demo's")


def _shell(arguments):
    from .serve import run_shell

    return run_shell(arguments.db)


def _declare_test(verb):
    verb.add_argument("--keep", action="store_true", help="leave the database server running")
    verb.add_argument(
        "--long",
        action="store_true",
        help="500 random chains of returns, 100,000 lines to analyse, each button twice on 200",
    )
    verb.usage = "./cs test [--keep] [--long] [PYTEST ARGUMENTS]"


def _test(arguments):
    from .tests import run_tests

    return run_tests(arguments.rest, arguments.keep, arguments.long)


def _declare_lint(verb):
    verb.add_argument("--fast", action="store_true", help="leave out what needs a database")


def _lint(arguments):
    from .lint import run_lint

    return run_lint(fast=arguments.fast)


def _declare_erp(verb):
    verb.add_argument("--only", metavar="MODULE", help="one of Odoo's modules")
    verb.add_argument(
        "--without-ours", action="store_true", help="measure the baseline, without our addons"
    )


def _erp(arguments):
    from .erp import run_erp_tests

    return run_erp_tests(arguments.without_ours, arguments.only)


def _declare_bench(verb):
    verb.add_argument("name", nargs="?", help="the benchmark; without it the names are listed")
    verb.add_argument("--json", metavar="FILE", type=Path, help="write the figures there too")
    verb.usage = "./cs bench [NAME] [--json FILE] [OPTIONS OF THE BENCHMARK]"
    verb.description += "; './cs bench NAME -- --help' shows the options of one"


def _bench(arguments):
    from .bench import run_bench

    rest = [argument for argument in arguments.rest if argument != "--"]
    return run_bench(arguments.name, arguments.json, rest)


def _declare_i18n(verb):
    verb.add_argument("addon", nargs="?", help="one addon; all when left out")


def _i18n(arguments):
    from .i18n import run_i18n

    return run_i18n(arguments.addon)


def _reset(_arguments):
    from .reset import reset

    return reset()


VERBS = {
    "run": (
        "serve the demo company in the browser",
        "./cs run --port 8070",
        _declare_run,
        _run,
    ),
    "test": (
        "run the tests; further arguments go to pytest",
        "./cs test -k deadline",
        _declare_test,
        _test,
    ),
    "lint": ("check code, XML, manifests, translations", "./cs lint --fast", _declare_lint, _lint),
    "shell": (
        "open a Python shell on the demo database",
        "./cs shell",
        _declare_shell,
        _shell,
    ),
    "bench": (
        "measure, and fail when a target is missed",
        "./cs bench returns --json figures.json",
        _declare_bench,
        _bench,
    ),
    "test-erp": (
        "run Odoo's own tests with our addons installed",
        "./cs test-erp --only sale_stock",
        _declare_erp,
        _erp,
    ),
    "i18n": (
        "export the terms of our addons and merge them into their zh_CN.po",
        "./cs i18n cs_base",
        _declare_i18n,
        _i18n,
    ),
    "reset": ("stop servers and remove all databases", "./cs reset", _declare_nothing, _reset),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
