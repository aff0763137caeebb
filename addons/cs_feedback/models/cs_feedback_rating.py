from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, plaintext2html
from odoo.tools.misc import hmac

SCORES = [
    ("5", "Very Satisfied"),
    ("4", "Satisfied"),
    ("3", "Neither"),
    ("2", "Dissatisfied"),
    ("1", "Very Dissatisfied"),
]
LOW = 2
DAYS_OPEN = 60
LONGEST_TEXT = 2000
SCOPE = "cs-feedback-rating"


class CsFeedback(models.Model):
    """After the end of a case its customer is asked once, and answers once (S-92, S-152).

    The link is signed and kept nowhere, so that nobody who reads the case can answer in the
    customer's place.
    """

    _inherit = "cs.feedback"

    PROTECTED_FIELDS = frozenset({"is_rating_due", "rating_asked_at", "score", "score_text"})

    is_rating_due = fields.Boolean(readonly=True, copy=False)
    rating_asked_at = fields.Datetime(string="Rating Asked on", readonly=True, copy=False)
    score = fields.Selection(SCORES, string="Rated", readonly=True, copy=False, index=True)
    score_text = fields.Text(string="Words on the Rating", readonly=True, copy=False)

    _rating_due_index = models.Index("(id) WHERE is_rating_due")

    def _do_close(self):
        values = super()._do_close() or {}
        # mails are none of the user's time: a scheduled action sends them
        return {**values, "is_rating_due": True}

    def _do_reopen(self, text=None):
        super()._do_reopen(text=text)
        self._write_protected({"is_rating_due": False})

    # Asking

    @api.model
    def _cron_ask_ratings(self, limit=100):
        """Ask the customers of closed cases, each once."""
        time_left = True
        while time_left:
            # cases that a user holds at this moment are left for the next run
            found = self.search([("is_rating_due", "=", True)], limit=limit)
            found = found.try_lock_for_update()
            if not found:
                return
            wanted = found.filtered(lambda case: case._is_rating_wanted())
            asked = wanted._try_together(lambda cases: cases._queue_rating_mails())
            asked._write_protected({"rating_asked_at": fields.Datetime.now()})
            found._write_protected({"is_rating_due": False})
            time_left = self.env["ir.cron"]._commit_progress(len(found))

    def _is_rating_wanted(self):
        self.ensure_one()
        return bool(
            self.state == "closed"
            and not self.rating_asked_at
            and self.company_id.cs_feedback_asks_rating
            and self.type_id.is_rated
            and (self.partner_id.email or self._outgoing_address())
        )

    def _queue_rating_mails(self):
        template = self.env.ref("cs_feedback.mail_template_cs_feedback_rating")
        # no mail hangs on the case, where colleagues would read the link
        template.with_env(self._with_key().env).send_mail_batch(
            self.ids,
            email_values={"model": False, "res_id": False, "auto_delete": True},
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _rating_mail_to(self):
        return self._outgoing_address() or ""

    def _rating_url(self):
        """The customer's link; to nobody who renders the template by hand."""
        if not self._is_key_present():
            return self.get_base_url()
        return f"{self.get_base_url()}/feedback/rate/{self.id}/{self._rating_token()}"

    def _rating_token(self):
        self.ensure_one()
        # sudo: the secret of the database signs the link
        return hmac(self.env(su=True), SCOPE, self.id)

    # Answering

    @api.model
    def _rating_find(self, case_id, token):
        """The case of a link as superuser.

        :raises AccessError: no such case, or a link that we have not sent
        """
        is_number = isinstance(case_id, int) and 0 < case_id < 2**31
        # sudo: looked up to be compared with the signature, and given out only then
        case_sudo = self.sudo().browse(case_id).exists() if is_number else self.sudo().browse()
        good = case_sudo and case_sudo.rating_asked_at and isinstance(token, str)
        if not good or not consteq(case_sudo._rating_token(), token):
            raise AccessError(self.env._("This link does not exist."))
        return case_sudo._portal_env()

    def _rating_is_open(self):
        """Whether the customer can still answer."""
        until = self.rating_asked_at + timedelta(days=DAYS_OPEN)
        return not self.score and fields.Datetime.now() < until

    def _rate(self, score, text=None):
        """The customer's answer. Behind ``_rating_find``."""
        self._lock_rows()
        if self.score:
            raise UserError(self.env._("You have answered already. Thank you."))
        if not self._rating_is_open():
            raise UserError(self.env._("This link is too old."))
        if score not in dict(SCORES):
            raise UserError(self.env._("Choose one of the answers."))
        text = self._portal_text(text, LONGEST_TEXT)
        rating = (
            self.env["rating.rating"]
            ._with_key()
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "partner_id": self.partner_id.id,
                    "rated_partner_id": self._rating_get_operator().id,
                    "rating": int(score),
                    "feedback": text,
                    "consumed": True,
                }
            )
        )
        self._write_protected({"score": score, "score_text": text})
        self._note_rating(rating, text)

    def _note_rating(self, rating, text):
        """A note on the case; whoever is not content is called."""
        words = self.with_context(lang=self.company_id.partner_id.lang)
        labels = dict(self._fields["score"]._description_selection(words.env))
        self._message_log(
            body=plaintext2html(
                words.env._("Rated: %s", labels[self.score]) + (f"\n{text}" if text else "")
            ),
            author_id=self.partner_id.id or None,
        )
        if rating.rating <= LOW:
            self._schedule_work(words.env._("The customer is not content: call"), self._managers())
