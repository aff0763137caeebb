from odoo.tools import SQL


def uninstall_hook(env):
    """Let the shift types go first: as data they are deleted before the tables of the slots."""
    keys = env.execute_query(
        SQL(
            """
            SELECT conrelid::regclass::text, conname
            FROM pg_constraint
            WHERE contype = 'f' AND confrelid = 'cs_shift_type'::regclass
            """
        )
    )
    for table, key in keys:
        env.cr.execute(
            SQL("ALTER TABLE %s DROP CONSTRAINT %s", SQL.identifier(table), SQL.identifier(key))
        )
