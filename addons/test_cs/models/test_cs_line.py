from odoo import fields, models


class TestCsLine(models.Model):
    """A line that freezes with its document."""

    _name = "test.cs.line"
    _inherit = ["cs.transition.mixin"]
    _description = "Test Line"

    STATE_FIELDS = {"draft": frozenset({"document_id", "quantity"})}

    document_id = fields.Many2one("test.cs.document", required=True, index=True, ondelete="cascade")
    state = fields.Selection(related="document_id.state")
    quantity = fields.Float(default=1.0)
