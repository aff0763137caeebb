from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare

DIGITS = 2


class CsAppraisal(models.Model):
    """Where the automatic figures of an appraisal come from.

    An extension that brings a figure adds its name and label to `_metrics()` and a method
    ``_metric_<name>(employees, first, last)``, which returns the values by the employees' ids for
    the days from ``first`` to ``last``.
    """

    _inherit = "cs.appraisal"

    @api.model
    def _metrics(self):
        """Labels of the figures by name, in the order of the lines."""
        metrics = {}
        if "cs.agent.stats" in self.env:
            metrics["served"] = self.env._("Customers served")
            metrics["deals"] = self.env._("Deals")
            metrics["conversion"] = self.env._("Conversion (%)")
        if "cs.commission.statement" in self.env:
            metrics["commission"] = self.env._("Commission")
        if "late_minutes" in self.env["cs.roster.slot"]._fields:
            metrics["late"] = self.env._("Times late")
            metrics["late_minutes"] = self.env._("Minutes late")
        metrics["complaints"] = self.env._("Complaints by buyers")
        metrics["conduct"] = self.env._("Other conduct entries")
        metrics["trainings"] = self.env._("Trainings passed")
        return metrics

    def _figures(self):
        """By appraisal, the value of each metric as the records are now."""
        figures = {appraisal: {} for appraisal in self}
        # sudo: the records behind the figures belong to several roles; only sums are told
        for (first, last), appraisals in (
            self.sudo().grouped(lambda appraisal: (appraisal.date_from, appraisal.date_to)).items()
        ):
            employees = appraisals.employee_id
            for name in self._metrics():
                values = getattr(appraisals, f"_metric_{name}")(employees, first, last)
                for appraisal in appraisals:
                    value = values.get(appraisal.employee_id.id) or 0
                    figures[appraisal][name] = round(value, DIGITS)
        return figures

    def _read_figures(self):
        """Write the figures on the lines; points and remarks of the head stay."""
        figures, labels = self._figures(), self._metrics()
        # sudo: nobody has a right to write figures; they come from the records
        for appraisal_sudo in self.sudo():
            lines = {line.metric: line._with_key() for line in appraisal_sudo.line_ids}
            wanted = []
            for sequence, (name, value) in enumerate(figures[appraisal_sudo].items()):
                if name not in lines:
                    wanted.append(
                        {
                            "appraisal_id": appraisal_sudo.id,
                            "source": "auto",
                            "metric": name,
                            "name": labels[name],
                            "value": value,
                            "sequence": sequence,
                        }
                    )
                elif float_compare(lines[name].value, value, precision_digits=DIGITS):
                    lines[name].value = value
            self.env["cs.appraisal.line"].sudo()._with_key().create(wanted)
        self._write_protected({"figures_at": fields.Datetime.now()})

    def _changed_figures(self):
        """Names of the figures that are no longer what the records say."""
        self.ensure_one()
        stored = {line.metric: line.value for line in self.line_ids if line.metric}
        return [
            name
            for name, value in self._figures()[self].items()
            if float_compare(stored.get(name, 0), value, precision_digits=DIGITS)
        ]

    # The figures

    @api.model
    def _sums(self, model, aggregate, domain, employees, date_field, first, last):
        """A sum or count per employee, by the employees' ids."""
        domain = (
            Domain(domain)
            & Domain("employee_id", "in", employees.ids)
            & Domain(date_field, ">=", first)
            & Domain(date_field, "<=", last)
        )
        groups = self.env[model]._read_group(domain, ["employee_id"], [aggregate])
        return {employee.id: value for employee, value in groups}

    def _metric_served(self, employees, first, last):
        return self._sums("cs.agent.stats", "served:sum", [], employees, "date", first, last)

    def _metric_deals(self, employees, first, last):
        return self._sums("cs.agent.stats", "deals:sum", [], employees, "date", first, last)

    def _metric_conversion(self, employees, first, last):
        """Ratio of sums, never an average of ratios."""
        served = self._metric_served(employees, first, last)
        deals = self._metric_deals(employees, first, last)
        return {
            number: 100 * deals.get(number, 0) / count for number, count in served.items() if count
        }

    def _metric_commission(self, employees, first, last):
        is_settled = Domain("state", "in", ("confirmed", "done"))
        return self._sums(
            "cs.commission.statement", "amount:sum", is_settled, employees, "date_from", first, last
        )

    def _metric_late(self, employees, first, last):
        is_late = Domain("late_minutes", ">", 0)
        return self._sums("cs.roster.slot", "__count", is_late, employees, "date", first, last)

    def _metric_late_minutes(self, employees, first, last):
        return self._sums("cs.roster.slot", "late_minutes:sum", [], employees, "date", first, last)

    def _metric_complaints(self, employees, first, last):
        counts = Domain("state", "=", "confirmed") & Domain("kind", "=", "complaint")
        return self._sums("cs.conduct", "__count", counts, employees, "date", first, last)

    def _metric_conduct(self, employees, first, last):
        counts = Domain("state", "=", "confirmed") & Domain("kind", "!=", "complaint")
        return self._sums("cs.conduct", "__count", counts, employees, "date", first, last)

    def _metric_trainings(self, employees, first, last):
        passed = Domain("state", "=", "passed")
        return self._sums(
            "cs.training.result", "__count", passed, employees, "passed_on", first, last
        )
