from odoo import api, models


class CsLineMixin(models.AbstractModel):
    """A line of a document: made, changed and deleted only while its fields can be written.

    The line has a related ``state`` and names its own fields in ``STATE_FIELDS``.
    """

    _name = "cs.line.mixin"
    _inherit = ["cs.transition.mixin"]
    _description = "Line of a document with states"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_frozen_lines()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._refuse_frozen_lines()

    def _refuse_frozen_lines(self):
        names = frozenset().union(*self._merge_tables("STATE_FIELDS").values())
        self._refuse_frozen(dict.fromkeys(names))
