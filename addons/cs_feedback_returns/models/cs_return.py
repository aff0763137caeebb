from odoo import fields, models


class CsReturn(models.Model):
    """A return comes of a case, or a case is about it (S-01)."""

    _name = "cs.return"
    _inherit = ["cs.return", "cs.feedback.link.mixin"]

    FEEDBACK_FIELD = "return_id"
    PROTECTED_FIELDS = frozenset({"feedback_id"})

    feedback_id = fields.Many2one(
        "cs.feedback",
        string="Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="The case that this return settles.",
    )

    def _cs_feedback_values(self):
        return {"return_id": self.id, "partner_id": self.partner_id.id}

    def action_open_case(self):
        return self._open_records(self.feedback_id, "cs_feedback.cs_feedback_action")
