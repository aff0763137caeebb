from odoo import api, fields, models

STAFF = "cs_base.group_cs_base_clerk,cs_base.group_cs_base_general_manager"


class CsTripDay(models.Model):
    """The supervision board: plan, check-ins and calls of a day side by side (S-12, S-34).

    Each figure is read once for all days of the board.
    """

    _inherit = "cs.trip.day"

    call_ids = fields.One2many("cs.trip.call", "day_id", string="Checks", groups=STAFF)
    checkin_count = fields.Integer(string="Check-ins", compute="_compute_checkins")
    last_checkin_at = fields.Datetime(string="Last Check-in", compute="_compute_checkins")
    last_checkin_is_far = fields.Boolean(string="Far", compute="_compute_checkins")
    call_count = fields.Integer(string="Calls", compute="_compute_calls", groups=STAFF)
    last_call_result = fields.Selection(
        lambda self: self.env["cs.trip.call"]._fields["result"]._description_selection(self.env),
        string="Last Call",
        compute="_compute_calls",
        groups=STAFF,
    )

    @api.depends("checkin_ids")
    def _compute_checkins(self):
        checkins = self.env["cs.trip.checkin"].search_fetch(
            [("day_id", "in", self.ids)], ["day_id", "checked_in_at", "is_far"]
        )
        by_day = checkins.grouped("day_id")
        for day in self:
            found = by_day.get(day._origin, checkins.browse())
            day.checkin_count = len(found)
            day.last_checkin_at = found[:1].checked_in_at
            day.last_checkin_is_far = found[:1].is_far

    @api.depends("call_ids")
    def _compute_calls(self):
        calls = self.env["cs.trip.call"].search_fetch(
            [("day_id", "in", self.ids)], ["day_id", "result"]
        )
        by_day = calls.grouped("day_id")
        for day in self:
            found = by_day.get(day._origin, calls.browse())
            day.call_count = len(found)
            day.last_call_result = found[:1].result

    def action_open_call(self):
        """Open the dialog in which a call to a dealer is written down."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "cs.trip.call",
            "view_mode": "form",
            "target": "new",
            "context": {"default_day_id": self.id},
        }
