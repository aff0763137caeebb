from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..domain.summary import Measure, Row, Section, figures, values_of


class CsQualitySummary(models.Model):
    """The figures of a summary: tables that each part of the software adds to."""

    _inherit = "cs.quality.summary"

    def _summary_sections(self, start, stop):
        """The tables of a period. Extension point: add ``domain.summary.Section`` to the list.

        It is called as superuser, on one summary, in the language of the summary.

        :param start: first moment of the period, in UTC
        :param stop: first moment after it
        """
        self.ensure_one()
        return [
            self._section_overview(start, stop),
            *(self._section_cases(*table, start, stop) for table in self._case_tables()),
            self._section_departments(start, stop),
        ]

    def _case_tables(self):
        """Code, name, heading, field and place of the tables of cases."""
        return [
            ("type", self.env._("Feedback by Type"), self.env._("Type"), "type_id", 20),
            ("product", self.env._("Feedback by Product"), self.env._("Product"), "product_id", 30),
            ("lot", self.env._("Feedback by Lot"), self.env._("Lot"), "lot_id", 40),
            ("office", self.env._("Feedback by Office"), self.env._("Office"), "team_id", 50),
        ]

    def _case_measures(self):
        return (
            Measure("cases", self.env._("Cases Received")),
            Measure("complaints", self.env._("Complaints")),
            Measure("answer_in_time", self.env._("First Answers in Time"), "share", "answer_timed"),
            Measure("answer_hours", self.env._("Hours to First Answer"), "hours", "answered"),
            Measure("solved", self.env._("Solved")),
            Measure("solve_in_time", self.env._("Solutions in Time"), "share", "solve_timed"),
            Measure("solve_hours", self.env._("Hours to Solution"), "hours", "solved"),
        )

    def _section_overview(self, start, stop):
        sums = self._case_sums([], start, stop).get(None, {})
        sums["open"] = self.env["cs.feedback.analysis"].search_count(
            Domain("company_id", "=", self.company_id.id)
            & Domain("received_at", "<", stop)
            & (Domain("solved_at", "=", False) | Domain("solved_at", ">=", stop))
        )
        measures = (*self._case_measures(), Measure("open", self.env._("Open at the End")))
        row = Row("all", self.env._("All Feedback"), sums)
        return Section(
            "overview",
            self.env._("Overview"),
            self.env._("Feedback"),
            measures,
            (row,),
            10,
            has_total=False,
        )

    def _section_cases(self, code, name, heading, field, sequence, start, stop):
        found = self._case_sums([field], start, stop)
        if field in ("product_id", "lot_id"):
            found = {record: sums for record, sums in found.items() if record}
        rows = [
            Row(str(record.id or 0), self._row_name(record), sums) for record, sums in found.items()
        ]
        return Section(code, name, heading, self._case_measures(), tuple(rows), sequence)

    def _row_name(self, record):
        return record.display_name if record else self.env._("None")

    def _case_sums(self, groups, start, stop):
        """Sums per group: cases received, first answers given and solutions made in the period."""
        found = defaultdict(dict)
        for moment, sums in (
            ("received_at", ("cases", "complaints")),
            ("answered_at", ("answered", "answer_timed", "answer_in_time", "answer_hours")),
            ("solved_at", ("solved", "solve_timed", "solve_in_time", "solve_hours")),
        ):
            domain = self._period_domain(moment, start, stop)
            rows = self.env["cs.feedback.analysis"]._read_group(
                domain, groups, [f"{name}:sum" for name in sums]
            )
            for row in rows:
                key = row[0] if groups else None
                values = [value or 0 for value in row[len(groups) :]]
                found[key] |= dict(zip(sums, values, strict=True))
        return found

    def _period_domain(self, field, start, stop):
        return (
            Domain("company_id", "=", self.company_id.id)
            & Domain(field, ">=", start)
            & Domain(field, "<", stop)
        )

    def _section_departments(self, start, stop):
        found = defaultdict(dict)
        for moment, sums in (
            ("asked_at", ("asked",)),
            ("answered_at", ("answered", "in_time", "hours")),
        ):
            rows = self.env["cs.department.score"]._read_group(
                self._period_domain(moment, start, stop),
                ["department_id"],
                [f"{name}:sum" for name in sums],
            )
            for department, *values in rows:
                found[department] |= dict(zip(sums, [v or 0 for v in values], strict=True))
        measures = (
            Measure("asked", self.env._("Asked")),
            Measure("answered", self.env._("Answered")),
            Measure("in_time", self.env._("Answered in Time"), "share", "answered"),
            Measure("hours", self.env._("Hours to Answer"), "hours", "answered"),
        )
        rows = [
            Row(str(department.id), self._row_name(department), sums)
            for department, sums in found.items()
        ]
        return Section(
            "department",
            self.env._("Answers of Departments"),
            self.env._("Department"),
            measures,
            tuple(rows),
            60,
        )

    # How they are kept

    def _take_figures(self):
        """Write sections and lines anew from what is known now; comments stay."""
        self.ensure_one()
        # sudo: figures are of all cases of the company, whoever may read which
        summary = self.sudo().with_context(lang=self.lang).with_company(self.company_id)
        sections = summary._summary_sections(*summary._bounds(self.date_from, self.date_to))
        before = summary._values_before({section.code for section in sections})
        kept = summary._sync_sections(sections)
        kept.line_ids.unlink()
        lines = self.env["cs.quality.summary.line"].sudo()._with_key()
        total = summary.env._("Total")
        lines.create(
            [
                self._prepare_line_vals(kept_section, figure)
                for section, kept_section in zip(sections, kept, strict=True)
                for figure in figures(section, total, before.get(section.code, {}))
            ]
        )
        summary._sync_receipts()
        self.invalidate_recordset(["section_ids", "receipt_ids"])

    @api.model
    def _prepare_line_vals(self, section, figure):
        measure = figure.measure
        return {
            "section_id": section.id,
            "sequence": figure.place,
            "key": figure.row.key,
            "name": figure.row.name,
            "is_total": figure.row.is_total,
            "measure": measure.code,
            "label": measure.label,
            "unit": measure.unit,
            "value": figure.value or 0,
            "is_known": figure.value is not None,
            "before": figure.before or 0,
            "is_before_known": figure.before is not None,
        }

    def _sync_sections(self, sections):
        """The sections by their codes, in the given order; those gone are dropped."""
        kept = {section.code: section for section in self.section_ids}
        model = self.env["cs.quality.summary.section"]._with_key()
        found = model.browse()
        for section in sections:
            values = {"name": section.name, "heading": section.heading}
            values["sequence"] = section.sequence
            record = kept.pop(section.code, None)
            if record:
                record._with_key().write(values)
            else:
                record = model.create({**values, "code": section.code, "summary_id": self.id})
            found |= record
        model.union(*kept.values()).unlink()
        return found.with_env(self.env)

    def _values_before(self, codes):
        """Values of the period before, by section: as they were reported, else counted now."""
        previous = self._previous()
        found = defaultdict(dict)
        for line in previous.section_ids.line_ids:
            if line.is_known:
                found[line.section_id.code][line.key, line.measure] = line.value
        known = set(previous.section_ids.mapped("code"))
        if codes - known:
            if previous:
                first, last = previous.date_from, previous.date_to
            else:
                last = self.date_from - timedelta(days=1)
                first = last - (self.date_to - self.date_from)
            for section in self._summary_sections(*self._bounds(first, last)):
                if section.code not in known:
                    found[section.code] = values_of(section)
        return found
