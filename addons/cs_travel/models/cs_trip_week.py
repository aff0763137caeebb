from odoo import api, fields, models

from ..domain.clock import is_in_time


class CsTripWeek(models.Model):
    """A week of a long posting: planned before it begins, reported when it is over.

    The weeks are made when the posting is approved. A clerk who files the plan makes its days
    part of the route; the report is checked by a clerk.
    """

    _name = "cs.trip.week"
    _inherit = ["cs.trip.part.mixin", "cs.deadline.mixin"]
    _description = "Week of a Posting"
    _order = "date desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "file": (("submitted",), "filed"),
        "send_back": (("submitted",), "draft"),
        "report": (("filed",), "reported"),
        "check": (("reported",), "checked"),
        "hand_back": (("reported",), "filed"),
        "cancel": (("draft", "submitted", "filed"), "cancel"),
    }
    TRANSITION_GROUPS = dict.fromkeys(("check", "hand_back"), ("cs_base.group_cs_base_clerk",))
    BULK_ACTIONS = frozenset({"action_approve", "action_check"})
    PROTECTED_FIELDS = frozenset(
        {
            "trip_id",
            "date",
            "is_late",
            "reported_at",
            "checked_by_id",
            "checked_at",
            "handed_back_note",
        }
    )
    STATE_FIELDS = {
        "draft": frozenset({"line_ids"}),
        "filed": frozenset({"report"}),
    }

    trip_id = fields.Many2one(string="Posting", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one(related="trip_id.team_id", store=True)
    date = fields.Date(string="Monday", required=True, readonly=True, index=True)
    date_start = fields.Date(string="First Day", compute="_compute_span", store=True)
    date_end = fields.Date(string="Last Day", compute="_compute_span", store=True)
    state = fields.Selection(
        [
            ("draft", "To Plan"),
            ("submitted", "To File"),
            ("filed", "Filed"),
            ("reported", "To Check"),
            ("checked", "Checked"),
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
    line_ids = fields.One2many("cs.trip.week.line", "week_id", string="Plan of the Week")
    planned_cost = fields.Monetary(compute="_compute_planned_cost")
    is_late = fields.Boolean(string="Planned Late", readonly=True, copy=False, tracking=True)
    report = fields.Text(string="Weekly Report", copy=False)
    reported_at = fields.Datetime(string="Reported on", readonly=True, copy=False)
    handed_back_note = fields.Text(
        string="Missing in the Report", readonly=True, copy=False, tracking=True
    )
    checked_by_id = fields.Many2one("res.users", string="Checked by", readonly=True, copy=False)
    checked_at = fields.Datetime(string="Checked on", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_can_act")
    can_report = fields.Boolean(compute="_compute_can_act")
    can_check = fields.Boolean(compute="_compute_can_act")

    _week_unique = models.UniqueIndex("(trip_id, date)", "This week of the posting exists already.")
    _monday = models.Constraint(
        "CHECK (EXTRACT(ISODOW FROM date) = 1)", "A week is named by its Monday."
    )

    @api.depends("date", "trip_id.date_from", "trip_id.date_to")
    def _compute_span(self):
        """The days of the week that belong to the posting."""
        for week in self:
            sunday = fields.Date.add(week.date, days=6)
            week.date_start = max(week.date, week.trip_id.date_from)
            week.date_end = min(sunday, week.trip_id.date_to)

    @api.depends("line_ids.planned_cost")
    def _compute_planned_cost(self):
        for week in self:
            week.planned_cost = sum(week.line_ids.mapped("planned_cost"))

    @api.depends("state", "user_id")
    @api.depends_context("uid")
    def _compute_can_act(self):
        is_clerk = self._has_any_group(self.TRANSITION_GROUPS["check"])
        for week in self:
            week.is_mine = week.user_id == self.env.user
            week.can_report = week.state == "filed" and week.is_mine
            week.can_check = week.state == "reported" and is_clerk and not week.is_mine

    @api.depends("trip_id.name", "date")
    def _compute_display_name(self):
        for week in self:
            # sudo: signers need not be able to read the trip
            week.display_name = f"{week.sudo().trip_id.name} {week.date or ''}"

    def _is_in_time(self, now):
        trip = self.trip_id.sudo()  # sudo: the hours are a setting of the company
        hours = trip.company_id.cs_trip_change_hours
        return is_in_time(now, self.date_start, trip._timezone(), hours)

    def _deadline_responsible_users(self):
        return self.user_id

    def _deadline_escalation_users(self):
        return super()._deadline_escalation_users() | self.manager_id
