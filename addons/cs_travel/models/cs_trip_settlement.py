from odoo import fields, models
from odoo.exceptions import AccessError, UserError

FINANCE = "account.group_account_invoice"


class CsTrip(models.Model):
    """The end of a trip: its money is booked."""

    _inherit = "cs.trip"

    def action_audit(self):
        """Close the audit; a trip of which nothing is reimbursed has nothing to sign or post.

        Its advance is returned in cash, which needs no state of the trip.
        """
        result = super().action_audit()
        # sudo: what the role may do has been checked; the trip moves on by itself
        trips_sudo = self.sudo()
        trips_sudo.filtered(lambda trip: not trip.reimbursement_ids)._transition("settle")
        return result

    def _do_settle(self):
        return {"settled_at": fields.Datetime.now()}

    def _check_finance(self):
        self.check_access("read")
        if not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._("Only finance can do this: %s.", self._group_names([FINANCE]))
            )
        if self.env.user in self.user_id:
            raise UserError(self.env._("Somebody else settles your own trips."))
