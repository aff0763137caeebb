from odoo import api, models


class CsDialogMixin(models.AbstractModel):
    """A dialog on records; only who may read these may open it.

    The related fields of a dialog are read as superuser, so it would show any record whose
    id a client puts into it.
    """

    _name = "cs.dialog.mixin"
    _description = "Dialog on Readable Records"

    # many2one fields of the dialog whose records it shows
    SHOWN_FIELDS: tuple[str, ...] = ()

    @api.model_create_multi
    def create(self, vals_list):
        dialogs = super().create(vals_list)
        dialogs._check_readable()
        return dialogs

    def write(self, vals):
        result = super().write(vals)
        self._check_readable()
        return result

    def _check_readable(self):
        for name in self.SHOWN_FIELDS:
            self[name].check_access("read")
