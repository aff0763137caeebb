from odoo import fields, models


class AccountMove(models.Model):
    """Credit notes that a ruling grants; one for each, for ever."""

    _name = "account.move"
    _inherit = ["account.move", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_ruling_id"})

    cs_ruling_id = fields.Many2one(
        "cs.feedback.ruling", string="Ruling", copy=False, readonly=True, index="btree_not_null"
    )

    _cs_ruling_unique = models.UniqueIndex(
        "(cs_ruling_id) WHERE cs_ruling_id IS NOT NULL AND state != 'cancel'",
        "This ruling is credited already.",
    )
