from odoo import api, fields, models


class CsTrip(models.Model):
    """Where the trip stands today, and who of customer service looks after it."""

    _inherit = "cs.trip"

    today_day_id = fields.Many2one(
        "cs.trip.day",
        string="Today",
        compute="_compute_today_day_id",
        help="The day of the trip on which its traveller can check in now.",
    )

    @api.depends("state", "day_ids.date", "day_ids.active")
    @api.depends_context("uid")
    def _compute_today_day_id(self):
        for trip in self:
            trip.today_day_id = trip.day_ids.filtered("can_check_in")[:1]

    def _filing_clerk(self):
        """The clerk who filed the trip, while this person is one."""
        self.ensure_one()
        steps = self.approval_step_ids.filtered(lambda step: step.state == "approved")
        clerks = steps.sorted("decided_at").decided_by_id.filtered(
            lambda user: user.active and user.has_group("cs_base.group_cs_base_clerk")
        )
        return clerks[:1]
