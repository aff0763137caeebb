from odoo import models
from odoo.exceptions import AccessError

EVIDENCE_MODELS = ("cs.trip.day", "cs.trip.misconduct")


class IrAttachment(models.Model):
    """What is attached to days of trips is evidence, also against those who may edit the day."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation == "read" or self.env.su:
            return result
        # sudo: only where the attachment belongs to is looked at
        evidence_sudo = self.sudo().filtered(
            lambda attachment: attachment.res_model in EVIDENCE_MODELS and attachment.res_id
        )
        if not evidence_sudo:
            return result
        forbidden = evidence_sudo.with_env(self.env) | (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("The evidence of a trip stays as it was entered.")
        )

    def _attach_evidence(self, record):
        """Files that the user uploaded in the dialog become those of ``record``.

        :raises AccessError: a file that is not fresh from the user's own dialog
        """
        # sudo: what is not the user's own upload is refused here
        for file_sudo in self.sudo():
            is_fresh = file_sudo.res_model == "cs.trip.finding" and not file_sudo.res_id
            if file_sudo.create_uid != self.env.user or not is_fresh or file_sudo.public:
                raise AccessError(
                    self.env._("Attach only files that you have uploaded in this dialog.")
                )
            file_sudo.write({"res_model": record._name, "res_id": record.id})
