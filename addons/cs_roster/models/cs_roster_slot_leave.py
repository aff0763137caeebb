from odoo import models

from ..solver.problem import EMPTY, REST


class CsRosterSlot(models.Model):
    """What a slot was before a leave, and what it is during one."""

    _inherit = "cs.roster.slot"

    def _cell_without_leave(self):
        """What the day was before the leave; a day that was nothing is nothing again."""
        self.ensure_one()
        if self.shift_type_id:
            return self.shift_type_id.code
        return REST if self.was_rest or self.published_kind else EMPTY

    def _become_leave(self):
        """What is published becomes leave; the shift stays known, for hours and for the return."""
        rested = self.filtered(lambda slot: (slot.published_kind or slot.kind) == "rest")
        for slots, was_rest in ((rested, True), (self - rested, False)):
            slots._with_key().write({"was_rest": was_rest})
        self.filtered("published_kind")._with_key().write({"published_kind": "leave"})

    def _stop_leave(self):
        published = self.filtered(lambda slot: slot.published_kind == "leave")
        shifts = published.filtered("published_type_id")
        shifts._with_key().write({"published_kind": "shift"})
        (published - shifts)._with_key().write({"published_kind": "rest"})
