from odoo import fields, models


class AccountMove(models.Model):
    """Receipts, offsets and claw-backs of trips."""

    _name = "account.move"
    _inherit = ["account.move", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_trip_id", "cs_trip_part"})

    cs_trip_id = fields.Many2one(
        "cs.trip", string="Business Trip", copy=False, index="btree_not_null", readonly=True
    )
    cs_trip_part = fields.Selection(
        [("receipt", "Expenses"), ("offset", "Offset of the Advance"), ("claw_back", "Claw-back")],
        string="Part in the Trip",
        copy=False,
        readonly=True,
    )
