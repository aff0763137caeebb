from odoo import fields, models
from odoo.exceptions import UserError


class CsReturn(models.Model):
    """From the draft to the approved application (S-46, S-48)."""

    _inherit = "cs.return"

    def action_submit(self):
        """Ask for the signatures of the office and of customer service."""
        return self._transition("submit")

    def action_cancel(self):
        """Give the application up before the goods have arrived."""
        return self._transition("cancel")

    def _check_can_submit(self):
        for record in self:
            if not record.line_ids:
                raise UserError(
                    self.env._("Add the goods to return to %s first.", record.display_name)
                )
        self.line_ids._check_can_announce()

    def _do_submit(self):
        self._drop_requester_todo()
        # the office is the dealer's of today; nobody chooses who signs
        self.env.add_to_compute(self._fields["team_id"], self)
        self.filtered(lambda record: not record.approval_round)._give_number()
        self._write_protected({"application_date": fields.Date.context_today(self)})
        self.line_ids._freeze_policy()
        self._approval_start()

    def _check_can_approve(self):
        for line in self.line_ids:
            if line.outcome == "refused":
                raise UserError(
                    self.env._(
                        "%(product)s cannot be returned: %(reason)s Refuse %(document)s, or "
                        "overrule the verdict on this line.",
                        product=line.product_id.display_name,
                        reason=line.policy_explanation,
                        document=line.return_id.name,
                    )
                )

    def _do_approve(self):
        travelling = self.filtered(lambda record: record.way == "factory")
        travelling._tell_requester(self.env._("Approved: print the form and send the goods"))
        return {"approved_at": fields.Datetime.now()}

    def _do_send_back(self):
        self._tell_requester(self.env._("Refused: read the reason and submit again, or cancel"))

    def _do_cancel(self):
        self._drop_requester_todo()
        for record in self:
            record._approval_void_open_steps()
        return self._clear_deadline_vals()

    def _tell_requester(self, summary):
        for record in self:
            # a dealer sees the portal and has no activities; the salesperson follows it up
            is_dealer = record.requester_id.share
            user = record.user_id if is_dealer else record.requester_id
            if user:
                record.activity_schedule(
                    "mail.mail_activity_data_todo", summary=summary, user_id=user.id
                )

    def _drop_requester_todo(self):
        self.activity_unlink(["mail.mail_activity_data_todo"])

    # What the approval chain asks

    def _approval_amount(self):
        return self.expected_amount

    def _approval_team(self):
        return self.team_id
