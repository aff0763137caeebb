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
        for company, records in self.grouped("company_id").items():
            names = sequence.with_company(company)._cs_next_by_code(self._name, len(records))
            for record, name in zip(records.sudo()._with_key(), names, strict=True):
                record.name = name
