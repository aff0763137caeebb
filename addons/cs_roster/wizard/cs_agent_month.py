from odoo import fields, models
from odoo.fields import Domain


class CsAgentMonth(models.TransientModel):
    """The service statistics of a month as XLSX: totals per agent, shift and department (S-79)."""

    _name = "cs.agent.month"
    _inherit = ["cs.month.mixin"]
    _description = "Service Statistics of a Month"

    ANALYSIS = "cs.agent.stats"
    GROUPS = ("employee_id", "shift_type_id", "department_id")
    MEASURES = ("served", "deals", "hours", "mistakes")
    COLUMNS = (
        "date", "employee_id", "shift_type_id", "department_id", *MEASURES, "conversion",
    )  # fmt: skip
    FILE_NAME = "service"

    department_id = fields.Many2one("hr.department", help="Empty for all departments.")

    def _month_domain(self, first):
        domain = super()._month_domain(first)
        if self.department_id:
            domain &= Domain("department_id", "=", self.department_id.id)
        return domain

    def _table_by(self, rows, name, labels):
        """The conversion of a group is that of its sums."""
        title, headings, table = super()._table_by(rows, name, labels)
        served, deals = (1 + self.MEASURES.index(measure) for measure in ("served", "deals"))
        for line in table:
            line.append(line[deals] / line[served] if line[served] else None)
        return title, [*headings, labels["conversion"]], table
