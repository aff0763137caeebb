from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.cs_base.domain.xlsx import write_tables

PRINTED_ROWS = 20


class CsQualitySummary(models.Model):
    """How a summary goes out: to whom, when they read it, on paper and as a sheet."""

    _inherit = "cs.quality.summary"

    def action_issue(self):
        """Take the figures for the last time and hand the summary to the departments."""
        return self._transition("issue")

    def action_print(self):
        return self.env.ref("cs_feedback.cs_quality_summary_report").report_action(self)

    def web_read(self, specification):
        """Whoever opens the form of an issued summary has read it."""
        result = super().web_read(specification)
        if len(self) == 1 and "section_ids" in specification and self.state == "issued":
            self.receipt_ids._note_read()
        return result

    # it writes a receipt: not for a replica of the database
    web_read._readonly = False

    def _check_can_issue(self):
        for summary in self:
            if not summary.receipt_ids:
                raise UserError(
                    self.env._("No department gets the quality summary; mark those that do first.")
                )
            if summary.company_id._cs_today() <= summary.date_from:
                raise UserError(self.env._("The period of %s has not begun.", summary.name))

    def _do_issue(self):
        for summary in self:
            today = summary.company_id._cs_today()
            if today <= summary.date_to:
                # what is issued before its time ends the day before; the next one begins there
                summary._write_protected({"date_to": today - timedelta(days=1)})
            summary._take_figures()
            summary._write_protected(
                {
                    "issued_at": fields.Datetime.now(),
                    "issued_by_id": self.env.uid,
                    "is_late": today > summary.due_date,
                    **summary._clear_deadline_vals(),
                }
            )
            summary._tell_departments()
        self.activity_unlink(["cs_base.mail_activity_type_deadline"])

    def _sync_receipts(self):
        """One receipt for each department that gets the summary."""
        departments = self._departments_of(self.company_id)
        gone = self.receipt_ids.filtered(lambda receipt: receipt.department_id not in departments)
        gone.unlink()
        self.env["cs.quality.summary.receipt"]._with_key().create(
            [
                {"summary_id": self.id, "department_id": department.id}
                for department in departments - self.receipt_ids.department_id
            ]
        )

    def _tell_departments(self):
        users = self.env["res.users"].union(*(receipt._users() for receipt in self.receipt_ids))
        attachments = self._printed()
        for lang, readers in users.grouped("lang").items():
            summary = self.with_context(lang=lang)
            summary.message_notify(
                attachments=attachments,
                partner_ids=readers.partner_id.ids,
                subject=summary.env._("Quality summary of %s", f"{self.month:%Y-%m}"),
                body=summary.env._(
                    "The quality summary from %(first)s to %(last)s has been issued. Read it and "
                    "reply to what your department is asked to do.",
                    first=self.date_from,
                    last=self.date_to,
                ),
            )

    # Sheet and paper

    def _printed(self):
        """The summary on paper, to go with a mail; nothing where no paper can be made."""
        reports = self.env["ir.actions.report"]
        if reports.get_wkhtmltopdf_state() not in ("ok", "workers", "upgrade"):
            return []
        content, kind = reports._render_qweb_pdf("cs_feedback.cs_quality_summary_report", self.ids)
        return [(f"{self.name.replace('/', '-')}.{kind}", content)]

    def _export_columns(self):
        paths = ["month", "section_id", "name", "label", "value", "before"]
        lines = self.env["cs.quality.summary.line"]
        return [(self._export_label(lines, path), path) for path in paths]

    def _export_lines(self):
        return self.section_ids.line_ids

    def _export_xlsx(self):
        """One summary: a sheet for each section; several: all figures below each other."""
        if len(self) != 1:
            return super()._export_xlsx()
        summary = self.with_context(lang=self.lang)
        tables = [summary._sheet_of_words(), summary._sheet_of_departments()]
        tables[1:1] = [summary._sheet_of(section) for section in summary.section_ids]
        return write_tables(tables)

    def _sheet_of(self, section):
        before = self.env._("Period Before")
        headings, rows = [section.heading], []
        for lines in section.line_ids.grouped("key").values():
            if len(headings) == 1:
                for line in lines:
                    headings += [line.label, f"{line.label} ({before})"]
            cells = [lines[0].name]
            for line in lines:
                cells.append(line.value if line.is_known else None)
                cells.append(line.before if line.is_before_known else None)
            rows.append(cells)
        return section.name, headings, rows

    def _sheet_of_words(self):
        rows = [
            [self.env._("Number"), self.name],
            [self.env._("From"), self.date_from],
            [self.env._("Until"), self.date_to],
            [self.env._("To Be Issued by"), self.due_date],
            [self.env._("Issued on"), self._issued_date()],
            [self.env._("Conclusion"), self.conclusion],
            *([section.name, section.comment] for section in self.section_ids if section.comment),
        ]
        return self.env._("Summary"), [self.env._("Quality Summary"), f"{self.month:%Y-%m}"], rows

    def _sheet_of_departments(self):
        headings = [
            self.env._("Department"),
            self.env._("Asked to Do"),
            self.env._("Read on"),
            self.env._("Reply"),
        ]
        rows = [
            [
                receipt.department_id.name,
                receipt.measure or None,
                self._export_value(receipt, "read_at"),
                receipt.reply or None,
            ]
            for receipt in self.receipt_ids
        ]
        return self.env._("Departments"), headings, rows

    def _issued_date(self):
        if not self.issued_at:
            return None
        return fields.Datetime.context_timestamp(self, self.issued_at).date()

    def _form_tables(self):
        """Sections with their tables, cut to what a page holds."""
        return [(section, section._as_table(PRINTED_ROWS)) for section in self.section_ids]
