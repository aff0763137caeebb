"""Gets everything that a verb needs, in the right order."""

from .databases import drop_orphans, write_conf
from .odoo import find_odoo
from .postgres import ensure_postgres
from .venv import ensure_venv


def ensure_all():
    """Odoo, the Python environment and the database server; returns the Odoo found."""
    odoo = find_odoo()
    ensure_venv(odoo)
    write_conf(odoo, ensure_postgres())
    drop_orphans()
    return odoo
