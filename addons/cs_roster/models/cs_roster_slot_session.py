from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

# how far from a shift something may happen and still belong to it
NEAR = timedelta(hours=1)
# no shift begins longer before its end, run on or not
LONGEST = timedelta(hours=36)


class CsRosterSlot(models.Model):
    """Customers who are being served keep a shift going, up to the limit of its type (S-77)."""

    _inherit = "cs.roster.slot"

    PROTECTED_FIELDS = frozenset({"is_extension_told", "is_extension_frozen"})

    session_ids = fields.One2many("cs.service.session", "slot_id", string="Sessions")
    is_extension_told = fields.Boolean(string="Head Knows that It Runs On", readonly=True)
    is_extension_frozen = fields.Boolean(string="Runs On No Longer", readonly=True)

    @api.model
    def _find_at(self, employee, moment):
        """The published shift of an employee at a moment, or the nearest within an hour."""
        slots = self.search(
            [
                ("employee_id", "=", employee.id),
                ("published_kind", "=", "shift"),
                ("start", "<=", moment + NEAR),
                ("start", ">=", moment - LONGEST - NEAR),
            ],
            order="start desc",
        )
        near = slots.filtered(lambda slot: slot._gap_to(moment) <= NEAR)
        return min(near, key=lambda slot: slot._gap_to(moment), default=slots.browse())

    def _gap_to(self, moment):
        """The time between the shift and a moment outside of it."""
        end = self._latest_end()
        return max(self.start - moment, moment - end, timedelta(0))

    def _latest_end(self):
        """When the shift is over, whoever may still come."""
        self.ensure_one()
        shift_type = self.published_type_id
        if shift_type.is_extendable and not self.is_extension_frozen:
            return self.stop + timedelta(hours=shift_type.max_extension)
        return self.extended_stop or self.stop

    def _has_open_sessions(self):
        """Whether the agent is serving anybody; who is to be handed over does not count."""
        domain = [("slot_id", "in", self.ids), ("state", "=", "open")]
        # sudo: only whether there are any
        return bool(self.env["cs.service.session"].sudo().search_count(domain, limit=1))

    @api.model
    def _cron_extend(self):
        """Shifts whose end has passed run on while a customer is being served."""
        now = fields.Datetime.now()
        slots = self.search(
            [
                ("published_kind", "=", "shift"),
                ("published_type_id.is_extendable", "=", True),
                ("is_extension_frozen", "=", False),
                ("stop", "<", now),
                ("stop", ">", now - LONGEST),
                ("session_ids.state", "=", "open"),
            ]
        )
        # a slot that somebody holds, closing the last session, is left for the next time
        for slot in slots.try_lock_for_update():
            slot._run_on(now)

    def _run_on(self, moment):
        self._extend(moment)
        if not self.is_extension_told:
            self._with_key().is_extension_told = True
            self._tell_head_of_extension()
        if moment >= self._latest_end():
            self._freeze()

    def _freeze_extension(self):
        """The last customer is gone: shifts past their end run on no longer."""
        now = fields.Datetime.now()
        for slot in self:
            is_over = slot.published_type_id.is_extendable and slot.stop < now
            if is_over and not slot.is_extension_frozen and not slot._has_open_sessions():
                slot._extend(now)
                slot._freeze()

    def _freeze(self):
        """The end is final; the head learns if it leaves too little rest."""
        self._with_key().is_extension_frozen = True
        if text := self._in_language_of_head()._short_rest_text():
            self._tell_head(text)

    def _tell_head_of_extension(self):
        slot = self._in_language_of_head()
        shift_type = slot.published_type_id
        slot._tell_head(
            slot.env._(
                "The shift %(shift)s of %(agent)s runs on, because customers are being served; at "
                "the latest it ends at %(time)s.",
                shift=shift_type.name,
                agent=slot.employee_id.name,
                time=format_datetime(
                    slot.env, slot._latest_end(), tz=slot.employee_id.tz, dt_format="short"
                ),
            )
        )

    def _in_language_of_head(self):
        head = self.department_id.manager_id.user_id
        return self.with_context(lang=head.lang) if head else self

    def _tell_head(self, body):
        """A message to the head, or to who published the roster where nobody heads."""
        roster = self.roster_id
        told = self.department_id.manager_id.user_id or roster.published_by_id
        roster.message_notify(subject=body, body=body, partner_ids=told.partner_id.ids)
