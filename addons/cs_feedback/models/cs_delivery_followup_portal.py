import math

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_delivery_followup import MARKS, OPEN

NOTE_LENGTH = 1000
SHOWN = ("due", "asked", "answered", "closed")


class CsDeliveryFollowup(models.Model):
    """What a dealer may do: say how the goods arrived, in the portal or by the link of a mail."""

    _name = "cs.delivery.followup"
    _inherit = ["cs.delivery.followup", "cs.portal.mixin"]

    @api.model
    def _portal_domain(self):
        """The dealer's own deliveries; staff answers for nobody."""
        if not self.env.user._is_portal():
            return Domain.FALSE
        return super()._portal_domain() & Domain("state", "in", SHOWN)

    def _portal_marks(self):
        return self._fields["mark"]._description_selection(self.env)

    def _portal_today(self):
        return self.company_id._cs_today()

    def _portal_shipped_date(self):
        return self.company_id._cs_day(self.shipped_at) if self.shipped_at else False

    def _portal_answer(self, answers, channel, by):
        """Write the dealer's word down. Behind ``_portal_find`` or ``_find_by_token``.

        :raises UserError: answered before, or an answer that cannot be
        """
        self.ensure_one()
        self._lock_rows()
        if self.state not in OPEN:
            raise UserError(
                self.env._("%s has been answered already; thank you.", self.display_name)
            )
        if answers.keys() - self._portal_questions():
            self._portal_refuse()
        if answers.get("arrived") == "no":
            self._note_not_arrived()
            self._write_protected({"answer_round": self.answer_round + 1})
            return
        self.write(self._portal_values(answers))
        for line in self.line_ids:
            line.write(self._portal_line_values(answers, line))
        self.env.flush_all()
        self._transition("answer", channel=channel, by=by)
        self._write_protected({"answer_round": self.answer_round + 1})

    def _portal_questions(self):
        names = {"arrived", "arrival_date", "mark", "charge_amount", "charge_note", "remarks"}
        for line in self.line_ids:
            names |= {f"received_{line.id}", f"broken_{line.id}"}
        return names

    def _portal_values(self, answers):
        mark = answers.get("mark") or False
        if mark and mark not in dict(MARKS):
            self._portal_refuse()
        return {
            "arrival_date": self._portal_date(answers.get("arrival_date")),
            "mark": mark,
            "charge_amount": self._portal_number(answers.get("charge_amount"), 0.0),
            "charge_note": self._portal_note(answers.get("charge_note")),
            "remarks": self._portal_note(answers.get("remarks")),
        }

    def _portal_line_values(self, answers, line):
        """What was received and broken of a line, which must be possible (raises)."""
        received = self._portal_number(answers.get(f"received_{line.id}"), line.delivered_qty)
        broken = self._portal_number(answers.get(f"broken_{line.id}"), 0.0)
        if broken > received:
            raise UserError(
                self.env._(
                    "No more of %s can be broken than was received.",
                    line.product_id.display_name,
                )
            )
        return {"received_qty": received, "broken_qty": broken}

    def _portal_note(self, text):
        if text is not None and not isinstance(text, str):
            self._portal_refuse()
        return self._portal_text(text, NOTE_LENGTH) or False

    def _portal_number(self, text, default):
        text = self._portal_note(text)
        try:
            number = float(text) if text else default
        except ValueError:
            number = math.nan
        if not 0 <= number < 1e9:
            raise UserError(self.env._("Enter quantities and amounts as numbers from 0 on."))
        return number

    def _portal_date(self, text):
        try:
            return fields.Date.to_date(self._portal_note(text)) or False
        except ValueError:
            raise UserError(self.env._("Enter the day of arrival as a date.")) from None
