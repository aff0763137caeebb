from odoo import fields, models

from .cs_roster_slot import KINDS


class CsRosterSlot(models.Model):
    """What an agent was told before, so that a change is seen where it is read (S-77)."""

    _inherit = "cs.roster.slot"

    PROTECTED_FIELDS = frozenset({"previous_kind", "previous_type_id", "changed_at"})

    previous_kind = fields.Selection(KINDS, string="Was", readonly=True)
    previous_type_id = fields.Many2one(
        "cs.shift.type", string="Shift Before", readonly=True, ondelete="set null"
    )
    changed_at = fields.Datetime(string="Changed on", readonly=True)

    def _published_key(self):
        return *super()._published_key(), self.published_kind, self.published_type_id

    def _prepare_published_vals(self):
        vals = super()._prepare_published_vals()
        told = (self.published_kind, self.published_type_id)
        if not self.published_kind or told == (self.kind, self.shift_type_id):
            return vals
        return {
            **vals,
            "previous_kind": self.published_kind,
            "previous_type_id": self.published_type_id.id,
            "changed_at": fields.Datetime.now(),
        }
