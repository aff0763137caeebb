from odoo import fields, models


class CsDealerGrade(models.Model):
    """How important a dealer is; care and conditions depend on it (S-153)."""

    _name = "cs.dealer.grade"
    _description = "Dealer Grade"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_unique = models.Constraint("UNIQUE(name)", "There is a grade of this name already.")
