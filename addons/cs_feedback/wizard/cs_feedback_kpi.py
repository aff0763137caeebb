from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain

from ..domain.summary import Measure, Row, add_up


class CsFeedbackKpi(models.TransientModel):
    """Key figures of staff, agents, departments and offices as XLSX, for appraisals (S-24)."""

    _name = "cs.feedback.kpi"
    _inherit = ["cs.month.mixin"]
    _description = "Key Figures of Feedback"

    FILE_NAME = "feedback-kpi"

    span = fields.Selection(
        [("month", "One Month"), ("quarter", "The Quarter")], default="month", required=True
    )

    def _first(self, day):
        first = day.replace(day=1)
        if self.span == "quarter":
            first -= relativedelta(months=(first.month - 1) % 3)
        return first

    def _month_domain(self, first):
        start = self._first(first)
        end = start + relativedelta(months=3 if self.span == "quarter" else 1)
        domain = Domain("date", ">=", start) & Domain("date", "<", end)
        return domain & Domain("team_id", "=", self.team_id.id) if self.team_id else domain

    def _tables(self, first):
        domain = self._month_domain(first)
        analysis, score = self.env["cs.feedback.analysis"], self.env["cs.department.score"]
        agents = domain & Domain("agent_user_id", "!=", False)
        return [
            self._table_of(
                analysis, "user_id", self.env._("Responsible"), self._case_measures(), domain
            ),
            self._table_of(
                analysis,
                "agent_user_id",
                self.env._("Complaints by Agent"),
                self._agent_measures(),
                agents,
            ),
            self._table_of(
                score, "department_id", self.env._("Departments"), self._answer_measures(), domain
            ),
            self._table_of(
                analysis, "team_id", self.env._("Offices"), self._case_measures(), domain
            ),
        ]

    def _case_measures(self):
        return (
            Measure("cases", self.env._("Cases")),
            Measure("complaints", self.env._("Complaints")),
            Measure("answered", self.env._("First Answers")),
            Measure("answer_in_time", self.env._("First Answers in Time"), "share", "answer_timed"),
            Measure("answer_hours", self.env._("Hours to First Answer"), "hours", "answered"),
            Measure("solved", self.env._("Solved")),
            Measure("solve_in_time", self.env._("Solutions in Time"), "share", "solve_timed"),
            Measure("solve_hours", self.env._("Hours to Solution"), "hours", "solved"),
        )

    def _agent_measures(self):
        return (
            Measure("cases", self.env._("Cases")),
            Measure("complaints", self.env._("Complaints")),
        )

    def _answer_measures(self):
        return (
            Measure("asked", self.env._("Asked")),
            Measure("answered", self.env._("Answered")),
            Measure("in_time", self.env._("Answered in Time"), "share", "answered"),
            Measure("late", self.env._("Late or Overdue")),
            Measure("hours", self.env._("Hours to Answer"), "hours", "answered"),
        )

    def _table_of(self, model, group, title, measures, domain):
        """One row per value of the group and the total below; shares are ratios of sums."""
        names = list(dict.fromkeys(n for m in measures for n in (m.code, m.over) if n))
        rows = [
            Row(
                str(key.id),
                key.display_name if key else self.env._("None"),
                dict(zip(names, [value or 0 for value in values], strict=True)),
            )
            for key, *values in model._read_group(domain, [group], [f"{n}:sum" for n in names])
        ]
        rows.sort(key=lambda row: row.name)
        rows.append(Row("total", self.env._("Total"), add_up(rows)))
        headings = [model._fields[group]._description_string(self.env)]
        table = [[row.name, *(measure.value(row.sums) for measure in measures)] for row in rows]
        return title, headings + [measure.label for measure in measures], table
