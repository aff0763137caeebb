from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployee(models.Model):
    """New agents, their trainings and the entries about them."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_confirmed_on"})

    cs_agent_since = fields.Date(
        string="Agent since",
        compute="_compute_cs_agent_since",
        store=True,
        readonly=False,
        groups="hr.group_hr_user",
    )
    cs_confirmed_on = fields.Date(
        string="Confirmed on",
        copy=False,
        readonly=True,
        groups="hr.group_hr_user",
        help="Personnel has ended the time as a new agent.",
    )
    cs_conduct_ids = fields.One2many(
        "cs.conduct", "employee_id", string="Conduct Entries", groups="hr.group_hr_user"
    )
    cs_training_result_ids = fields.One2many(
        "cs.training.result", "employee_id", string="Trainings", groups="hr.group_hr_user"
    )

    @api.depends("cs_is_rostered")
    def _compute_cs_agent_since(self):
        for employee in self:
            since = employee.cs_agent_since
            if employee.cs_is_rostered and not since:
                since = (employee.create_date or fields.Datetime.now()).date()
            employee.cs_agent_since = since

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        # sudo: whether somebody is rostered is read by personnel only
        if rostered_sudo := employees.sudo().filtered("cs_is_rostered"):
            self.env["cs.training.requirement"]._sync_companies(rostered_sudo.company_id)
        return employees

    def write(self, vals):
        companies = self.company_id
        result = super().write(vals)
        if {"cs_is_rostered", "active", "department_id", "company_id"} & vals.keys():
            self.env["cs.training.requirement"]._sync_companies(companies | self.company_id)
        return result

    @api.model
    def _cs_agents(self, company, department=None):
        """The active rostered agents of a company, or of a department and those below it."""
        domain = Domain("company_id", "=", company.id) & Domain("cs_is_rostered", "=", True)
        if department:
            domain &= Domain("department_id", "child_of", department.id)
        # sudo: who is rostered is told by our checked code only, as names
        return self.sudo().search(domain)

    def _cs_new_agents(self, first, last):
        """Those of ``self`` who are still new on a day from ``first`` to ``last``."""
        new = self.browse()
        # sudo: planners and heads do not read since when somebody is here
        for employee_sudo in self.sudo():
            since, days = employee_sudo.cs_agent_since, employee_sudo.company_id.cs_new_agent_days
            confirmed = employee_sudo.cs_confirmed_on
            if not since or (confirmed and confirmed <= first):
                continue
            if since <= last and fields.Date.add(since, days=days) > first:
                new |= self.browse(employee_sudo.id)
        return new
