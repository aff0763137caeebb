from odoo import api, models


class MailMessage(models.Model):
    """Messages about confidential documents are addressed to their readers only (S-42, S-53)."""

    _inherit = "mail.message"

    @api.constrains("model", "res_id", "partner_ids")
    def _check_cs_confidential_told(self):
        for message in self:
            for document in message._cs_confidential():
                document._check_told(message.partner_ids)

    def _cs_confidential(self):
        """The confidential document that the message is about, if it is about one."""
        model = self.env.registry.models.get(self.model)
        mixin = self.env.registry["cs.confidential.mixin"]
        if not model or not issubclass(model, mixin):
            return ()
        return self.env[self.model].browse(self.res_id)
