from odoo import fields, models


class CsConduct(models.Model):
    """Lateness that was entered from the list of lateness, once per shift (S-86)."""

    _inherit = "cs.conduct"

    PROTECTED_FIELDS = frozenset({"slot_id"})

    slot_id = fields.Many2one(
        "cs.roster.slot",
        string="Late for",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    _slot_unique = models.UniqueIndex(
        "(slot_id) WHERE slot_id IS NOT NULL",
        "This lateness is in the conduct register already; open the entry that is there.",
    )
