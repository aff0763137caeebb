#!/usr/bin/env python3
"""Runs, tests and checks the addons of this checkout; `./cs --help` lists the verbs."""

import sys

if sys.version_info < (3, 10):  # noqa: UP036  the hint must reach users of older Pythons
    sys.exit("cs needs Python 3.10 or newer; install one (apt-get install python3.11).")

from cs_tool.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
