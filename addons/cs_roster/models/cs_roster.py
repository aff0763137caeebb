from calendar import monthrange

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..domain import dates

PLANNER_GROUP = "hr_attendance.group_hr_attendance_user"
# who reads plans of all departments, beside those who make them
PLAN_READERS = (
    "hr.group_hr_user",
    "cs_base.group_cs_base_manager",
    "cs_base.group_cs_base_general_manager",
)


class CsRoster(models.Model):
    """Who of a department works which shift in a month (S-76, S-77).

    Planned and generated in any state but locked; what agents were told is kept in the slots
    beside the plan, until the roster is published again.
    """

    _name = "cs.roster"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.transition.mixin"]
    _description = "Roster"
    _order = "date_from desc, department_id"
    _check_company_auto = True

    TRANSITIONS = {
        "publish": (("draft", "published"), "published"),
        "lock": (("published",), "locked"),
        "unlock": (("locked",), "published"),
    }
    PROTECTED_FIELDS = frozenset(
        {"revision", "revised_by_id", "revised_at", "published_at", "published_by_id"}
    )
    _OPEN_FIELDS = frozenset(
        {
            "employee_ids",
            "rest_days",
            "rest_slack",
            "max_run",
            "max_run_level",
            "min_rest_hours",
            "min_rest_level",
            "coverage_ids",
            "pair_ids",
        }
    )
    STATE_FIELDS = {
        "draft": _OPEN_FIELDS | {"department_id", "date_from"},
        "published": _OPEN_FIELDS,
    }

    name = fields.Char(compute="_compute_name")
    department_id = fields.Many2one(
        "hr.department", required=True, index=True, check_company=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    date_from = fields.Date(
        string="Month",
        required=True,
        default=lambda self: fields.Date.today() + relativedelta(months=1, day=1),
        index=True,
    )
    date_to = fields.Date(string="Last Day", compute="_compute_date_to", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("locked", "Locked")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="Agents",
        compute="_compute_employee_ids",
        store=True,
        readonly=False,
        check_company=True,
    )
    rest_days = fields.Integer(default=4)
    rest_slack = fields.Integer(
        string="Further Rest Days", default=1, help="An agent may have that many more."
    )
    max_run = fields.Integer(string="Days in a Row", default=6)
    max_run_level = fields.Selection(
        [("block", "Must be kept"), ("warn", "Should be kept")],
        string="Days in a Row: Rule",
        default="block",
        required=True,
    )
    min_rest_hours = fields.Float(string="Hours between Shifts", default=11)
    min_rest_level = fields.Selection(
        [("block", "Must be kept"), ("warn", "Should be kept")],
        string="Hours between Shifts: Rule",
        default="block",
        required=True,
    )
    coverage_ids = fields.One2many("cs.roster.coverage", "roster_id", string="Other Needs")
    pair_ids = fields.One2many("cs.roster.pair", "roster_id", string="Mentors")
    slot_ids = fields.One2many("cs.roster.slot", "roster_id", string="Slots")
    revision = fields.Integer(readonly=True, copy=False)
    revised_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    revised_at = fields.Datetime(readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    published_at = fields.Datetime(string="Published on", readonly=True, copy=False)
    can_edit = fields.Boolean(compute="_compute_can_edit")

    _month_unique = models.UniqueIndex(
        "(department_id, date_from)", "The department has a roster for this month already."
    )
    _first = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1)", "A roster begins on the first of a month."
    )
    _rules = models.Constraint(
        "CHECK (rest_days >= 0 AND rest_slack >= 0 AND rest_days + rest_slack <= 31 "
        "AND max_run BETWEEN 1 AND 31 AND min_rest_hours BETWEEN 0 AND 24)",
        "Rest days are between 0 and 31, days in a row between 1 and 31, hours between shifts "
        "between 0 and 24.",
    )

    @api.depends("department_id", "date_from")
    @api.depends_context("lang")
    def _compute_name(self):
        for roster in self:
            month = dates.label(roster.date_from, dates.MONTH, self.env.lang)
            roster.name = f"{roster.department_id.name or ''} {month}".strip()

    @api.depends("date_from")
    def _compute_date_to(self):
        for roster in self:
            roster.date_to = roster.date_from and roster.date_from + relativedelta(day=31)

    @api.depends("department_id")
    def _compute_employee_ids(self):
        for roster in self:
            # sudo: heads of departments need not read employees; only who is rostered is taken
            roster.employee_ids = roster.department_id.sudo().member_ids.filtered("cs_is_rostered")

    @api.depends("department_id.manager_id.user_id", "state")
    @api.depends_context("uid")
    def _compute_can_edit(self):
        for roster in self:
            roster.can_edit = roster.state != "locked" and roster._is_planner()

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        agents = [vals.pop("employee_ids", None) for vals in vals_list]
        rosters = super().create(vals_list)
        for roster, commands in zip(rosters, agents, strict=True):
            if commands is not None:
                roster.write({"employee_ids": commands})
        return rosters

    def write(self, vals):
        if "employee_ids" in vals and not self.env.su:
            self.check_access("write")
            vals = dict(vals)
            # sudo: planners read no employees; the constraint says whom they may choose
            self.sudo().write({"employee_ids": vals.pop("employee_ids")})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if told := self.filtered(lambda roster: roster.state != "draft" or roster.published_at):
            raise UserError(
                self.env._(
                    "Agents were told %s, so it stays; change it and publish it again.",
                    self._format_list(told.mapped("name")),
                )
            )

    @api.constrains("employee_ids", "department_id")
    def _check_employees(self):
        for roster in self:
            # sudo: planners read no employees; only names are told
            employees_sudo = roster.sudo().employee_ids
            others = employees_sudo.filtered(
                lambda e, r=roster: not e.cs_is_rostered or e.company_id != r.company_id
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(agents)s cannot be on %(roster)s: only employees of the company who "
                        "work by roster can.",
                        agents=roster._format_list(others.mapped("name")),
                        roster=roster.name,
                    )
                )

    def _is_planner(self):
        self.ensure_one()
        # sudo: who heads a department is not readable by everybody
        head = self.sudo().department_id.manager_id.user_id
        return head == self.env.user or self.env.user.has_group(PLANNER_GROUP)

    def _check_planner(self):
        """:raises UserError: the user does not plan this roster, or it is closed"""
        self.ensure_one()
        self.check_access("read")
        if not self._is_planner():
            raise UserError(
                self.env._(
                    "%s is planned by the head of the department and by those who manage "
                    "attendances; ask one of them.",
                    self.name,
                )
            )
        if self.state == "locked":
            raise UserError(self.env._("%s is locked; unlock it to change it.", self.name))

    def _dates(self):
        """All days of the month."""
        self.ensure_one()
        count = monthrange(self.date_from.year, self.date_from.month)[1]
        return [fields.Date.add(self.date_from, days=number) for number in range(count)]

    def _shift_types(self):
        """The shift types of the company, also those that only older slots have."""
        self.ensure_one()
        types = self.env["cs.shift.type"].with_context(active_test=False)
        found = types.search([("company_id", "in", (False, self.company_id.id))])
        retired = found.filtered(lambda shift_type: not shift_type.active)
        return found - (retired - self._used_types(retired)) if retired else found

    def _used_types(self, types):
        """Those of the types that a slot of the month has."""
        domain = Domain("roster_id", "=", self.id)
        domain &= Domain("shift_type_id", "in", types.ids) | Domain(
            "published_type_id", "in", types.ids
        )
        # sudo: a letter that one may not see in the month is still a letter of it
        groups = (
            self.env["cs.roster.slot"]
            .sudo()
            ._read_group(domain, ["shift_type_id", "published_type_id"])
        )
        return types.browse(used.id for group in groups for used in group)

    def _touch(self):
        """A new revision, so that who planned on an older one is told."""
        self._write_protected(
            {
                "revision": self.revision + 1,
                "revised_by_id": self.env.uid,
                "revised_at": fields.Datetime.now(),
            }
        )

    def action_open_grid(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "cs_roster.grid",
            "name": self.name,
            "params": {"roster_id": self.id},
        }
