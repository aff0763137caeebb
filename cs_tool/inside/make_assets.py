"""Builds the scripts and style sheets of the browser, so that no clone has to build them.

python -m cs_tool.inside.make_assets DATABASE
"""

import re
import sys

from cs_tool.inside.session import superuser

# Odoo's tests of its own scripts, which are larger than all the rest
UNUSED = re.compile(r"unit_tests|qunit|tests_assets")


def main(database):
    with superuser(database) as env:
        qweb = env["ir.qweb"]
        scripts, styles = qweb._get_bundles_to_pregenarate()
        for bundle in sorted(filter(lambda name: not UNUSED.search(name), scripts)):
            qweb._get_asset_bundle(bundle, css=False).js()
        for bundle in sorted(filter(lambda name: not UNUSED.search(name), styles)):
            qweb._get_asset_bundle(bundle, js=False).css()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
