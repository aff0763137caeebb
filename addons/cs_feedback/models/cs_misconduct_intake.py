import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import hmac

from ..domain.receipt import in_groups, new_code, normalise

_logger = logging.getLogger(__name__)

SUBJECT_LENGTH = 150
TEXT_LENGTH = 20000
LINE_LENGTH = 300


class CsMisconduct(models.Model):
    """How reports come in: by name in the portal, without one by the public form, by phone."""

    _inherit = "cs.misconduct"

    @api.model
    def _report(self, channel, company, post, **values):
        """A report in the words of the reporter; those who may read it are called.

        Nothing in it tells who was logged in, or from where it came.

        :param post: texts by name, as a page or a dialog sends them
        :raises UserError: it says nothing, or its day is none
        """
        # superuser: creator of every row that belongs to a report
        reports = self.with_user(SUPERUSER_ID)._with_key()
        report = reports.create(
            {
                "channel": channel,
                "company_id": company.id,
                "subject": self._given(post, "subject", SUBJECT_LENGTH),
                "description": self._given(post, "description", TEXT_LENGTH),
                "accused_name": self._given(post, "accused_name", LINE_LENGTH, False),
                "contact": self._given(post, "contact", LINE_LENGTH, False),
                "incident_date": self._given_date(post.get("incident_date")),
                **values,
            }
        )._without_key()
        report._give_number()
        if not report._bar() or not report.reader_ids:
            _logger.warning("A misconduct report of %s waits: nobody may read it", company.name)
        report._call(report.reader_ids)
        return report

    def _given(self, post, name, length, is_required=True):
        text = self._portal_text(post.get(name), length)
        if is_required and not text:
            raise UserError(
                self.env._("Say in a few words what it is about, and describe what happened.")
            )
        return text

    def _given_date(self, text):
        if not text:
            return False
        try:
            day = fields.Date.to_date(text)
        except ValueError:
            day = None
        if not day or day > fields.Date.context_today(self) or day.year < 2000:
            raise UserError(self.env._("Enter the day of the incident; it cannot lie ahead."))
        return day

    # Without a name: the receipt code alone opens the report again

    @api.model
    def _public_report(self, post, contents, stamp):
        """The report, and the code that is shown once and kept nowhere.

        :raises UserError: sent before, or not complete
        """
        self._use_stamp(stamp)
        code = new_code()
        report = self._report(
            "public", self.env.company, post, receipt_hash=self._receipt_hash(code)
        )
        report._add_files(contents)
        return report, in_groups(code)

    @api.model
    def _public_find(self, text, address):
        """The report that a code opens; nothing for a wrong code, or after too many of them."""
        guard = self.env["cs.misconduct.guard"]
        code = normalise(text)
        if guard._is_exceeded("code", address):
            return self.browse()
        domain = Domain("receipt_hash", "=", self._receipt_hash(code))
        # superuser: the code is the right to this one report
        found = self.with_user(SUPERUSER_ID).search(domain if code else Domain.FALSE)
        if not found:
            guard._note("code", address)
        return found

    @api.model
    def _receipt_hash(self, code):
        # sudo: the secret of the database
        return hmac(self.sudo().env, "cs_misconduct_receipt", code)

    def _use_stamp(self, stamp):
        if not self.env["cs.misconduct.guard"]._use_stamp(stamp):
            raise UserError(self.env._("This form has been sent already."))

    # By name, in the portal

    @api.model
    def _portal_domain(self):
        """One's own reports, not those of colleagues."""
        if self.env.user._is_public():
            return Domain.FALSE
        return Domain("reporter_id", "=", self.env.uid)

    def _portal_env(self):
        # superuser: as for every row that belongs to a report
        return super()._portal_env().with_user(SUPERUSER_ID)

    @api.model
    def _portal_report(self, post, contents, stamp):
        self._use_stamp(stamp)
        user = self.env.user
        company = user.partner_id.company_id or user.company_id
        values = {"reporter_id": user.id}
        if user.share:
            dealer = user.partner_id.commercial_partner_id
            values |= {"partner_id": dealer.id, "team_id": dealer._cs_office_in(company)}
        report = self._report("portal", company, post, **values)
        report._add_files(contents)
        return report

    def _reporter_writes(self, text, contents, stamp):
        """Further words and files of the reporter, at any time."""
        self.ensure_one()
        self._use_stamp(stamp)
        text = self._given({"text": text}, "text", TEXT_LENGTH, False)
        if not text and not contents:
            raise UserError(self.env._("Write a message or choose a file first."))
        files = self._add_files(contents)
        self._say("reporter", text or self.env._("Further files"), files)
        self._call(self.investigator_id or self.reader_ids)
