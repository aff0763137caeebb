"""Runs one benchmark in its database, shows its figures and writes them as JSON.

python -m cs_tool.inside.measure NAME DATABASE ADDONS_PATH JSON_FILE [ARGUMENTS OF THE BENCHMARK]
"""

import argparse
import importlib.util
import json
import sys
from pathlib import Path

from cs_tool.figures import Report
from cs_tool.inside.session import superuser
from cs_tool.paths import ROOT


def main(name, database, addons_path, json_file, *arguments):
    benchmark = _load(name)
    parser = argparse.ArgumentParser(prog=f"./cs bench {name}", description=benchmark.__doc__)
    if hasattr(benchmark, "arguments"):
        benchmark.arguments(parser)
    args = parser.parse_args(arguments)
    report = Report(name)
    with superuser(database, f"--addons-path={addons_path}", "--log-level=warn") as env:
        benchmark.run(env, args, report)
        env.cr.rollback()
    print(report.table())
    if json_file:
        Path(json_file).write_text(json.dumps(report.as_dict(), indent=2, ensure_ascii=False))
    return 0 if report.is_met() else 1


def _load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
