"""Loads the demo data of our addons only.

Odoo's own demo data would turn the company into an American one, and Odoo offers no
choice by module: its switch holds for all modules of a database.

python -m cs_tool.inside.load_demo DATABASE ADDON...
"""

import sys

from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph

from cs_tool.inside.session import superuser


def main(database, *addons):
    with superuser(database) as env:
        installed = env["ir.module.module"].search([("state", "=", "installed")])
        graph = ModuleGraph(env.cr, mode="load")
        graph.extend(installed.mapped("name"))
        for package in [package for package in graph if package.name in addons]:
            # Odoo logs the reason and goes on without demo data; we stop.
            if not load_demo(env, package, {}, "init"):
                return f"The demo data of {package.name} cannot be loaded."
            installed.browse(package.id).demo = True
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
