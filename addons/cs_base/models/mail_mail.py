from odoo import api, models


class MailMail(models.Model):
    """Letters about confidential documents go to their readers only (S-42, S-53)."""

    _inherit = "mail.mail"

    @api.constrains("recipient_ids")
    def _check_cs_confidential_mailed(self):
        for mail in self:
            for document in mail.mail_message_id._cs_confidential():
                document._check_told(mail.recipient_ids)
