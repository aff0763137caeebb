from odoo import api, fields, models
from odoo.exceptions import UserError


class CsTripLoad(models.TransientModel):
    """Fill a draft trip with the route of a template or of an earlier trip."""

    _name = "cs.trip.load"
    _inherit = ["cs.dialog.mixin"]
    _description = "Load a Route"

    SHOWN_FIELDS = ("trip_id", "template_id", "source_trip_id")

    trip_id = fields.Many2one("cs.trip", required=True, readonly=True)
    company_id = fields.Many2one(related="trip_id.company_id")
    employee_id = fields.Many2one(related="trip_id.employee_id")
    source = fields.Selection(
        [("template", "A Template"), ("trip", "An Earlier Trip")],
        string="From",
        required=True,
        default="template",
    )
    template_id = fields.Many2one(
        "cs.trip.template", domain="[('company_id', '=', company_id), ('line_ids', '!=', False)]"
    )
    source_trip_id = fields.Many2one(
        "cs.trip",
        string="Earlier Trip",
        domain="[('employee_id', '=', employee_id), ('id', '!=', trip_id),"
        " ('company_id', '=', company_id), ('day_ids', '!=', False)]",
    )
    first_date = fields.Date(
        string="First Day",
        required=True,
        compute="_compute_first_date",
        store=True,
        readonly=False,
    )
    mode = fields.Selection(
        [("replace", "Replace the Days"), ("append", "Add to the Days")],
        string="Days Planned so Far",
        required=True,
        default="replace",
    )

    @api.depends("trip_id", "mode")
    def _compute_first_date(self):
        today = fields.Date.context_today(self)
        for dialog in self:
            dates = dialog.trip_id.day_ids.mapped("date")
            if dates and dialog.mode == "append":
                dialog.first_date = fields.Date.add(max(dates), days=1)
            else:
                dialog.first_date = min(dates, default=fields.Date.add(today, days=1))

    def action_confirm(self):
        self.ensure_one()
        trip = self.trip_id
        trip._check_is_traveller()
        trip._check_plan_is_open()
        plans = self._plans()
        if not plans:
            raise UserError(self.env._("Choose a template or an earlier trip with days."))
        if self.mode == "replace":
            trip.day_ids.unlink()
        self._check_days_are_free(plans)
        self.env["cs.trip.day"].create(
            [
                {"trip_id": trip.id, "date": date, **trip.day_ids._plan_of(plan)}
                for date, plan in plans.items()
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _plans(self):
        """What is planned for which date, counted from the first day."""
        if self.source == "template":
            lines = self.template_id.line_ids
            return {fields.Date.add(self.first_date, days=line.number - 1): line for line in lines}
        source = self.source_trip_id
        if source.employee_id != self.trip_id.employee_id:
            raise UserError(self.env._("Load a trip of your own."))
        days = source.day_ids.sorted("date")
        return {self.first_date + (day.date - days[0].date): day for day in days}

    def _check_days_are_free(self, plans):
        taken = plans.keys() & set(self.trip_id.day_ids.mapped("date"))
        if taken:
            raise UserError(
                self.env._(
                    "These days are planned already: %s. Choose another first day, or replace "
                    "the days.",
                    self.trip_id._format_dates(taken),
                )
            )
