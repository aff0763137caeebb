from odoo import api, fields, models
from odoo.exceptions import UserError


class CsTrip(models.Model):
    """Changes of an approved route, and all versions of the plan (S-41)."""

    _inherit = "cs.trip"

    change_ids = fields.One2many("cs.trip.change", "trip_id", string="Changes", readonly=True)
    change_count = fields.Integer(compute="_compute_change_count")
    plan_day_ids = fields.One2many(
        "cs.trip.day",
        "trip_id",
        string="Plan Versions",
        readonly=True,
        copy=False,
        context={"active_test": False},
    )
    can_change = fields.Boolean(compute="_compute_can_change")

    # of two applications at once, each of which sees only the days before the other, one wins
    _days_taken_once = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&) "
        "WHERE (state IN ('submitted', 'approved', 'returned', 'audited', 'settled'))",
        "Another trip of the traveller takes up some of these days; change the days.",
    )

    @api.depends("change_ids")
    def _compute_change_count(self):
        counts = dict(
            self.env["cs.trip.change"]._read_group(
                [("trip_id", "in", self.ids)], ["trip_id"], ["__count"]
            )
        )
        for trip in self:
            trip.change_count = counts.get(trip._origin, 0)

    @api.depends("state", "employee_id")
    @api.depends_context("uid")
    def _compute_can_change(self):
        for trip in self:
            trip.can_change = trip.state == "approved" and trip.is_mine

    def action_request_change(self):
        """Open the request that is open already, or begin a new one."""
        self.ensure_one()
        self._check_is_traveller()
        if self.state != "approved":
            raise UserError(
                self.env._(
                    "Only the route of an approved trip can be changed; %s is at another stage.",
                    self.display_name,
                )
            )
        changes = self.env["cs.trip.change"]
        change = changes.search(
            [("trip_id", "=", self.id), ("state", "in", ("draft", "exception", "submitted"))]
        )
        if not change:
            change = changes._with_key().create({"trip_id": self.id}).with_env(self.env)
        return self._open_records(change, "cs_travel.cs_trip_change_action")

    def action_open_changes(self):
        self.ensure_one()
        return self._open_records(self.change_ids, "cs_travel.cs_trip_change_action")

    def _plan_has_changed(self, old_days, new_days):
        """The days of an approved trip are others now: extensions tell whom it concerns."""

    def _check_can_approve(self):
        for trip in self:
            trip._check_is_free()

    def _do_return(self):
        values = super()._do_return()
        self._close_changes()
        return values

    def _do_cancel(self):
        values = super()._do_cancel()
        self._close_changes()
        return values

    def _close_changes(self):
        """A trip that is over is not changed any more."""
        still_open = self.change_ids.filtered(
            lambda change: change.state in ("draft", "exception", "submitted")
        )
        if still_open:
            still_open._transition("cancel")
