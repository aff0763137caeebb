from odoo import api, fields, models
from odoo.exceptions import UserError

from .cs_trip_plan_mixin import ROUTE_FIELDS

LINE_FIELDS = frozenset({"change_id", "kind", "old_day_id", "date", *ROUTE_FIELDS})


class CsTripChangeLine(models.Model):
    """One day of the route that a change replaces, adds or drops: old beside new."""

    _name = "cs.trip.change.line"
    _inherit = ["cs.transition.mixin", "cs.trip.plan.mixin"]
    _description = "Changed Day of a Trip"
    _order = "sort_date, id"
    _check_company_auto = True

    STATE_FIELDS = {"draft": LINE_FIELDS}

    change_id = fields.Many2one("cs.trip.change", required=True, index=True, ondelete="cascade")
    trip_id = fields.Many2one(related="change_id.trip_id", store=True, index=True)
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="change_id.user_id", store=True, index=True)
    state = fields.Selection(related="change_id.state", store=True)
    kind = fields.Selection(
        [("replace", "Replace a Day"), ("add", "Add a Day"), ("drop", "Drop a Day")],
        default="replace",
        required=True,
    )
    old_day_id = fields.Many2one(
        "cs.trip.day",
        string="Planned Day",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('trip_id', '=', trip_id), ('active', '=', True)]",
    )
    old_date = fields.Date(related="old_day_id.date", string="Date before")
    old_city = fields.Char(related="old_day_id.city", string="City before")
    old_partner_ids = fields.Many2many(related="old_day_id.partner_ids", string="Dealers before")
    old_purpose = fields.Char(related="old_day_id.purpose", string="Purpose before")
    old_transport = fields.Selection(related="old_day_id.transport", string="Transport before")
    old_planned_cost = fields.Monetary(
        related="old_day_id.planned_cost", string="Planned Cost before"
    )
    date = fields.Date(compute="_compute_plan", store=True, precompute=True, readonly=False)
    city = fields.Char(compute="_compute_plan", store=True, precompute=True, readonly=False)
    partner_ids = fields.Many2many(
        compute="_compute_plan", store=True, precompute=True, readonly=False
    )
    purpose = fields.Char(compute="_compute_plan", store=True, precompute=True, readonly=False)
    transport = fields.Selection(
        compute="_compute_plan", store=True, precompute=True, readonly=False
    )
    planned_cost = fields.Monetary(
        compute="_compute_plan", store=True, precompute=True, readonly=False
    )
    sort_date = fields.Date(compute="_compute_sort_date", store=True)

    _old_day_unique = models.UniqueIndex(
        "(change_id, old_day_id) WHERE old_day_id IS NOT NULL",
        "Each planned day can be changed only once in a request.",
    )
    _old_day_by_kind = models.Constraint(
        "CHECK ((kind = 'add') = (old_day_id IS NULL))",
        "Choose the planned day that is replaced or dropped; an added day replaces none.",
    )
    _plan_by_kind = models.Constraint(
        "CHECK (kind = 'drop' OR (date IS NOT NULL AND city IS NOT NULL))",
        "Enter date and city of the new day.",
    )

    @api.depends("old_day_id", "kind")
    def _compute_plan(self):
        """A replaced day begins with what was planned for it; a dropped one has no plan."""
        for line in self:
            if line.kind == "add" or (line.kind == "replace" and not line.old_day_id):
                continue
            day = line.old_day_id if line.kind == "replace" else line.old_day_id.browse()
            line.date = day.date
            for name in ROUTE_FIELDS:
                line[name] = day[name]

    @api.depends("old_date", "date")
    def _compute_sort_date(self):
        for line in self:
            line.sort_date = line.old_date or line.date

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_change_is_draft()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_change_is_draft()

    def _check_change_is_draft(self):
        for change in self.change_id:
            if change.state != "draft":
                raise UserError(
                    self.env._("%s has been submitted; its days are fixed.", change.display_name)
                )

    @api.constrains("old_day_id", "change_id")
    def _check_old_day(self):
        for line in self:
            if line.old_day_id and line.old_day_id.sudo().trip_id != line.change_id.sudo().trip_id:
                raise UserError(self.env._("Choose a day of the trip that is changed."))

    def _frozen_state(self):
        return self.change_id.state

    def _planned(self):
        """The lines that plan a day."""
        return self.filtered(lambda line: line.kind != "drop")

    def _touched_dates(self):
        """All dates on which the route is no longer what it was, old and new."""
        return {
            *filter(None, self.mapped("old_date")),
            *filter(None, self._planned().mapped("date")),
        }
