import base64
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..domain.xlsx import write_tables


class CsMonthMixin(models.AbstractModel):
    """An analysis of a month as XLSX: a sheet of totals per group, and one of all rows (S-33).

    ``ANALYSIS`` names the model, ``DATE`` its date, ``GROUPS`` the many2one fields that totals are
    made for, ``MEASURES`` what is added up and ``COLUMNS`` what the sheet of rows shows.
    """

    _name = "cs.month.mixin"
    _inherit = ["cs.export.mixin"]
    _description = "Analysis of a Month"

    ANALYSIS = ""
    DATE = "date"
    GROUPS: tuple[str, ...] = ()
    MEASURES: tuple[str, ...] = ()
    COLUMNS: tuple[str, ...] = ()
    FILE_NAME = "month"

    month = fields.Date(
        required=True, default=fields.Date.context_today, help="Any day of the month."
    )
    team_id = fields.Many2one("crm.team", string="Office", help="Empty for all offices.")
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    def action_download(self):
        """Make the file with the rights of the user and download it."""
        self.ensure_one()
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._("You are not allowed to export. Ask an administrator."))
        first = self.month.replace(day=1)
        content = write_tables(self._tables(first))
        file_name = f"{self.FILE_NAME}-{first:%Y-%m}.xlsx"
        self.write({"file": base64.b64encode(content), "file_name": file_name})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{file_name}?download=true",
            "target": "self",
        }

    def _month_domain(self, first):
        domain = Domain(self.DATE, ">=", first)
        domain &= Domain(self.DATE, "<", first + relativedelta(months=1))
        return domain & Domain("team_id", "=", self.team_id.id) if self.team_id else domain

    def _tables(self, first):
        rows = self.env[self.ANALYSIS].search(self._month_domain(first))
        labels = {name: self._export_label(rows, name) for name in self.COLUMNS}
        tables = [self._table_by(rows, name, labels) for name in self.GROUPS]
        headings = [labels[name] for name in self.COLUMNS]
        lines = [[self._cell(row, name) for name in self.COLUMNS] for row in rows]
        return [*tables, (self.env._("Lines"), headings, lines)]

    def _cell(self, row, name):
        return self._export_value(row, name)

    def _table_by(self, rows, name, labels):
        """One row per value of the group, and the total below."""
        totals = defaultdict(lambda: [0.0] * len(self.MEASURES))
        for row in rows:
            for key in (row[name], None):
                totals[key] = [
                    total + row[measure]
                    for total, measure in zip(totals[key], self.MEASURES, strict=True)
                ]
        table = [
            [key.display_name if key else self.env._("None"), *values]
            for key, values in totals.items()
            if key is not None
        ]
        table.sort(key=lambda line: str(line[0]))
        table.append([self.env._("Total"), *totals[None]])
        return labels[name], [labels[name], *[labels[m] for m in self.MEASURES]], table
