import base64
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.cs_base.domain.xlsx import write_tables

from ..report.cs_return_analysis import STEPS

GROUPS = ("team_id", "product_id", "reason_id", "partner_id")
MEASURES = (
    "quantity", "accepted_qty", "rejected_qty", "credited_amount", "freight_charge",
    "freight_cost", "quality_cost",
)  # fmt: skip
COLUMNS = (
    "return_id", "application_date", "partner_id", "team_id", "product_id", "lot_id", "reason_id",
    "outcome", "state", *MEASURES, *STEPS,
)  # fmt: skip


class CsReturnMonth(models.TransientModel):
    """The returns of a month as XLSX: totals per office, product, reason and dealer (S-33)."""

    _name = "cs.return.month"
    _inherit = ["cs.export.mixin"]
    _description = "Returns of a Month"

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
        self.write({"file": base64.b64encode(content), "file_name": f"returns-{first:%Y-%m}.xlsx"})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{self.file_name}?download=true",
            "target": "self",
        }

    def _tables(self, first):
        domain = Domain("application_date", ">=", first)
        domain &= Domain("application_date", "<", first + relativedelta(months=1))
        domain &= Domain("state", "!=", "cancel")
        if self.team_id:
            domain &= Domain("team_id", "=", self.team_id.id)
        rows = self.env["cs.return.analysis"].search(domain)
        labels = {name: self._export_label(rows, name) for name in COLUMNS}
        tables = [self._table_by(rows, name, labels) for name in GROUPS]
        headings = [labels[name] for name in COLUMNS]
        lines = [[self._cell(row, name) for name in COLUMNS] for row in rows]
        return [*tables, (self.env._("Lines"), headings, lines)]

    def _cell(self, row, name):
        """A step that is not done has no days; none at all would read 0."""
        if name in STEPS and not all(row.return_id[date] for date in STEPS[name]):
            return None
        return self._export_value(row, name)

    def _table_by(self, rows, name, labels):
        """One row per office, product, reason or dealer, and the total below."""
        totals = defaultdict(lambda: [0.0] * len(MEASURES))
        for row in rows:
            for key in (row[name], None):
                totals[key] = [
                    total + row[measure]
                    for total, measure in zip(totals[key], MEASURES, strict=True)
                ]
        table = [
            [key.display_name if key else self.env._("None"), *values]
            for key, values in totals.items()
            if key is not None
        ]
        table.sort(key=lambda line: str(line[0]))
        table.append([self.env._("Total"), *totals[None]])
        return labels[name], [labels[name], *[labels[m] for m in MEASURES]], table
