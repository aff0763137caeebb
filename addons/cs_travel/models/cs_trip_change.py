from odoo import api, fields, models


class CsTripChange(models.Model):
    """A traveller asks to change the route of an approved trip (S-41).

    It is in time when it is submitted the company's hours before the first changed day begins
    where the traveller is. Sales manager and clerk sign in any order; with the last signature
    the plan of the trip gets a new version.
    """

    _name = "cs.trip.change"
    _inherit = ["cs.number.mixin", "cs.trip.part.mixin"]
    _description = "Change of a Trip"
    _order = "id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "ask_exception": (("draft",), "exception"),
        "admit": (("exception",), "submitted"),
        "decline": (("exception",), "draft"),
        "approve": (("submitted",), "approved"),
        "send_back": (("submitted",), "draft"),
        "cancel": (("draft", "submitted", "exception"), "cancel"),
    }
    TRANSITION_GROUPS = {
        "admit": ("cs_base.group_cs_base_general_manager",),
        "decline": ("cs_base.group_cs_base_general_manager",),
    }
    BULK_ACTIONS = frozenset({"action_approve"})
    PROTECTED_FIELDS = frozenset(
        {
            "trip_id",
            "version",
            "submitted_at",
            "is_exception",
            "exception_note",
            "exception_by_id",
            "exception_at",
        }
    )
    STATE_FIELDS = {"draft": frozenset({"reason", "line_ids"})}

    trip_id = fields.Many2one(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one(related="trip_id.team_id", store=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("exception", "Exception Asked For"),
            ("submitted", "To Approve"),
            ("approved", "In Effect"),
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
    reason = fields.Text(help="Why the route has to change.")
    line_ids = fields.One2many("cs.trip.change.line", "change_id", string="Changed Days")
    first_changed_date = fields.Date(
        string="First Changed Day", compute="_compute_first_changed_date", store=True
    )
    notice_ends_at = fields.Datetime(
        string="Ask Until",
        compute="_compute_notice_ends_at",
        help="The last moment at which this change can be asked for in time.",
    )
    planned_cost_after = fields.Monetary(
        string="Planned Cost Afterwards", compute="_compute_planned_cost_after"
    )
    version = fields.Integer(
        string="Plan Version", readonly=True, copy=False, help="The version that the change made."
    )
    submitted_at = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    is_exception = fields.Boolean(string="Late", readonly=True, copy=False, tracking=True)
    exception_note = fields.Text(string="Why It Is Admitted", readonly=True, copy=False)
    exception_by_id = fields.Many2one(
        "res.users", string="Exception Decided by", readonly=True, copy=False
    )
    exception_at = fields.Datetime(string="Exception Decided on", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_can_act")
    can_ask_exception = fields.Boolean(compute="_compute_can_act")
    can_admit = fields.Boolean(compute="_compute_can_act")

    _open_unique = models.UniqueIndex(
        "(trip_id) WHERE state IN ('draft', 'exception', 'submitted')",
        "This trip has an open change already; finish or cancel that one first.",
    )

    @api.depends("line_ids.old_date", "line_ids.date", "line_ids.kind")
    def _compute_first_changed_date(self):
        for change in self:
            dates = change.line_ids._touched_dates()
            change.first_changed_date = min(dates) if dates else False

    @api.depends("first_changed_date", "company_id.cs_trip_change_hours")
    def _compute_notice_ends_at(self):
        for change in self:
            change.notice_ends_at = change.first_changed_date and change._notice_ends()

    @api.depends("trip_id.planned_cost", "line_ids.planned_cost", "line_ids.old_planned_cost")
    def _compute_planned_cost_after(self):
        for change in self:
            new = sum(change.line_ids._planned().mapped("planned_cost"))
            old = sum(change.line_ids.mapped("old_planned_cost"))
            is_done = change.state == "approved"
            change.planned_cost_after = change.trip_id.planned_cost + (0 if is_done else new - old)

    @api.depends("state", "user_id", "first_changed_date")
    @api.depends_context("uid")
    def _compute_can_act(self):
        is_general_manager = self._has_any_group(self.TRANSITION_GROUPS["admit"])
        now = fields.Datetime.now()
        for change in self:
            change.is_mine = change.user_id == self.env.user
            change.can_ask_exception = (
                change.is_mine
                and change.state == "draft"
                # sudo: settings of companies are not readable by every role
                and change.sudo().company_id.cs_trip_admits_late_change
                and bool(change.first_changed_date)
                and not change._is_in_time(now)
            )
            change.can_admit = (
                change.state == "exception" and is_general_manager and not change.is_mine
            )

    @api.depends("name", "trip_id.name")
    def _compute_display_name(self):
        for change in self:
            # sudo: signers need not be able to read the trip
            change.display_name = f"{change.name} ({change.sudo().trip_id.name})"

    def action_open_trip(self):
        self.ensure_one()
        return self.trip_id._open_records(self.trip_id, "cs_travel.cs_trip_action")
