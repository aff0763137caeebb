from datetime import timedelta

from odoo import fields, models
from odoo.tools import format_datetime


class CsRosterSlot(models.Model):
    """A shift that runs on after its planned end (S-77)."""

    _inherit = "cs.roster.slot"

    PROTECTED_FIELDS = frozenset({"extended_stop", "extension_minutes"})

    extended_stop = fields.Datetime(string="Ran On until", readonly=True, copy=False)
    extension_minutes = fields.Integer(string="Minutes Run On", readonly=True, copy=False)

    def _extend(self, moment):
        """Let the shift run on until a moment, as far as its type allows; never back.

        :returns: a sentence if too little rest is left before the next shift, else False
        """
        self.ensure_one()
        limit = self.stop + timedelta(hours=self.published_type_id.max_extension)
        extended = min(max(moment, self.extended_stop or self.stop), limit)
        if extended > (self.extended_stop or self.stop):
            minutes = round((extended - self.stop).total_seconds() / 60)
            # sudo: slots are written by code alone
            self.sudo()._with_key().write({"extended_stop": extended, "extension_minutes": minutes})
        return self._short_rest_text()

    def _short_rest_text(self):
        """A sentence on too little rest before the next shift, or False."""
        self.ensure_one()
        following = self.search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("published_kind", "=", "shift"),
                ("start", ">", self.start),
            ],
            order="start",
            limit=1,
        )
        if not following:
            return False
        rest = (following.start - (self.extended_stop or self.stop)).total_seconds() / 3600
        needed = self.roster_id.min_rest_hours
        if rest >= needed:
            return False
        employee_sudo = self.sudo().employee_id  # sudo: a name and a time zone
        return self.env._(
            "%(agent)s has %(hours)s hours of rest before the shift of %(start)s, at least "
            "%(needed)s are needed.",
            agent=employee_sudo.name,
            hours=f"{rest:.1f}",
            start=format_datetime(
                self.env, following.start, tz=employee_sudo.tz, dt_format="short"
            ),
            needed=f"{needed:g}",
        )
