from odoo import api, models


class MailMessage(models.Model):
    """Messages about confidential reports are addressed to their readers only (S-42)."""

    _inherit = "mail.message"

    @api.constrains("model", "res_id", "partner_ids")
    def _check_cs_misconduct_told(self):
        for message in self:
            if message.model == "cs.trip.misconduct":
                report = self.env[message.model].browse(message.res_id)
                report._check_told(message.partner_ids)
