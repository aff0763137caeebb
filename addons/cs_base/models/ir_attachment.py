from odoo import api, models
from odoo.exceptions import AccessError, UserError

CONTENT_FIELDS = frozenset(
    {"raw", "datas", "db_datas", "store_fname", "url", "type", "res_model", "res_id", "res_field"}
)


class IrAttachment(models.Model):
    """Files on which something was decided stay as they were."""

    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """The files of a sealed document are also kept from those who may edit the document."""
        result = super()._check_access(operation)
        if operation == "read" or self.env.su:
            return result
        # sudo: only where the file belongs to is looked at
        sealed_sudo = self.sudo().filtered(lambda file: file.res_id and file._is_cs_sealed())
        if not sealed_sudo:
            return result
        forbidden = sealed_sudo.with_env(self.env) | (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("These files are evidence and stay as they were entered.")
        )

    def _is_cs_sealed(self):
        model = self.env.registry.models.get(self.res_model)
        return getattr(model, "IS_SEALED", False)

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
            self.check_access("write")
            self._check_cs_evidence()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_cs_evidence(self):
        self._check_cs_evidence()

    def _check_cs_evidence(self):
        mixin = self.env.registry["cs.evidence.mixin"]
        # sudo: whether something was decided on the files, whoever asks
        for name, files in self.sudo().grouped("res_model").items():
            model = self.env.registry.models.get(name)
            if not model or not issubclass(model, mixin):
                continue
            for document in files.env[name].browse(files.mapped("res_id")).exists():
                if files & document._kept_evidence():
                    raise UserError(document.with_env(self.env)._evidence_is_kept_message())
