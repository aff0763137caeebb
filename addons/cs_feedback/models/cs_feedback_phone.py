import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import plaintext2html

TOLD_BY_PHONE = "cs_feedback_told_by_phone"
# shorter numbers are extensions
FEWEST_DIGITS = 7


class CsFeedback(models.Model):
    """Cases that are settled on the phone: the caller knows the answer already (S-130)."""

    _inherit = "cs.feedback"

    @api.model
    def _caller_domain(self, partner, phone):
        """Cases of a customer, or of whoever has called from this number."""
        domain = Domain.FALSE
        if partner:
            domain |= Domain("partner_id", "child_of", partner.commercial_partner_id.id)
        if len(re.sub(r"\D", "", phone or "")) >= FEWEST_DIGITS:
            domain |= Domain("phone", "=", phone.strip())
        return domain

    def _tell_customer(self, text):
        if not self.env.context.get(TOLD_BY_PHONE):
            return super()._tell_customer(text)
        # no mail: it was said; the portal shows it
        for case in self:
            case.message_post(
                body=plaintext2html(text),
                subtype_xmlid="mail.mt_comment",
                message_type="comment",
            )
        return None

    def _tell_holder(self):
        # nobody is sent a case that is solved while it is entered
        if not self.env.context.get(TOLD_BY_PHONE):
            super()._tell_holder()
