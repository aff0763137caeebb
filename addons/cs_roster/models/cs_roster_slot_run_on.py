from datetime import timedelta

from odoo import models

from ..domain import dates


class CsRosterSlot(models.Model):
    """A shift runs on while a customer is served, up to what its type allows (S-77)."""

    _inherit = "cs.roster.slot"

    def _extend(self, moment):
        """Let the shift run on until ``moment``, no further than its type allows.

        It never becomes shorter. Attendances and overtime still compare with the planned end.

        :returns: one sentence if too little rest is left before the next shift, else False
        """
        self.ensure_one()
        if self.published_kind != "shift" or not self.published_type_id.is_extendable:
            return False
        self.lock_for_update()
        stop = min(max(moment, self._end()), self._latest_end())
        if stop > self._end():
            # sudo: the caller decides that the shift runs on; the field is nobody's to write
            self.sudo()._with_key().write(
                {
                    "extended_stop": stop,
                    "extension_minutes": int((stop - self.stop).total_seconds() // 60),
                }
            )
        return self._short_rest_text()

    def _latest_end(self):
        self.ensure_one()
        return self.stop + timedelta(hours=self.published_type_id.max_extension)

    def _short_rest_text(self):
        """What is wrong with the rest between this shift and the next one, False if nothing."""
        # sudo: the next shift may be in a roster that the user does not read
        next_sudo = self.sudo().search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("published_kind", "=", "shift"),
                ("start", ">=", self.stop),
            ],
            order="start",
            limit=1,
        )
        roster_sudo = self.roster_id.sudo()
        rest = next_sudo and (next_sudo.start - self._end()).total_seconds() / 3600
        if not next_sudo or rest >= roster_sudo.min_rest_hours:
            return False
        return self.env["cs.roster"]._short_rest_text(
            next_sudo.employee_id.name,
            self.sudo().published_type_id.name,
            next_sudo.published_type_id.name,
            dates.label(next_sudo.date, dates.DAY, self.env.lang),
            rest,
            roster_sudo.min_rest_hours,
        )
