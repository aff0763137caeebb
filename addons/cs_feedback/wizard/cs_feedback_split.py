from odoo import fields, models


class CsFeedbackSplit(models.TransientModel):
    """Another matter in a case becomes a case of its own."""

    _name = "cs.feedback.split"
    _inherit = ["cs.dialog.mixin"]
    _description = "Split a Case"
    SHOWN_FIELDS = ("feedback_id",)

    feedback_id = fields.Many2one("cs.feedback", required=True, readonly=True)
    evidence_ids = fields.Many2many(related="feedback_id.evidence_ids")
    subject = fields.Char(required=True)
    description = fields.Text()
    type_id = fields.Many2one("cs.feedback.type")
    product_id = fields.Many2one("product.product")
    file_ids = fields.Many2many(
        "ir.attachment",
        string="Files It Takes Along",
        domain="[('id', 'in', evidence_ids)]",
    )

    def action_confirm(self):
        self.ensure_one()
        values = {"product_id": self.product_id.id}
        if self.type_id:
            values["type_id"] = self.type_id.id
        new = self.feedback_id._split(self.subject, self.description, self.file_ids, values)
        return new._open_records(new, "cs_feedback.cs_feedback_action")
