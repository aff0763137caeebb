from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class CsDealerAgreement(models.Model):
    """An agreement ends by itself after its last day; a copy follows it."""

    _inherit = "cs.dealer.agreement"

    PROTECTED_FIELDS = frozenset({"previous_id"})

    previous_id = fields.Many2one(
        "cs.dealer.agreement",
        string="Renews",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )

    _one_renewal = models.UniqueIndex(
        "(previous_id) WHERE state != 'cancel'", "This agreement has been renewed already."
    )

    def action_renew(self):
        """A draft of the same conditions for the period that follows."""
        self.ensure_one()
        self.check_access("write")
        self._lock_rows()
        if self.state not in ("signed", "ended"):
            raise UserError(self._wrong_state_message(("signed", "ended")))
        # sudo: a renewal counts whoever made it
        found = self.sudo().search([("previous_id", "=", self.id), ("state", "!=", "cancel")])
        if found:
            raise UserError(
                self.env._(
                    "%(next)s renews %(name)s already; open that one.",
                    next=found.display_name,
                    name=self.display_name,
                )
            )
        date_start, date_end = self._next_period()
        renewal = self.copy({"date_start": date_start, "date_end": date_end})
        renewal._write_protected({"previous_id": self.id})
        return self._open_records(renewal, "cs_dealer.cs_dealer_agreement_action")

    def _next_period(self):
        """As many months as before if they were whole ones, else as many days."""
        start = self.date_end + timedelta(days=1)
        length = relativedelta(start, self.date_start)
        if length.days:
            return start, start + (self.date_end - self.date_start)
        return start, start + length - timedelta(days=1)

    def _cron_end(self):
        """Close agreements after their last day."""
        domain = [("state", "=", "signed"), ("date_end", "<", fields.Date.today())]
        # whatever somebody works on waits for the next run
        self.search(domain).try_lock_for_update()._transition("end")
