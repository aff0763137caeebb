from odoo import models

from odoo.addons.cs_base.domain.xlsx import write_tables


class CsAppraisal(models.Model):
    """The sheet of a month or quarter for the general office (S-24)."""

    _inherit = "cs.appraisal"

    def _export_columns(self):
        paths = ("employee_id", "work_no", "department_id", "period", "date_from", "date_to")
        return [(self._export_label(self, path), path) for path in paths]

    def _export_xlsx(self):
        """One row per agent with its figures and points; a second sheet with all lines."""
        appraisals = self.sorted(lambda a: (a.date_from, a.department_id.name or "", a.id))
        return write_tables([appraisals._agents_table(), appraisals._lines_table()])

    def _agents_table(self):
        columns = self._export_columns()
        there = set(self.line_ids.mapped("metric"))
        metrics = {name: label for name, label in self._metrics().items() if name in there}
        headings = [
            *[heading for heading, _path in columns],
            *metrics.values(),
            self._export_label(self, "points"),
            self._export_label(self, "state"),
        ]
        rows = []
        for appraisal in self:
            values = {line.metric: line.value for line in appraisal.line_ids}
            rows.append(
                [
                    *[self._export_value(appraisal, path) for _heading, path in columns],
                    *[values.get(name) for name in metrics],
                    appraisal.points,
                    self._export_value(appraisal, "state"),
                ]
            )
        return self.env._("Agents"), headings, rows

    def _lines_table(self):
        lines = self.line_ids
        paths = ("name", "source", "value", "points", "note")
        headings = [
            self._export_label(self, "employee_id"),
            self._export_label(self, "date_from"),
            *[self._export_label(lines, path) for path in paths],
        ]
        rows = [
            [
                self._export_value(line, "employee_id"),
                line.date_from,
                *[self._export_value(line, path) for path in paths],
            ]
            for line in lines
        ]
        return self.env._("Lines"), headings, rows
