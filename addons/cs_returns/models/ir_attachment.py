from odoo import api, models
from odoo.exceptions import UserError

CONTENT_FIELDS = frozenset(
    {"raw", "datas", "db_datas", "store_fname", "url", "type", "res_model", "res_id", "res_field"}
)


class IrAttachment(models.Model):
    """Files on which something was decided stay as they were."""

    _inherit = "ir.attachment"

    def write(self, vals):
        if CONTENT_FIELDS & vals.keys():
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
