from odoo import api, models


class MailMail(models.Model):
    """Letters about confidential reports go to their readers only (S-42)."""

    _inherit = "mail.mail"

    @api.constrains("recipient_ids")
    def _check_cs_misconduct_mailed(self):
        for mail in self:
            if mail.model == "cs.trip.misconduct":
                report = self.env[mail.model].browse(mail.res_id)
                report._check_told(mail.recipient_ids)
