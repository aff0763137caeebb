from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, plaintext2html

from .cs_feedback import UNSOLVED


class CsFeedback(models.Model):
    """What goes between us and the customer; it starts, stops and ends the clocks."""

    _inherit = "cs.feedback"

    def _tell_customer(self, text):
        """Write to the customer; who has neither contact nor address is told by phone.

        Cases without an address keep the text as a note.
        """
        for case in self:
            case.message_post(
                body=plaintext2html(text),
                subtype_xmlid="mail.mt_comment",
                message_type="comment",
                partner_ids=case.partner_id.ids,
                outgoing_email_to=case._outgoing_address(),
            )

    def _outgoing_address(self):
        """The address of a customer who is no contact yet."""
        return self.email_from if not self.partner_id and self.email_from else False

    def _tell_holder(self):
        """Who has got cases by a step is told once, however many they are."""
        for user, cases in self.grouped("user_id").items():
            if user and user != self.env.user:
                cases._notify_holder(user)

    def _notify_holder(self, user):
        cases = self.with_context(lang=user.lang)
        links = Markup("<br/>").join(
            Markup('<a href="/odoo/cs.feedback/%s">%s</a>') % (case.id, case.display_name)
            for case in cases
        )
        thread = cases if len(cases) == 1 else self.env["mail.thread"]
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            subject=cases.env._("Feedback for you: %s", len(cases))
            if len(cases) > 1
            else cases.display_name,
            body=links,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _log_each(self, text):
        # nothing is sent: a note on each of them
        if text:
            self._message_log_batch(bodies=dict.fromkeys(self.ids, text))

    def _log_on_customers(self, event):
        """A line in the one timeline of each customer; what was said stays on the case.

        :param event: what has happened, in the user's language
        """
        # sudo: whoever moves a case need not be able to write on the contact
        by_customer = self.sudo().grouped(lambda case: case.partner_id.commercial_partner_id)
        bodies = {
            customer.id: Markup("<br/>").join(
                Markup('<a href="/odoo/cs.feedback/%s">%s</a> %s: %s')
                % (case.id, case.name, case.type_id.name, event)
                for case in cases
            )
            for customer, cases in by_customer.items()
            if customer
        }
        self.env["res.partner"].sudo().browse(bodies)._message_log_batch(bodies=bodies)

    # Messages from outside and from our people

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type in ("comment", "email", "email_outgoing"):
            # sudo: a message moves the clocks, whoever writes it
            self.sudo()._note_message(message.sudo())
        return result

    def _note_message(self, message):
        """An answer of ours ends the first clock; one of the customer's ends the waiting."""
        if message.is_internal or message.subtype_id.internal:
            return
        if self._is_ours(message):
            self._mark_answered()
        elif self.state == "waiting":
            self._transition("resume")
        elif self.state == "solved":
            self._transition("reopen", text=None)
        elif self.state in ("closed", "cancel"):
            self._schedule_work(self.env._("The customer has written on a closed case"))

    @api.model
    def _is_ours(self, message):
        """Whether one of our people wrote a message."""
        users = message.author_id.with_context(active_test=False).user_ids
        return any(not user.share for user in users)

    def _schedule_work(self, summary, users=None):
        """An activity for whoever has the case, else for the managers of customer service."""
        for case in self:
            for user in users or case.user_id or case._managers():
                case.activity_schedule(
                    "cs_feedback.mail_activity_type_feedback", summary=summary, user_id=user.id
                )

    def _managers(self):
        return self._group_users("cs_base.group_cs_base_manager")

    def _group_users(self, xmlid):
        return self.env["res.users"]._cs_in_group(xmlid, self.company_id)

    # Others of the same matter

    def _duplicate_domain(self):
        """Cases of the same customer on the same thing in the last month, still unsolved."""
        self.ensure_one()
        customer = Domain.FALSE
        if self.partner_id:
            customer |= Domain("partner_id", "child_of", self.partner_id.commercial_partner_id.id)
        address = email_normalize(self.email_from or "")
        if address:
            customer |= Domain("email_from", "=ilike", address)
        thing = Domain.OR(
            Domain(name, "=", self[name].id)
            for name in ("sale_order_id", "picking_id", "lot_id", "product_id")
            if self[name]
        )
        if self.subject:
            thing |= Domain("subject", "=ilike", self.subject.strip())
        return (
            customer
            & thing
            & self._open_domain()
            & Domain("id", "!=", self._origin.id)
            & Domain("company_id", "=", self.company_id.id)
        )

    duplicate_ids = fields.Many2many(
        "cs.feedback", compute="_compute_duplicate_ids", string="Similar Cases"
    )

    @api.depends("partner_id", "email_from", "product_id", "lot_id", "sale_order_id", "picking_id")
    @api.depends("subject", "state")
    def _compute_duplicate_ids(self):
        for case in self:
            is_open = case.state in UNSOLVED
            case.duplicate_ids = (
                self.search(case._duplicate_domain(), limit=5) if is_open else False
            )
