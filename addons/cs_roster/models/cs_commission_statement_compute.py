from collections import defaultdict
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain.commission import Change, basis_to_date, decimal, settle

# what makes a line the same as another one, whenever it was computed
_ESSENCE = ("move_line_id", "part", "percent", "basis", "amount")


class CsCommissionStatement(models.Model):
    """The lines of a statement: earned to date less settled, in a fixed number of queries."""

    _inherit = "cs.commission.statement"

    def _compute_anew(self):
        """Make the lines of these drafts, month after month."""
        self.line_ids._with_key().unlink()
        for _month, statements in sorted(self.grouped("date_from").items()):
            for company, of_company in statements.grouped("company_id").items():
                by_employee = {each.employee_id.id: each for each in of_company}
                prepared = self._prepare_lines(company, of_company.employee_id, of_company[0])
                self._create_lines(
                    (by_employee[employee_id], lines) for employee_id, lines in prepared.items()
                )

    @api.model
    def _create_lines(self, lines_by_statement):
        self.env["cs.commission.statement.line"]._with_key().create(
            [
                {"statement_id": statement.id, **vals}
                for statement, lines in lines_by_statement
                for vals in lines
            ]
        )

    def _check_fresh(self):
        """:raises UserError: the ledger has moved on since a statement was computed"""
        # sudo: invoices are not readable by personnel; only whether anything has changed is told
        for statement in self.sudo():
            prepared = self.sudo()._prepare_lines(
                statement.company_id, statement.employee_id, statement
            )
            fresh = prepared.get(statement.employee_id.id, [])
            if self._essence(fresh) != self._essence(statement.line_ids._line_vals()):
                raise UserError(
                    self.env._(
                        "Invoices, payments or tags of %s have changed since it was computed; "
                        "compute it again and look at it once more.",
                        statement.name,
                    )
                )

    @api.model
    def _essence(self, lines):
        return sorted(tuple(decimal(vals[name]) for name in _ESSENCE) for vals in lines)

    # Drafts of a month

    @api.model
    def _cron_make_drafts(self):
        """Drafts of last month for all who earned something; those that are there stay."""
        first = fields.Date.today() + relativedelta(months=-1, day=1)
        companies = self.env["cs.commission.rule"]._read_group([], ["company_id"])
        for (company,) in companies:
            self.with_company(company)._make_drafts(company, first)

    @api.model
    def _make_drafts(self, company, first):
        """Drafts for a month, for agents without a statement for it or for a later month."""
        agents = self.env["sale.order"]._read_group(
            [("company_id", "=", company.id), ("cs_agent_id", "!=", False)], ["cs_agent_id"]
        )
        employees = self.env["hr.employee"].union(*(agent for (agent,) in agents))
        present = self.search(
            [
                ("company_id", "=", company.id),
                ("date_from", ">=", first),
                ("state", "!=", "cancel"),
            ]
        )
        virtual = self.new({"date_from": first, "company_id": company.id})
        prepared = self._prepare_lines(company, employees - present.employee_id, virtual)
        statements = self._with_key().create(
            [
                {"employee_id": employee_id, "company_id": company.id, "date_from": first}
                for employee_id in prepared
            ]
        )
        self._create_lines(zip(statements, prepared.values(), strict=True))
        return statements.with_env(self.env)

    # Lines

    @api.model
    def _prepare_lines(self, company, employees, month):
        """Values of lines by employee id; those who have earned nothing new are left out.

        :param month: a statement, of which only the dates count
        """
        quantum = decimal(company.currency_id.rounding)
        period = (company, employees, month.date_from, month.date_to)
        tallies = self._read_tallies(*period)
        prepared = {}
        by_employee = defaultdict(list)
        for row in self._changed_sources(period, quantum):
            by_employee[row["employee_id"]].append(row)
        for employee_id, rows in by_employee.items():
            earned, settled = tallies.get(employee_id, (Decimal(0), Decimal(0)))
            changes = [Change(row["id"], row["change"], row["percent"]) for row in rows]
            amounts = settle(changes, earned, settled, quantum)
            prepared[employee_id] = [
                self._prepare_line_vals(row, amounts[row["id"]]) for row in rows
            ]
        return prepared

    @api.model
    def _changed_sources(self, period, quantum):
        """Invoice lines whose basis has changed, with ``change``, ``percent`` and ``rule_id``."""
        rows = self._read_sources(*period)
        rules = self.env["cs.commission.rule"]._rules_of(period[0])
        origins = self._read_terms_of_origins(rows, period)
        changed = []
        for row in rows:
            terms = self._terms_of(row, rules, origins)
            if not terms or not terms["percent"]:
                continue
            row.update(terms)
            basis = basis_to_date(
                row["kind"],
                decimal(row["net"]),
                decimal(row["paid"]),
                decimal(row["total"]),
                quantum,
            )
            row["change"] = basis - decimal(row["settled_basis"])
            if row["change"]:
                changed.append(row)
        return changed

    @api.model
    def _terms_of(self, row, rules, origins):
        """What was agreed when the line, or the one that it takes back, was settled first."""
        if row["settled_percent"] is not None:
            kind, percent, rule_id = row["settled_kind"], row["settled_percent"], row["rule_id"]
        elif (row["origin_id"], row["order_line_id"]) in origins:
            kind, percent, rule_id = origins[row["origin_id"], row["order_line_id"]]
        else:
            path = {int(part) for part in (row["categ_path"] or "").split("/") if part}
            rule = rules._first_match(row["rule_date"] or date.max, row["product_id"], path)
            kind, percent, rule_id = rule.kind, rule.percent, rule.id
        return rule_id and {"kind": kind, "percent": decimal(percent), "rule_id": rule_id}

    @api.model
    def _prepare_line_vals(self, row, amount):
        return {
            "move_line_id": row["id"],
            "part": row["settled_parts"] + 1,
            "move_id": row["move_id"],
            "order_id": row["order_id"],
            "order_line_id": row["order_line_id"],
            "rule_id": row["rule_id"],
            "date": row["date"],
            "move_name": row["move_name"],
            "order_name": row["order_name"],
            "partner_name": row["partner_name"],
            "product_name": (row["product_name"] or "").split("\n")[0],
            "kind": row["kind"],
            "percent": float(row["percent"]),
            "basis": float(row["change"]),
            "amount": float(amount),
        }
