from odoo import fields, models


class CsBulkRunLine(models.Model):
    """A document of a run, and what came of it."""

    _name = "cs.bulk.run.line"
    _description = "Document of Bulk Work"
    _order = "id"

    run_id = fields.Many2one(
        "cs.bulk.run", required=True, readonly=True, index=True, ondelete="cascade"
    )
    res_id = fields.Integer(string="Document ID", required=True, readonly=True)
    name = fields.Char(string="Document", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed")],
        default="waiting",
        required=True,
        readonly=True,
    )
    message = fields.Char(readonly=True)

    def action_open_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.run_id.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
