from odoo import api, models


class CsLinkMixin(models.AbstractModel):
    """Links that a client sets lead to what its user can read.

    Else anybody would learn the name of a customer, order or product by putting its number there.
    """

    _name = "cs.link.mixin"
    _description = "Links to Readable Records"

    LINK_FIELDS: tuple[str, ...] = ()

    @api.model_create_multi
    def create(self, vals_list):
        self._check_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_links([vals])
        return super().write(vals)

    @api.model
    def _check_links(self, vals_list):
        for name in self.LINK_FIELDS:
            if ids := [vals[name] for vals in vals_list if vals.get(name)]:
                self.env[self._fields[name].comodel_name].browse(ids).check_access("read")
