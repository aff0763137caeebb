from odoo import api, fields, models

PLAN_FIELDS = frozenset(
    {"trip_id", "date", "city", "partner_ids", "purpose", "transport", "planned_cost"}
)
ACTUAL_FIELDS = frozenset({"actual_city", "actual_partner_ids", "actual_note"})


class CsTripDay(models.Model):
    """A day of a trip: what was planned, what was travelled, what the audit found.

    A change replaces the row by a new one; the old one is archived with its version, so
    that the plan of every moment can be read.
    """

    _name = "cs.trip.day"
    _inherit = ["cs.transition.mixin"]
    _description = "Day of a Trip"
    _order = "date, version desc, id"
    _check_company_auto = True

    PROTECTED_FIELDS = frozenset(
        {"active", "version", "result", "finding_note", "found_by_id", "found_at"}
    )
    STATE_FIELDS = {
        "draft": PLAN_FIELDS,
        "approved": ACTUAL_FIELDS,
        "returned": frozenset(),
    }

    active = fields.Boolean(default=True, readonly=True)
    trip_id = fields.Many2one(
        "cs.trip", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="trip_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="trip_id.state", store=True, index=True)
    employee_id = fields.Many2one(related="trip_id.employee_id", store=True, index=True)
    user_id = fields.Many2one(related="trip_id.user_id", store=True, index=True)
    team_id = fields.Many2one(related="trip_id.team_id", store=True)
    version = fields.Integer(default=1, readonly=True)
    date = fields.Date(required=True, index=True)
    city = fields.Char(required=True)
    partner_ids = fields.Many2many(
        "res.partner",
        "cs_trip_day_partner_rel",
        "day_id",
        "partner_id",
        string="Dealers",
        check_company=True,
    )
    purpose = fields.Char()
    transport = fields.Selection(
        [
            ("train", "Train"),
            ("plane", "Plane"),
            ("bus", "Coach"),
            ("company_car", "Company Car"),
            ("own_car", "Own Car"),
            ("ship", "Ship"),
            ("none", "None"),
        ],
        default="train",
    )
    planned_cost = fields.Monetary()
    actual_city = fields.Char()
    actual_partner_ids = fields.Many2many(
        "res.partner",
        "cs_trip_day_actual_partner_rel",
        "day_id",
        "partner_id",
        string="Dealers Visited",
        check_company=True,
    )
    actual_note = fields.Char(string="What Was Done")
    result = fields.Selection(
        [
            ("not_verified", "Not Verified"),
            ("as_planned", "As Planned"),
            ("deviated", "Deviated"),
            ("solicited", "Benefits Solicited"),
        ],
        string="Finding",
        default="not_verified",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    finding_note = fields.Text(readonly=True, copy=False)
    found_by_id = fields.Many2one("res.users", string="Found by", readonly=True, copy=False)
    found_at = fields.Datetime(string="Found on", readonly=True, copy=False)
    is_reimbursable = fields.Boolean(compute="_compute_is_reimbursable")
    expense_ids = fields.One2many("hr.expense", "cs_trip_day_id", string="Expenses")
    expense_total = fields.Monetary(compute="_compute_expense_total", compute_sudo=True)

    _date_unique = models.UniqueIndex(
        "(trip_id, date) WHERE active", "This day is planned already on this trip."
    )
    _planned_cost_positive = models.Constraint(
        "CHECK (planned_cost >= 0)", "The planned cost cannot be negative."
    )

    @api.depends("trip_id.name", "date", "city")
    @api.depends_context("cs_within_trip")
    def _compute_display_name(self):
        """Where the trip is plain, the city tells more than its number."""
        is_within = self.env.context.get("cs_within_trip")
        for day in self:
            parts = (day.date, day.city) if is_within else (day.trip_id.name, day.date)
            day.display_name = " ".join(str(part) for part in parts if part)

    @api.depends("result")
    def _compute_is_reimbursable(self):
        for day in self:
            day.is_reimbursable = day.result == "as_planned"

    @api.depends("expense_ids.total_amount")
    def _compute_expense_total(self):
        for day in self:
            day.expense_total = sum(day.expense_ids.mapped("total_amount"))

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_key_present():
            default_id = self.env.context.get("default_trip_id")
            trips = self.env["cs.trip"].browse(
                vals.get("trip_id", default_id) for vals in vals_list
            )
            trips._check_plan_is_open()
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self.trip_id._check_plan_is_open()

    def _frozen_state(self):
        return self.trip_id._frozen_state()
