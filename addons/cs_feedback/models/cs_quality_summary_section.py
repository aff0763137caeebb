from odoo import api, fields, models


class CsQualitySummarySection(models.Model):
    """A table of a summary, and what customer service says about it."""

    _name = "cs.quality.summary.section"
    _inherit = ["cs.transition.mixin"]
    _description = "Section of a Quality Summary"
    _order = "sequence, id"

    PROTECTED_FIELDS = frozenset({"summary_id", "code", "name", "heading", "sequence", "line_ids"})
    STATE_FIELDS = {"draft": frozenset({"comment"})}

    summary_id = fields.Many2one(
        "cs.quality.summary", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="summary_id.company_id", store=True, index=True)
    state = fields.Selection(related="summary_id.state")
    code = fields.Char(required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(string="Section", required=True, readonly=True)
    heading = fields.Char(readonly=True)
    comment = fields.Text()
    line_ids = fields.One2many("cs.quality.summary.line", "section_id", readonly=True)
    table = fields.Html(
        compute="_compute_table", sanitize=False, string="Figures", export_string_translation=False
    )

    _code_unique = models.UniqueIndex(
        "(summary_id, code)", "This section is in the summary already."
    )

    @api.depends("line_ids")
    def _compute_table(self):
        for section in self:
            section.table = self.env["ir.qweb"]._render(
                "cs_feedback.cs_quality_summary_table", {"table": section._as_table(limit=40)}
            )

    def _as_table(self, limit=None):
        """The table as it is shown: names of columns, and rows of cells with their change.

        :param limit: so many rows are shown, the total aside
        """
        measures = {line.measure: line.label for line in self.line_ids}
        rows = []
        for key, lines in self.line_ids.grouped("key").items():
            cells = {line.measure: line._cell() for line in lines}
            rows.append(
                {
                    "key": key,
                    "name": lines[0].name,
                    "is_total": lines[0].is_total,
                    "cells": [cells.get(measure) for measure in measures],
                }
            )
        plain = [row for row in rows if not row["is_total"]]
        shown = plain[:limit] if limit else plain
        return {
            "heading": self.heading,
            "labels": list(measures.values()),
            "rows": shown + [row for row in rows if row["is_total"]],
            "more": len(plain) - len(shown),
        }
