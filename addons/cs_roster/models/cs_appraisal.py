from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

MONTHS = {"month": 1, "quarter": 3}


class CsAppraisal(models.Model):
    """An agent's month or quarter: figures from the records, points by the head (S-24, S-103).

    The figures follow the records until the head is done with the appraisal. Personnel confirms
    what was shown: if the records have changed meanwhile, the figures are to be read anew first.
    """

    _name = "cs.appraisal"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.transition.mixin", "cs.export.mixin"]
    _description = "Appraisal"
    _order = "date_from desc, employee_id, id"

    TRANSITIONS = {
        "finish": (("draft",), "done"),
        "reopen": (("done",), "draft"),
        "confirm": (("done",), "confirmed"),
    }
    TRANSITION_GROUPS = {"confirm": ("hr.group_hr_manager",)}
    STATE_FIELDS = {
        "draft": frozenset({"line_ids", "note"}),
        # never the state of an appraisal: whom and which time it is about is not changed
        "new": frozenset({"employee_id", "period", "date_from"}),
    }
    PROTECTED_FIELDS = frozenset(
        {"figures_at", "done_by_id", "done_at", "confirmed_by_id", "confirmed_at"}
    )

    employee_id = fields.Many2one(
        "hr.employee", string="Agent", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="employee_id.department_id", store=True, index=True)
    work_no = fields.Char(related="employee_id.cs_work_no")
    # not user_id: that field makes its user a follower
    agent_user_id = fields.Many2one(
        related="employee_id.user_id", string="Agent's User", store=True, index=True
    )
    period = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")], required=True, default="month"
    )
    date_from = fields.Date(
        string="First Day",
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self) + relativedelta(months=-1, day=1),
    )
    date_to = fields.Date(string="Last Day", compute="_compute_date_to", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done"), ("confirmed", "Confirmed")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("cs.appraisal.line", "appraisal_id", string="Lines")
    points = fields.Float(compute="_compute_points", store=True, digits=(16, 1))
    note = fields.Text(string="Remarks")
    figures_at = fields.Datetime(string="Figures of", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    done_at = fields.Datetime(string="Done on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_at = fields.Datetime(string="Confirmed on", readonly=True, copy=False)

    _period_unique = models.UniqueIndex(
        "(employee_id, period, date_from)", "The agent has an appraisal of this time already."
    )
    _first = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1 AND "
        "(period = 'month' OR EXTRACT(MONTH FROM date_from) IN (1, 4, 7, 10)))",
        "A month begins on its first day, a quarter in January, April, July or October.",
    )

    @api.depends("employee_id", "period", "date_from")
    def _compute_display_name(self):
        for appraisal in self:
            name = appraisal.sudo().employee_id.name  # sudo: heads read only names of employees
            appraisal.display_name = f"{name or ''} {appraisal._period_label()}".strip()

    def _period_label(self):
        """2026-10, or 2026 Q4."""
        self.ensure_one()
        first = self.date_from
        if not first:
            return ""
        if self.period == "month":
            return f"{first:%Y-%m}"
        return f"{first.year} Q{(first.month + 2) // 3}"

    @api.depends("period", "date_from")
    def _compute_date_to(self):
        for appraisal in self:
            first = appraisal.date_from
            months = MONTHS.get(appraisal.period, 1)
            appraisal.date_to = first and first + relativedelta(months=months, days=-1)

    @api.depends("line_ids.points")
    def _compute_points(self):
        for appraisal in self:
            appraisal.points = sum(appraisal.line_ids.mapped("points"))

    @api.model_create_multi
    def create(self, vals_list):
        appraisals = super().create(vals_list)
        appraisals._read_figures()
        return appraisals

    @api.ondelete(at_uninstall=False)
    def _unlink_if_draft(self):
        for appraisal in self:
            if appraisal.state != "draft":
                raise UserError(self.env._("%s is done; it is kept.", appraisal.display_name))

    # Buttons

    def action_read_figures(self):
        """The automatic figures anew, as the records are now."""
        self._check_role("read_figures")
        self._lock_rows()
        for appraisal in self:
            if appraisal.state == "confirmed":
                raise UserError(
                    self.env._("The figures of %s are confirmed.", appraisal.display_name)
                )
        self._read_figures()
        return True

    def action_finish(self):
        """The head is done: points are given, personnel may confirm."""
        return self._transition("finish")

    def action_reopen(self):
        return self._transition("reopen")

    def action_confirm(self):
        return self._transition("confirm")

    def _check_role(self, name):
        """The figures are read anew, and done appraisals given back, by personnel too."""
        user = self.env.user
        if name in ("read_figures", "reopen") and user.has_group("hr.group_hr_manager"):
            self.check_access("read")
            return
        super()._check_role(name)

    def _check_can_finish(self):
        today = fields.Date.context_today(self)
        for appraisal in self:
            if appraisal.date_to >= today:
                raise UserError(
                    self.env._(
                        "%(appraisal)s is finished after %(day)s, when the time is over.",
                        appraisal=appraisal.display_name,
                        day=appraisal.date_to,
                    )
                )
        self._check_not_own()

    def _check_can_confirm(self):
        self._check_not_own()
        for appraisal in self:
            if appraisal.done_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You finished %s yourself; somebody else confirms it.",
                        appraisal.display_name,
                    )
                )
            if appraisal._changed_figures():
                raise UserError(
                    self.env._(
                        "The records behind %s have changed; read the figures anew and look at "
                        "them before you confirm.",
                        appraisal.display_name,
                    )
                )

    def _check_not_own(self):
        for appraisal in self:
            if appraisal.agent_user_id == self.env.user:
                raise UserError(self.env._("%s is your own.", appraisal.display_name))

    def _do_finish(self):
        self._read_figures()
        return {"done_by_id": self.env.uid, "done_at": fields.Datetime.now()}

    def _do_reopen(self):
        return {"done_by_id": False, "done_at": False}

    def _do_confirm(self):
        for appraisal in self:
            user = appraisal.agent_user_id
            body = appraisal.with_context(lang=user.lang).env._("Your appraisal is confirmed.")
            appraisal.message_notify(subject=body, body=body, partner_ids=user.partner_id.ids)
        return {"confirmed_by_id": self.env.uid, "confirmed_at": fields.Datetime.now()}

    @api.model
    def _may_make_all(self):
        """Whether the user makes appraisals of all departments."""
        return self.env.user.has_group("hr.group_hr_manager")
