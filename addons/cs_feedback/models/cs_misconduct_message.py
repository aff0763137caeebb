from odoo import api, fields, models


class CsMisconductMessage(models.Model):
    """What reporter and investigator write to each other, and what happens to a report.

    Append-only: nobody has a right to write it; ``cs.misconduct._say()`` makes it.
    """

    _name = "cs.misconduct.message"
    _inherit = ["cs.protected.mixin"]
    _description = "Message about a Misconduct Report"
    _order = "id"

    misconduct_id = fields.Many2one(
        "cs.misconduct", string="Report", required=True, readonly=True, index=True,
        ondelete="cascade",
    )  # fmt: skip
    kind = fields.Selection(
        [
            ("reporter", "Reporter"),
            ("answer", "Answer to the Reporter"),
            ("note", "Internal Note"),
            ("step", "Step"),
        ],
        required=True,
        readonly=True,
    )
    body = fields.Text(string="Message", required=True, readonly=True)
    file_names = fields.Char(string="Files", readonly=True)
    # never the reporter
    author_id = fields.Many2one("res.users", string="Written by", readonly=True, index=True)
    sent_at = fields.Datetime(
        string="Written on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - set(models.MAGIC_COLUMNS)
