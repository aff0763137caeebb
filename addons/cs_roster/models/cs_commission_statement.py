from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import dates

HR = "hr.group_hr_manager"
FINANCE = "account.group_account_invoice"
LIVE = ("draft", "confirmed", "done")


class CsCommissionStatement(models.Model):
    """What an agent has earned by the end of a month, less what was settled before (S-85).

    Statements of an agent are confirmed in the order of their months, so that each counts on
    all that came before it.
    """

    _name = "cs.commission.statement"
    _inherit = ["mail.thread", "cs.transition.mixin", "cs.export.mixin"]
    _description = "Commission Statement"
    _order = "date_from desc, employee_id"
    _check_company_auto = True

    TRANSITIONS = {
        "compute": (("draft",), "draft"),
        "confirm": (("draft",), "confirmed"),
        "reopen": (("confirmed",), "draft"),
        "cancel": (("draft", "confirmed"), "cancel"),
    }
    TRANSITION_GROUPS = {"compute": (HR,), "confirm": (HR,), "reopen": (HR,), "cancel": (HR,)}
    PROTECTED_FIELDS = frozenset(
        {
            "employee_id",
            "company_id",
            "date_from",
            "line_ids",
            "confirmed_by_id",
            "confirmed_at",
        }
    )
    STATE_FIELDS = {"draft": frozenset({"note"})}

    name = fields.Char(compute="_compute_name")
    employee_id = fields.Many2one(
        "hr.employee",
        string="Agent",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    work_no = fields.Char(string="Work Number", related="employee_id.cs_work_no")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    department_id = fields.Many2one("hr.department", related="employee_id.department_id")
    date_from = fields.Date(string="Month", required=True, readonly=True, index=True)
    date_to = fields.Date(string="Last Day", compute="_compute_date_to", store=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("done", "Done"),
            ("cancel", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("cs.commission.statement.line", "statement_id", readonly=True)
    line_count = fields.Integer(string="Lines", compute="_compute_amount", store=True)
    basis = fields.Monetary(compute="_compute_amount", store=True)
    amount = fields.Monetary(
        string="Commission", compute="_compute_amount", store=True, tracking=True
    )
    note = fields.Text(string="Notes")
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(string="Confirmed on", readonly=True, copy=False)

    _month_unique = models.UniqueIndex(
        "(employee_id, company_id, date_from) WHERE state != 'cancel'",
        "The agent has a statement for this month already.",
    )
    _first = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1)", "A statement begins on the first of a month."
    )

    @api.depends("employee_id", "date_from")
    @api.depends_context("lang")
    def _compute_name(self):
        for statement in self:
            month = dates.label(statement.date_from, dates.MONTH, self.env.lang)
            # sudo: the name of a colleague is no secret, the record around it is
            statement.name = f"{month} {statement.employee_id.sudo().name or ''}".strip()

    @api.depends("date_from")
    def _compute_date_to(self):
        for statement in self:
            statement.date_to = statement.date_from and statement.date_from + relativedelta(day=31)

    @api.depends("line_ids.basis", "line_ids.amount")
    def _compute_amount(self):
        for statement in self:
            statement.line_count = len(statement.line_ids)
            statement.basis = sum(statement.line_ids.mapped("basis"))
            statement.amount = sum(statement.line_ids.mapped("amount"))

    # Steps

    def action_compute(self):
        """Compute drafts anew, and the later drafts of their agents, which count on them."""
        return self._transition("compute")

    def action_confirm(self):
        return self._transition("confirm")

    def action_reopen(self):
        return self._transition("reopen")

    def action_cancel(self):
        return self._transition("cancel")

    def _do_compute(self):
        if not self:
            return
        drafts = self.search(
            [
                ("employee_id", "in", self.employee_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("date_from", ">=", min(self.mapped("date_from"))),
                ("state", "=", "draft"),
            ]
        )
        drafts._lock_rows()
        drafts._compute_anew()

    def _check_can_confirm(self):
        self._check_not_own()
        for statement in self:
            earlier = statement._others(("draft",)).filtered(
                lambda other, own=statement: other.date_from < own.date_from
            )
            if earlier - self:
                raise UserError(
                    self.env._(
                        "Confirm or cancel %(earlier)s first: %(name)s counts on it.",
                        earlier=earlier[0].name,
                        name=statement.name,
                    )
                )
        self._check_fresh()

    def _do_confirm(self):
        return {"confirmed_by_id": self.env.uid, "confirmed_at": fields.Datetime.now()}

    def _check_can_reopen(self):
        self._check_not_own()
        for statement in self:
            later = statement._others(("confirmed", "done")).filtered(
                lambda other, own=statement: other.date_from > own.date_from
            )
            if later:
                raise UserError(
                    self.env._(
                        "%(later)s counts on %(name)s; what changes comes into the next statement.",
                        later=later[0].name,
                        name=statement.name,
                    )
                )

    def _do_reopen(self):
        return {"confirmed_by_id": False, "confirmed_at": False}

    def _check_can_cancel(self):
        self._check_not_own()

    def _others(self, states):
        """Statements of the same agent in these states."""
        self.ensure_one()
        return self.search(
            [
                ("id", "!=", self.id),
                ("employee_id", "=", self.employee_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "in", states),
            ],
            order="date_from",
        )

    def _check_not_own(self):
        """:raises UserError: one of the statements is that of the user"""
        for statement in self:
            # sudo: whose user an employee is
            if statement.employee_id.sudo().user_id == self.env.user:
                raise UserError(
                    self.env._("%s is your own; somebody else decides on it.", statement.name)
                )
