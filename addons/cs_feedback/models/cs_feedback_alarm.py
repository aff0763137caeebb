from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_feedback import UNSOLVED


class CsFeedback(models.Model):
    """Who is warned, called and alarmed: before a clock runs out, after it, and at once (S-10)."""

    _inherit = "cs.feedback"

    PROTECTED_FIELDS = frozenset({"is_incident"})

    is_incident = fields.Boolean(
        string="Incident",
        readonly=True,
        copy=False,
        index=True,
        help="Something sudden that concerns the public; those named in the settings were "
        "alarmed at once.",
    )

    def action_alarm(self):
        """Make it an incident: everybody who must know is alarmed at once."""
        self.check_access("write")
        self._check_unsolved()
        fresh = self.filtered(lambda case: not case.is_incident)
        fresh._write_protected({"is_incident": True, "priority": "3"})
        for case in fresh:
            case._alarm()
        return True

    def action_call_duty_manager(self):
        """What staff cannot solve goes to the manager on duty at once (S-131)."""
        self.check_access("write")
        self._check_unsolved()
        for case in self:
            users = case.company_id.sudo().cs_duty_manager_id or case._managers()
            if not users:
                raise UserError(
                    self.env._("Nobody is on duty; name the duty manager in the settings.")
                )
            # sudo: the duty manager gets the case from whoever has it
            case.sudo()._schedule_work(self.env._("Called to this case"), users)
            if case.priority < "2":
                case._write_protected({"priority": "2"})
            case._write_protected({"user_id": users[:1].id})
            case._write_hop_user()
        return True

    def _check_unsolved(self):
        for case in self:
            if case.state not in UNSOLVED:
                raise UserError(self.env._("%s is no longer open.", case.name))

    def _alarm(self):
        # sudo: whom the settings name, and a message to them
        case = self.sudo()
        users = case.company_id.cs_incident_user_ids or (
            case._managers() | case._group_users("cs_base.group_cs_base_general_manager")
        )
        case._schedule_work(self.env._("Incident: act at once"), users)
        case.message_notify(
            partner_ids=(users - self.env.user).partner_id.ids,
            subject=self.env._("Incident: %s", case.display_name),
            body=case.description or case.subject,
        )

    # Clocks

    @api.model
    def _cron_watch_clocks(self, limit=200):
        """Warn before a clock runs out, escalate after it; each once per moment."""
        now = fields.Datetime.now()
        open_domain = self._open_domain()
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            ahead = now + timedelta(hours=company.cs_feedback_warn_hours)
            ours = open_domain & Domain("company_id", "=", company.id)
            soon = Domain("next_due", "<", ahead) & Domain("is_warned", "=", False)
            self._watch(ours & soon, {"is_warned": True}, self._warn, limit)
            over = Domain("next_due", "<", now) & Domain("is_escalated", "=", False)
            self._watch(ours & over, {"is_escalated": True}, self._escalate, limit)

    @api.model
    def _watch(self, domain, done, step, limit):
        time_left = True
        while time_left:
            # cases that a user holds at this moment are left for the next run
            found = self.search(domain, limit=limit).try_lock_for_update()
            if not found:
                return
            for case in found:
                step(case)
            found._write_protected(done)
            time_left = self.env["ir.cron"]._commit_progress(len(found))

    @api.model
    def _warn(self, case):
        case._schedule_work(case.env._("Due soon"))

    @api.model
    def _escalate(self, case):
        # sudo: the leader of the region is not readable by every role
        leader = case.sudo().team_id.cs_region_id.user_id
        above = leader if case.level == "office" else case.env["res.users"]
        case._schedule_work(case.env._("Overdue"), case._managers() | above)
