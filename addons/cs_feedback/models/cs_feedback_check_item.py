from odoo import fields, models

MOMENTS = [("start", "Before Work Begins"), ("close", "Before Closing")]


class CsFeedbackCheckItem(models.Model):
    """What is to be made sure of in cases of a type (S-139, S-141)."""

    _name = "cs.feedback.check.item"
    _description = "Checklist Item"
    _order = "moment desc, sequence, id"

    type_id = fields.Many2one("cs.feedback.type", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What to Make Sure of", required=True, translate=True)
    moment = fields.Selection(MOMENTS, required=True, default="close")
