from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.cs_appraisal import MONTHS


class CsAppraisalMake(models.TransientModel):
    """Appraisals of all agents of a department, for a month or a quarter."""

    _name = "cs.appraisal.make"
    _description = "Make Appraisals"

    period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], required=True, default="month"
    )
    date = fields.Date(
        string="Any Day of It",
        required=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=-1),
    )
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        default=lambda self: self.env["hr.department"].search(
            [("manager_id.user_id", "=", self.env.uid)], limit=1
        ),
    )

    def _first_day(self):
        months = MONTHS[self.period]
        return self.date.replace(day=1, month=(self.date.month - 1) // months * months + 1)

    def action_make(self):
        """Make those that are missing, and show all of the time."""
        self.ensure_one()
        self.department_id.check_access("read")
        # sudo: who heads the department, and who its agents are
        department_sudo = self.sudo().department_id
        appraisals = self.env["cs.appraisal"]
        is_head = department_sudo.manager_id.user_id == self.env.user
        if not is_head and not appraisals._may_make_all():
            raise UserError(
                self.env._(
                    "Appraisals of %s are made by its head or by personnel.", department_sudo.name
                )
            )
        company = department_sudo.company_id or self.env.company
        agents = (
            self.env["hr.employee"]
            ._cs_agents(company)
            .filtered(
                lambda agent: (
                    agent.department_id == department_sudo and agent.user_id != self.env.user
                )
            )
        )
        key = {"period": self.period, "date_from": self._first_day()}
        time = Domain("period", "=", key["period"]) & Domain("date_from", "=", key["date_from"])
        there = appraisals.search(time & Domain("employee_id", "in", agents.ids))
        made = appraisals.create(
            [{**key, "employee_id": agent.id} for agent in agents - there.employee_id]
        )
        if not there | made:
            raise UserError(self.env._("Nobody of %s works by roster.", department_sudo.name))
        action = self.env["ir.actions.act_window"]._for_xml_id("cs_roster.cs_appraisal_action")
        action["domain"] = Domain("id", "in", (there | made).ids)
        return action
