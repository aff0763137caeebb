from odoo import models


class CsTripMonth(models.TransientModel):
    """The trips of a month as XLSX: totals per office, traveller and dealer (S-33)."""

    _name = "cs.trip.month"
    _inherit = ["cs.month.mixin"]
    _description = "Trips of a Month"

    ANALYSIS = "cs.trip.analysis"
    GROUPS = ("team_id", "employee_id", "partner_id")
    MEASURES = (
        "days", "days_as_planned", "planned_cost", "expense_amount", "refused_amount",
        "order_amount",
    )  # fmt: skip
    COLUMNS = (
        "trip_id", "date", "employee_id", "team_id", "city", "partner_id", "result", "state",
        *MEASURES,
    )  # fmt: skip
    FILE_NAME = "trips"
