from odoo import fields, models


class CsNumberMixin(models.AbstractModel):
    """A document named by a sequence of its company, once it has been handed in.

    The code of the sequence is the name of the model.
    """

    _name = "cs.number.mixin"
    _inherit = ["cs.protected.mixin"]
    _description = "Document with a Number"

    PROTECTED_FIELDS = frozenset({"name"})

    name = fields.Char(
        string="Number",
        default=lambda self: self.env._("New"),
        readonly=True,
        copy=False,
        index="trigram",
    )

    def _give_number(self):
        sequence = self.env["ir.sequence"]
        for record in self:
            name = sequence.with_company(record.company_id).next_by_code(self._name)
            record.sudo()._with_key().name = name
