import ast
import re
from email.parser import BytesHeaderParser

from odoo import api, fields, models
from odoo.tools import email_normalize_all

ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Resent-To", "Resent-Cc")


class CsFeedbackMailbox(models.Model):
    """An e-mail address at which customers reach us; what arrives there becomes cases (S-06)."""

    _name = "cs.feedback.mailbox"
    _inherit = ["mail.thread", "mail.alias.mixin"]
    _description = "Feedback Mailbox"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one(
        "crm.team",
        string="Office",
        check_company=True,
        index="btree_not_null",
        help="The office that gets what comes from senders of whom we do not know the office.",
    )
    type_id = fields.Many2one("cs.feedback.type", check_company=True, help="The type of new cases.")

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("cs.feedback")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = str({**defaults, "mailbox_id": self.id})
        return values

    @api.model
    def _at(self, addresses):
        """The mailboxes of these bare addresses."""
        # sudo: where a mail goes is decided before anybody has a right on anything
        return self.sudo().search([("alias_id.alias_full_name", "in", list(addresses))])

    @api.model
    def _addressed(self, content):
        """The mailbox to which a mail is addressed, read from the head of its bytes alone."""
        head = BytesHeaderParser().parsebytes(content[:200_000])
        values = [str(value) for name in RECIPIENTS for value in head.get_all(name, [])]
        addresses = email_normalize_all(",".join(values)) if values else []
        return self._at(addresses)[:1] if addresses else self.browse()

    def _prepare_case_vals(self):
        """What a mailbox says about its cases."""
        values = {"channel": "email", "mailbox_id": self.id}
        if self.company_id:
            values["company_id"] = self.company_id.id
        if self.type_id:
            values["type_id"] = self.type_id.id
        return values

    def _take_unreadable(self, content):
        """A case of a mail that nothing here can read; the mail itself is attached."""
        self.ensure_one()
        head = BytesHeaderParser().parsebytes(content[:200_000])
        sender = ADDRESS.search(str(head.get("From") or ""))
        words = self.with_context(lang=self.company_id.partner_id.lang)
        # sudo: the gateway makes cases for everybody
        cases = self.env["cs.feedback"].sudo().with_company(self.company_id)._with_key()
        case = cases.create(
            {
                **self._prepare_case_vals(),
                "subject": words.env._("An e-mail that could not be read"),
                "description": words.env._("The e-mail is attached; open it in a mail program."),
                "email_from": sender[0].lower() if sender else False,
            }
        )
        case.message_post(
            body=words.env._("The e-mail is attached; open it in a mail program."),
            message_id=(str(head.get("Message-Id") or "").strip() or None),
            subtype_xmlid="mail.mt_note",
            attachments=[("mail.eml", content)],
        )
        return case
