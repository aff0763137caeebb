from pytz import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError

ROUTE_FIELDS = frozenset(
    {"kind", "date_from", "date_to", "purpose", "budget", "standin_id", "company_id", "day_ids"}
)


class CsTrip(models.Model):
    """A business trip from its application to the settled expenses (S-38, S-39)."""

    _name = "cs.trip"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.number.mixin",
        "cs.approval.mixin",
        "cs.deadline.mixin",
        "cs.export.mixin",
        "cs.bulk.mixin",
    ]
    _description = "Business Trip"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "approve": (("submitted",), "approved"),
        "send_back": (("submitted",), "draft"),
        "return": (("approved",), "returned"),
        "audit": (("returned",), "audited"),
        "settle": (("audited",), "settled"),
        "cancel": (("draft", "submitted", "approved"), "cancel"),
    }
    TRANSITION_GROUPS = {"audit": ("cs_base.group_cs_base_clerk",)}
    BULK_ACTIONS = frozenset({"action_approve", "action_audit"})
    PROTECTED_FIELDS = frozenset(
        {
            "employee_id",
            "manager_id",
            "team_id",
            "plan_version",
            "approved_at",
            "returned_at",
            "audited_at",
            "audited_by_id",
            "settled_at",
        }
    )
    STATE_FIELDS = {
        "draft": ROUTE_FIELDS,
        "submitted": frozenset(),
        "approved": frozenset({"summary", "standin_id", "day_ids"}),
        "returned": frozenset({"day_ids"}),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("returned", "To Audit"),
            ("audited", "To Settle"),
            ("settled", "Settled"),
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
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee",
        string="Traveller",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        default=lambda self: self.env.user.employee_id,
        check_company=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", string="Traveller's User", store=True, index=True
    )
    department_id = fields.Many2one(related="employee_id.department_id", store=True)
    manager_id = fields.Many2one(
        "res.users",
        string="Sales Manager",
        compute="_compute_manager_id",
        store=True,
        index=True,
        help="The manager of the traveller, who signs the trip and its money.",
    )
    team_id = fields.Many2one(
        "crm.team", string="Office", compute="_compute_team_id", store=True, index=True
    )
    kind = fields.Selection(
        [("trip", "Business Trip"), ("posting", "Long Posting")],
        default="trip",
        required=True,
        help="A long posting is planned and reported week by week.",
    )
    purpose = fields.Char(required=True)
    date_from = fields.Date(
        string="First Day",
        compute="_compute_dates",
        store=True,
        readonly=False,
        copy=False,
        index=True,
        tracking=True,
    )
    date_to = fields.Date(
        string="Last Day",
        compute="_compute_dates",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
    )
    day_ids = fields.One2many("cs.trip.day", "trip_id", string="Route", copy=False)
    planned_cost = fields.Monetary(compute="_compute_planned_cost", store=True)
    budget = fields.Monetary(
        copy=False, help="Of a long posting, whose days are planned week by week."
    )
    plan_version = fields.Integer(readonly=True, copy=False, default=1)
    standin_id = fields.Many2one(
        "res.users",
        string="Stand-in",
        domain=[("share", "=", False)],
        tracking=True,
        help="Looks after the traveller's customers during the trip.",
    )
    summary = fields.Text(string="Trip Report", copy=False)
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    returned_at = fields.Datetime(string="Returned on", readonly=True, copy=False)
    audited_at = fields.Datetime(string="Audited on", readonly=True, copy=False)
    audited_by_id = fields.Many2one(
        "res.users", string="Audited by", readonly=True, copy=False, index=True
    )
    settled_at = fields.Datetime(string="Settled on", readonly=True, copy=False)
    expense_ids = fields.One2many("hr.expense", "cs_trip_id")
    reimbursement_ids = fields.One2many("cs.trip.reimbursement", "trip_id", readonly=True)
    expense_count = fields.Integer(compute="_compute_expense_count", compute_sudo=True)
    is_mine = fields.Boolean(compute="_compute_can_act")
    can_return = fields.Boolean(compute="_compute_can_act")
    can_audit = fields.Boolean(compute="_compute_can_act")
    can_cancel = fields.Boolean(compute="_compute_can_act")

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE approval_round > 0", "This trip number is taken already."
    )
    _budget_positive = models.Constraint("CHECK (budget >= 0)", "The budget cannot be negative.")
    _dates_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The trip must end on or after its first day."
    )

    @api.depends("employee_id")
    def _compute_manager_id(self):
        for trip in self:
            # sudo: managers are named on employee records, which not everybody reads
            employee_sudo = trip.employee_id.sudo()
            managers_sudo = (
                employee_sudo.parent_id.user_id or employee_sudo.department_id.manager_id.user_id
            )
            trip.manager_id = managers_sudo - employee_sudo.user_id

    @api.depends("employee_id")
    def _compute_team_id(self):
        for trip in self:
            # sudo: only the office of the traveller's user is read
            team_sudo = trip.employee_id.sudo().user_id.sale_team_id
            is_ours = not team_sudo.company_id or team_sudo.company_id == trip.company_id
            trip.team_id = team_sudo.id if is_ours else False

    @api.depends("day_ids.date", "day_ids.active", "kind")
    def _compute_dates(self):
        for trip in self:
            dates = [date for date in trip._planned_days().mapped("date") if date]
            if dates and trip.kind == "trip":
                trip.date_from, trip.date_to = min(dates), max(dates)

    @api.depends("day_ids.planned_cost", "day_ids.active")
    def _compute_planned_cost(self):
        for trip in self:
            trip.planned_cost = sum(trip._planned_days().mapped("planned_cost"))

    @api.depends("expense_ids")
    def _compute_expense_count(self):
        counts = dict(
            self.env["hr.expense"]._read_group(
                [("cs_trip_id", "in", self.ids)], ["cs_trip_id"], ["__count"]
            )
        )
        for trip in self:
            trip.expense_count = counts.get(trip._origin, 0)

    @api.depends("state", "employee_id", "date_from")
    @api.depends_context("uid")
    def _compute_can_act(self):
        is_clerk = self._has_any_group(self._merge_tables("TRANSITION_GROUPS")["audit"])
        for trip in self:
            trip.is_mine = trip.user_id == self.env.user
            trip.can_return = (
                trip.state == "approved" and trip.is_mine and trip.date_from <= trip._today()
            )
            trip.can_audit = trip.state == "returned" and is_clerk and not trip.is_mine
            trip.can_cancel = trip.is_mine and trip.state in ("draft", "submitted", "approved")

    @api.model_create_multi
    def create(self, vals_list):
        """Everybody applies for their own trips only (S-38)."""
        if not self.env.su and not self.env.user.employee_id:
            raise UserError(
                self.env._(
                    "You are not known as an employee of this company; ask the personnel "
                    "department to link your user to one."
                )
            )
        trips = super().create(vals_list)
        for trip in trips:
            if not self.env.su and trip.employee_id.sudo().user_id != self.env.user:
                raise UserError(self.env._("Apply for your own trips only."))
        return trips

    @api.ondelete(at_uninstall=False)
    def _unlink_not_cancelled(self):
        for trip in self:
            if trip.state == "cancel":
                raise UserError(
                    self.env._("%s is cancelled and stays on record.", trip.display_name)
                )

    def _planned_days(self):
        """The days of the present plan, also where the context shows archived rows."""
        return self.day_ids.filtered("active")

    def _approved_cost(self):
        """What may be spent: the planned days, or the budget of a posting (company currency)."""
        self.ensure_one()
        return self.budget if self.kind == "posting" else self.planned_cost

    def _timezone(self):
        """The zone in which the traveller's days begin."""
        self.ensure_one()
        # sudo: the zone of the employee is not readable by every role
        employee_sudo = self.employee_id.sudo()
        return timezone(employee_sudo.tz or employee_sudo.user_id.tz or "UTC")

    def _today(self):
        """Today's date where the traveller's day is counted."""
        self.ensure_one()
        now = fields.Datetime.now().replace(tzinfo=timezone("UTC"))
        return now.astimezone(self._timezone()).date()

    # Deadlines and export

    def _deadline_responsible_users(self):
        self.ensure_one()
        xmlids = {"returned": "cs_base.group_cs_base_clerk"}
        xmlid = xmlids.get(self.state)
        return self._deadline_group_users(xmlid) if xmlid else self.env["res.users"]

    def _export_columns(self):
        paths = [
            "trip_id.name", "trip_id.employee_id", "trip_id.team_id", "date", "city",
            "partner_ids", "purpose", "transport", "planned_cost", "actual_city",
            "actual_partner_ids", "result", "finding_note", "expense_total",
        ]  # fmt: skip
        days = self.env["cs.trip.day"]
        return [(self._export_label(days, path), path) for path in paths]

    def _export_lines(self):
        return self.day_ids

    def _check_plan_is_open(self):
        """Days are planned in the draft; after that they are changed by a request (S-41)."""
        for trip in self:
            if trip.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is no longer a draft; ask for a change of the route.",
                        trip.display_name,
                    )
                )
