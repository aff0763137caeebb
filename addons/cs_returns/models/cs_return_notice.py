import logging

from psycopg2 import OperationalError

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class CsReturn(models.Model):
    """Mails at each step to who must act, sent after the step by a scheduled job.

    They leave outside of the user's transaction: nobody waits for a mail server, and a step
    that is rolled back has told nobody.
    """

    _inherit = "cs.return"

    PROTECTED_FIELDS = frozenset({"is_notice_due"})

    is_notice_due = fields.Boolean(readonly=True, copy=False)

    _notice_index = models.Index("(id) WHERE is_notice_due")

    def _write_protected(self, vals):
        if "state" in vals:
            vals = {**vals, "is_notice_due": True}
        return super()._write_protected(vals)

    @api.model
    def _cron_send_notices(self, limit=50):
        """Tell who must act since the last run; each step once."""
        time_left = True
        while time_left:
            # documents that a user holds at this moment are left for the next run
            found = self.search([("is_notice_due", "=", True)], limit=limit)
            found = found.try_lock_for_update()
            if not found:
                return
            for record in found:
                record._try_notices()
            found._write_protected({"is_notice_due": False})
            time_left = self.env["ir.cron"]._commit_progress(len(found))

    def _try_notices(self):
        """A notice that cannot be made does not hold up those of all other documents."""
        try:
            with self.env.cr.savepoint():
                self._send_notices()
        except OperationalError:
            raise
        except Exception:
            _logger.exception("The notices of %s could not be made", self.name)

    def _send_notices(self):
        """The notices of the present state."""
        self.ensure_one()
        event = self._dealer_event()
        if event:
            self._send_notice(event)
        if self._staff_task():
            self._notify_staff()

    def _dealer_event(self):
        """What the dealer is told at this stage, by the name of its mail template."""
        if self.state == "draft" and self.refusal_reason:
            return "refused"
        if self.state == "approved" and self.way == "factory":
            return "approved"
        if self.state == "appraised" and self._rejected_left():
            return "rejected"
        return "settled" if self.state == "done" else None

    def _staff_task(self):
        """What colleagues have to do at this stage."""
        if self.state == "approved" and self.way != "factory":
            return self.env._("Confirm what became of the goods")
        tasks = {
            "arrived": self.env._("Count and appraise the goods"),
            "appraised": self.env._("Settle the return"),
        }
        return tasks.get(self.state)

    def _send_notice(self, event):
        """Mail to the dealer, with a link to the document."""
        template = self.env.ref(f"cs_returns.mail_template_cs_return_{event}")
        if self.partner_id.email:
            template.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light")

    def _notify_staff(self):
        """Notice to the colleagues whose step it is, with a button that opens the document."""
        for user in self._notice_users():
            own_words = self.with_context(lang=user.lang)
            task = own_words._staff_task()
            own_words.message_notify(
                partner_ids=user.partner_id.ids,
                subject=f"{self.name}: {task}",
                body=f"{self.partner_id.display_name}: {task}",
            )

    def _notice_url(self):
        """Where the dealer opens the document."""
        return self.get_base_url() + self.get_portal_url()

    def _notice_users(self):
        if self.state == "approved":
            leader = self.team_id.user_id
            return leader or self._deadline_group_users("cs_base.group_cs_base_manager")
        return self._deadline_responsible_users()
