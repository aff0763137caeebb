from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import hash_sign, verify_hash_signed

from .cs_delivery_followup import OPEN

SCOPE = "cs.delivery.followup.answer"
BATCH = 50


class CsDeliveryFollowup(models.Model):
    """Asking by mail. The link needs no login; it shows a form and changes nothing by itself.

    The link is signed and not stored: it names the follow-up and its round of answers, so it
    ends with its first answer and after the days that the company sets.
    """

    _inherit = "cs.delivery.followup"

    PROTECTED_FIELDS = frozenset({"answer_round"})

    answer_round = fields.Integer(readonly=True, copy=False)

    # Whom to ask

    def _mail_partner(self):
        """Who is asked by mail: whoever took the goods, else the dealer."""
        return self.contact_id if self.contact_id.email else self.partner_id

    def _is_mailable(self):
        channel = self.partner_id.commercial_partner_id.cs_followup_channel
        is_wanted = channel == "mail" or (not channel and self.company_id.cs_followup_by_mail)
        return bool(is_wanted and self._mail_partner().email)

    def _is_asked_by_job(self):
        """Whether the daily job still has a mail to send about this delivery."""
        if not self._is_mailable():
            return False
        return self.state == "due" or self._may_be_reminded()

    def _may_be_reminded(self):
        left = self.company_id.cs_followup_reminders - self.reminder_count
        return self.state == "asked" and left > 0

    # Asking

    def action_ask_by_mail(self):
        """Send the questions with a link that needs no login."""
        for record in self:
            if not record._mail_partner().email:
                raise UserError(
                    self.env._(
                        "%s has no mail address; call instead.", record.partner_id.display_name
                    )
                )
        return self._transition("ask")

    def _do_ask(self):
        self._send_questions()
        self._restart_answering()
        return {"asked_at": fields.Datetime.now()}

    def _restart_answering(self, **values):
        deadlines = self._prepare_deadline_by_company("cs_followup_answer_days")
        for company, records in self.grouped("company_id").items():
            records._write_protected({**deadlines[company], **values})

    def _send_questions(self):
        template = self.env.ref("cs_feedback.mail_template_cs_delivery_followup_ask")
        template.send_mail_batch(self.ids, email_layout_xmlid="mail.mail_notification_light")

    def _remind_by_mail(self):
        self._lock_rows()
        for count, records in self.grouped("reminder_count").items():
            records._send_questions()
            records._restart_answering(reminder_count=count + 1)

    # The daily job

    @api.model
    def _cron_ask(self, limit=BATCH):
        """Ask and remind by mail; each step of each delivery once, however often it runs."""
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        for company in companies:
            today = company._cs_today()
            domain = Domain("company_id", "=", company.id)
            due = Domain("state", "=", "due") & Domain("deadline_date", "<=", today)
            late = Domain("state", "=", "asked") & Domain("deadline_date", "<", today)
            self._run_asking(
                domain & due, "_is_mailable", lambda found: found._transition("ask"), limit
            )
            self._run_asking(
                domain & late, "_is_asked_by_job", lambda found: found._remind_by_mail(), limit
            )

    @api.model
    def _run_asking(self, domain, condition, step, limit):
        """Walks over what is there by id, so that a mail that fails is tried tomorrow."""
        last, time_left = 0, True
        while time_left:
            found = self.search(domain & Domain("id", ">", last), limit=limit, order="id")
            if not found:
                return
            last = found[-1].id
            # documents that a user holds at this moment are left for the next run
            ready = found.try_lock_for_update().filtered(
                lambda record: getattr(record, condition)()
            )
            ready._try_together(step)
            time_left = self.env["ir.cron"]._commit_progress(len(found))

    # The link

    def _answer_url(self):
        """Where the dealer answers without a login."""
        # sudo: the secret of the database signs the link
        token = hash_sign(
            self.sudo().env,
            SCOPE,
            [self.id, self.answer_round],
            expiration_hours=24 * self.company_id.cs_followup_link_days,
        )
        return f"{self.get_base_url()}/delivery/{token}"

    @api.model
    def _find_by_token(self, token):
        """The follow-up of a link, as superuser, and whether it can still be answered."""
        try:
            # sudo: the secret of the database signed the link
            named = verify_hash_signed(self.sudo().env, SCOPE, token)
        except ValueError:
            named = None
        # sudo: the signature says that we have given this link out
        found_sudo = self.sudo().browse(named[0] if named else ()).exists()
        if not found_sudo:
            return found_sudo, False
        is_open = found_sudo.state in OPEN and found_sudo.answer_round == named[1]
        return found_sudo._portal_env(), is_open
