from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column


def pre_init_hook(env):
    """Fill the returned quantity in one statement; computing it move by move takes hours."""
    if column_exists(env.cr, "stock_move", "cs_returned_qty"):
        return
    for name in ("cs_returned_qty", "cs_return_open_qty", "cs_claimed_qty"):
        create_column(env.cr, "stock_move", name, "numeric")
    env.cr.execute(
        SQL(
            """
            UPDATE stock_move AS origin
               SET cs_returned_qty = returned.quantity
              FROM (SELECT move.origin_returned_move_id AS id, SUM(line.quantity_product_uom) AS quantity
                      FROM stock_move AS move
                      JOIN stock_move_line AS line ON line.move_id = move.id
                      JOIN stock_location AS dest ON dest.id = move.location_dest_id
                     WHERE move.state = 'done'
                       AND move.origin_returned_move_id IS NOT NULL
                       AND dest.usage <> 'customer'
                  GROUP BY move.origin_returned_move_id) AS returned
             WHERE origin.id = returned.id
            """
        )
    )


def uninstall_hook(env):
    """Make way for Odoo, which takes records and tables away one after the other."""
    _forget_reasons(env)
    _remove_locations(env)


def _forget_reasons(env):
    """Reasons go with their table; one by one they would be held back by the returns."""
    reasons = [("module", "=", "cs_returns"), ("model", "=", "cs.return.reason")]
    env["ir.model.data"].search(reasons).unlink()


def _remove_locations(env):
    """Locations of ours that no stock move has ever used go, the others are archived."""
    companies = env["res.company"].search([])
    locations = companies.cs_return_hold_location_id | companies.cs_return_write_off_location_id
    used = env["stock.move.line"]._read_group(
        ["|", ("location_id", "in", locations.ids), ("location_dest_id", "in", locations.ids)],
        ["location_dest_id"],
    )
    kept = env["stock.location"].union(*(location for (location,) in used))
    (locations - kept).unlink()
    (locations & kept).active = False
