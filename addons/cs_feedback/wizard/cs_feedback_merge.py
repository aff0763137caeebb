from odoo import api, fields, models


class CsFeedbackMerge(models.TransientModel):
    """Cases of one matter become one."""

    _name = "cs.feedback.merge"
    _inherit = ["cs.dialog.mixin"]
    _description = "Merge Cases"
    SHOWN_FIELDS = ("feedback_id", "other_ids")

    feedback_id = fields.Many2one("cs.feedback", string="Goes On", required=True)
    other_ids = fields.Many2many("cs.feedback", string="Are Merged into It")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        chosen = self.env.context.get("active_ids") or []
        cases = self.env["cs.feedback"].browse(chosen).exists().sorted("received_at")
        if cases and self.env.context.get("active_model") == "cs.feedback":
            values["feedback_id"] = cases[0].id
            others = cases[1:] or cases.duplicate_ids
            values["other_ids"] = [(6, 0, others.ids)]
        return values

    def action_confirm(self):
        self.ensure_one()
        self.feedback_id._merge(self.other_ids - self.feedback_id)
        return self.feedback_id._open_records(self.feedback_id, "cs_feedback.cs_feedback_action")
