from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

UNITS = [
    ("count", "Number"),
    ("share", "Share"),
    ("hours", "Hours"),
    ("quantity", "Quantity"),
    ("amount", "Amount"),
]


class CsQualitySummaryLine(models.Model):
    """One figure of a summary, as it was reported. Only the summary writes it."""

    _name = "cs.quality.summary.line"
    _inherit = ["cs.protected.mixin"]
    _description = "Figure of a Quality Summary"
    _order = "section_id, sequence, id"

    section_id = fields.Many2one(
        "cs.quality.summary.section", required=True, readonly=True, index=True, ondelete="cascade"
    )
    summary_id = fields.Many2one(related="section_id.summary_id", store=True, index=True)
    company_id = fields.Many2one(related="section_id.company_id", store=True, index=True)
    month = fields.Date(related="section_id.summary_id.month", store=True)
    sequence = fields.Integer(readonly=True)
    key = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    is_total = fields.Boolean(string="Total", readonly=True)
    measure = fields.Char(readonly=True)
    label = fields.Char(string="Figure", readonly=True)
    unit = fields.Selection(UNITS, required=True, readonly=True)
    value = fields.Float(readonly=True, aggregator=None)
    is_known = fields.Boolean(string="Known", readonly=True)
    before = fields.Float(string="Period Before", readonly=True, aggregator=None)
    is_before_known = fields.Boolean(string="Known Before", readonly=True)

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - set(models.MAGIC_COLUMNS)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if "issued" in self.summary_id.mapped("state"):
            raise UserError(self.env._("The figures of an issued summary stay as they are."))

    def _cell(self):
        """The figure as text, the one before, and where it went."""
        self.ensure_one()
        is_both = self.is_known and self.is_before_known
        change = self.value - self.before if is_both else 0
        return {
            "text": self._format(self.value) if self.is_known else "–",
            "before": self._format(self.before) if self.is_before_known else "–",
            "trend": "▲" if change > 0 else "▼" if change < 0 else "",
        }

    def _format(self, value):
        if self.unit == "share":
            return f"{formatLang(self.env, value * 100, digits=1)} %"
        digits = {"count": 0, "hours": 1, "quantity": 0}.get(self.unit, 2)
        return formatLang(self.env, value, digits=digits)
