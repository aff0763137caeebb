from odoo import fields, models
from odoo.tools import format_date

from ..domain import month_table

ROWS_PER_PAGE = 20


class CsRoster(models.Model):
    """The month on paper and as XLSX; who does not plan gets what agents were told."""

    _name = "cs.roster"
    _inherit = ["cs.roster", "cs.form.mixin", "cs.export.mixin"]

    def action_print(self):
        return self.env.ref("cs_roster.cs_roster_report_month").report_action(self)

    def _export_xlsx(self):
        self.ensure_one()
        words = {
            "work_no": self.env._("Work Number"),
            "name": self.env._("Agent"),
            "rest": self.env._("Rest Days"),
            "nights": self.env._("Nights"),
            "weekends": self.env._("Weekend Days"),
        }
        return month_table.write_month(self._month_data(), words)

    def _month_data(self):
        """What the grid shows, with the weekdays as letters."""
        data = self.grid_read()
        for day in data["days"]:
            date = fields.Date.from_string(day["date"])
            day["letter"] = format_date(self.env, date, date_format="EEEEE")
        return data

    def _form_month(self):
        """What the printed month shows."""
        data = self._month_data()
        rows = [
            {
                "name": row["name"],
                "work_no": row["work_no"],
                "cells": [month_table.look(data, cell) for cell in row["cells"]],
                "counts": month_table.counts(data, row),
            }
            for row in data["rows"]
        ]
        pages = [rows[i : i + ROWS_PER_PAGE] for i in range(0, len(rows), ROWS_PER_PAGE)]
        return {
            "days": data["days"],
            "shifts": data["shifts"],
            "labels": data["labels"],
            "pages": pages or [[]],
            "coverage": month_table.coverage(data),
            "is_plan": data["sees_plan"] and self._has_changes(data),
        }

    def _has_changes(self, data):
        """Whether agents have not been told all of it."""
        return any(row["cells"] != row["published"] for row in data["rows"])

    def _form_month_signatures(self):
        # sudo: names of who heads a department and of who published, no more
        roster_sudo = self.sudo()
        publisher = self._form_signature(
            self.env._("Published by"), roster_sudo.published_by_id.name, self.published_at
        )
        head = self._form_signature(
            self.env._("Head of Department"), roster_sudo.department_id.manager_id.name
        )
        return [publisher, head, self._form_signature(self.env._("Seen by Personnel"))]
