"""An Odoo environment outside of a server, for the scripts beside this file."""

from contextlib import contextmanager

import odoo
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from cs_tool.paths import CONF


def configure(database, *options):
    config.parse_config(["-c", str(CONF), "-d", database, "--no-http", *options])


@contextmanager
def superuser(database, *options):
    """The environment of the superuser; what it did is committed at the end."""
    configure(database, *options)
    registry = Registry(database)
    with registry.cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {})
    odoo.sql_db.close_db(database)
