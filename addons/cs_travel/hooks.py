def uninstall_hook(env):
    """The accounts of advances that were never used go; the others belong to the books."""
    accounts = env["res.company"].search([]).cs_trip_advance_account_id
    used = env["account.move.line"]._read_group(
        [("account_id", "in", accounts.ids)], ["account_id"]
    )
    (accounts - accounts.union(*(account for (account,) in used))).unlink()
