"""Switches off company settings by which our addons refuse what Odoo alone allows.

Odoo's own tests know nothing of them; our tests show that they work.

python -m cs_tool.inside.relax DATABASE SETTING...
"""

import sys

from cs_tool.inside.session import superuser


def main(database, *settings):
    with superuser(database) as env:
        companies = env["res.company"].search([])
        for name in settings:
            if name in companies._fields:
                env["ir.default"].set("res.company", name, False)
                companies.write({name: False})


if __name__ == "__main__":
    main(*sys.argv[1:])
