import re
from email.utils import parseaddr

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..domain.mail_automatic import is_automatic
from ..domain.mail_text import written

# the number of a case in a subject, by which a reply finds it when nothing else is left
NUMBER = re.compile(r"\[([^\[\]\s]{3,40})\]")
# pictures in a mail that are smaller than this are logos of its signature
SMALLEST_PICTURE = 20_000
_FIRST_MAIL = "cs_feedback_first_mail"


class CsFeedback(models.Model):
    """Cases that come by e-mail, and the e-mails that belong to a case (S-06, S-92)."""

    _inherit = "cs.feedback"
    _primary_email = "email_from"

    PROTECTED_FIELDS = frozenset({"mailbox_id"})

    mailbox_id = fields.Many2one(
        "cs.feedback.mailbox", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("mailbox_id")
    def _compute_team_id(self):
        super()._compute_team_id()
        for case in self:
            if not case.team_id:
                # sudo: which office a mailbox belongs to
                case.team_id = case.mailbox_id.sudo().team_id

    # Which case

    @api.model
    def _route_by_number(self, message_dict):
        """The route of a reply of which only the number in the subject is left.

        The number opens a case to its own customer alone.
        """
        numbers = NUMBER.findall(message_dict.get("subject") or "")
        if not numbers or message_dict.get("is_bounce") or message_dict.get("parent_id"):
            return None
        # sudo: the gateway looks for the case; only its customer gets in
        named_sudo = self.sudo().search([("name", "in", numbers)])
        if not named_sudo or not self._is_written_to_us(message_dict):
            return None
        address = email_normalize(message_dict.get("email_from") or "")
        found = named_sudo.filtered(lambda case: case._is_address_of_customer(address))[:1]
        while found.merged_into_id:
            found = found.merged_into_id
        if not found:
            return None
        user = self._mail_find_user_for_gateway(message_dict["email_from"])
        return (self._name, found.id, {}, user.id or self.env.uid, self.env["mail.alias"])

    @api.model
    def _is_written_to_us(self, message_dict):
        addresses = self._addresses_of(message_dict)
        # sudo: the addresses at which we are reached
        domains_sudo = self.env["mail.alias.domain"].sudo().search([("name", "!=", False)])
        catchalls = set(filter(None, domains_sudo.mapped("catchall_email")))
        return bool(catchalls & addresses or self.env["cs.feedback.mailbox"]._at(addresses))

    @api.model
    def _addresses_of(self, message_dict):
        names = (message_dict.get("recipients") or "").split(",")
        return {address for address in map(email_normalize, names) if address}

    def _is_address_of_customer(self, address):
        self.ensure_one()
        if not address:
            return False
        if email_normalize(self.email_from or "") == address:
            return True
        family = self.partner_id.commercial_partner_id
        return bool(
            family
            and self.env["res.partner"].search_count(
                [("id", "child_of", family.id), ("email_normalized", "=", address)], limit=1
            )
        )

    @api.model
    def _choose_routes(self, message, message_dict, routes):
        """What nobody wrote makes no case and moves no clock; one mail makes one case."""
        ours = [route for route in routes if route and route[0] == self._name]
        if not ours:
            return routes
        others = [route for route in routes if route not in ours]
        sender = email_normalize(message_dict.get("email_from") or "")
        if is_automatic(message, sender, message_dict.get("subject")) or self._is_own(sender):
            self._leave_aside(message_dict, ours)
            return others
        new = [route for route in ours if not route[1]]
        if len(new) > 1:
            named = f"{message.get('To')} {message.get('Cc')}".lower()
            new.sort(key=lambda route: (named.find(route[4].alias_full_name or "") + 1) or 10**6)
        return others + [route for route in ours if route[1]] + new[:1]

    @api.model
    def _is_own(self, address):
        """Whether a mail comes from one of our own mailboxes: a loop."""
        return bool(address and self.env["mail.alias.domain"].sudo()._find_aliases([address]))

    @api.model
    def _leave_aside(self, message_dict, routes):
        """A note tells what came and was not taken as a message of the customer."""
        mailboxes = self.env["cs.feedback.mailbox"]
        text = written(message_dict.get("body"), message_dict.get("subject"))
        for _model, case_id, defaults, _user, _alias in routes:
            mailbox = mailboxes.browse((defaults or {}).get("mailbox_id"))
            # sudo: a note of the gateway
            thread_sudo = (self.browse(case_id) if case_id else mailbox).sudo().exists()
            if thread_sudo:
                thread_sudo._message_log(
                    body=self.env._(
                        "An automatic e-mail was left aside: %(subject)s. From: %(sender)s. "
                        "%(text)s",
                        subject=message_dict.get("subject") or "",
                        sender=message_dict.get("email_from") or "",
                        text=text[:500],
                    )
                )

    def _message_receive_bounce(self, email, partner):
        super()._message_receive_bounce(email, partner)
        for case in self.sudo():
            case._schedule_work(self.env._("An e-mail did not reach %s: call", email or ""))

    # New cases and replies

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        mailbox = self.env["cs.feedback.mailbox"].browse((custom_values or {}).get("mailbox_id"))
        mailbox = mailbox.exists()
        company = mailbox.company_id or self.env.company
        cases = self.with_company(company)._with_key()
        name, address = self._mail_sender(msg_dict)
        customer = cases._mail_customer(address, company)
        if customer:
            msg_dict["author_id"] = customer.id
        words = self.with_context(lang=customer.lang or company.partner_id.lang)
        text = written(msg_dict.get("body"), msg_dict.get("subject"))
        subject = " ".join((msg_dict.get("subject") or "").split())
        values = {
            **mailbox._prepare_case_vals(),
            "subject": (subject or text.partition("\n")[0] or words.env._("No subject"))[:200],
            "description": text or False,
            "partner_id": customer.id,
            "contact_name": False if customer and not customer.is_company else name,
            "phone": customer.phone,
        }
        case = super(CsFeedback, cases).message_new({**msg_dict, "email_from": address}, values)
        case = case._without_key()
        if customer:
            case.message_subscribe(customer.ids)
        case._note_foreign_number(msg_dict)
        # the mail that made the case answers nothing, whoever passed it on
        return case.with_context(**{_FIRST_MAIL: True})

    def message_update(self, msg_dict, update_vals=None):
        self._mail_sender(msg_dict)
        author = self.env["res.partner"].browse(msg_dict.get("author_id") or ())
        is_staff = any(not user.share for user in author.user_ids)
        address = self._outgoing_address()
        if is_staff and address and not msg_dict.get("is_internal"):
            # who is no contact follows nothing
            msg_dict["outgoing_email_to"] = address
        return super().message_update(msg_dict, update_vals)

    @api.model
    def _mail_sender(self, msg_dict):
        """Name and bare address of who wrote; a mail without a sender is nobody's."""
        raw = msg_dict.get("email_from") or ""
        if not raw.strip():
            # without any sender the message would be the gateway's own
            msg_dict["email_from"] = self.env._("Unknown sender")
        name, parsed = parseaddr(raw)
        address = email_normalize(raw) or email_normalize(parsed) or False
        return name or (address or "").partition("@")[0] or raw.strip() or False, address

    @api.model
    def _mail_customer(self, address, company):
        """The contact of this address; our own people are nobody's customers."""
        if not address:
            return self.env["res.partner"]
        found = self.env["res.partner"].search(
            [
                ("email_normalized", "=", address),
                ("company_id", "in", (company.id, False)),
            ],
            order="id",
        )
        customers = found.filtered(lambda partner: all(user.share for user in partner.user_ids))
        with_office = customers.filtered(lambda partner: partner._cs_office_in(company))
        return (with_office or customers)[:1]

    def _note_foreign_number(self, msg_dict):
        """Tell that a stranger named the number of another case; it opened nothing."""
        numbers = NUMBER.findall(msg_dict.get("subject") or "")
        if numbers and self.search_count([("name", "in", numbers)], limit=1):
            self._log_each(
                self.env._(
                    "The subject names %s, but this sender is not its customer.",
                    self._format_list(numbers),
                )
            )

    def _note_message(self, message):
        if not self.env.context.get(_FIRST_MAIL):
            super()._note_message(message)

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type == "email":
            # sudo: files of customers are evidence, whoever fetched the mail
            self.sudo()._keep_files(message.sudo())
        return result

    def _keep_files(self, message):
        body = message.body or ""
        files = message.attachment_ids.filtered(
            lambda file: (
                (file.res_model, file.res_id) == (self._name, self.id)
                and (f"/web/image/{file.id}" not in body or file.file_size >= SMALLEST_PICTURE)
            )
        )
        fresh = files - self.evidence_ids
        if fresh:
            self._write_protected({"evidence_ids": [(4, file.id) for file in fresh]})

    # Answers

    def _message_compute_subject(self):
        """The number in the subject brings the reply back where a client drops everything else."""
        self.ensure_one()
        return f"[{self.name}] {self.subject}"

    def _notify_get_reply_to_batch(self, defaults=None, author_ids=None):
        found = super()._notify_get_reply_to_batch(defaults=defaults, author_ids=author_ids)
        # sudo: to which mailbox a reply goes
        for case in self.sudo():
            address = case._reply_mailbox().alias_email
            if address:
                found[case.id] = self._notify_get_reply_to_formatted_email(
                    address, author_id=(author_ids or {}).get(case.id, False)
                )
        return found

    def _reply_mailbox(self):
        """The mailbox that the customer wrote to, else that of the office or the company."""
        if self.mailbox_id.active:
            return self.mailbox_id
        mailboxes = self.env["cs.feedback.mailbox"].search(
            [("company_id", "=", self.company_id.id)]
        )
        return mailboxes.filtered(lambda box: box.team_id == self.team_id)[:1] or mailboxes[:1]
