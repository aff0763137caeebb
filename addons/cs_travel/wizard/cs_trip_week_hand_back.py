from odoo import fields, models


class CsTripWeekHandBack(models.TransientModel):
    """A clerk hands a weekly report back to the traveller, and says what it lacks."""

    _name = "cs.trip.week.hand.back"
    _inherit = ["cs.dialog.mixin"]
    _description = "Weekly Report Handed Back"

    SHOWN_FIELDS = ("week_id",)

    week_id = fields.Many2one("cs.trip.week", required=True, readonly=True)
    report = fields.Text(related="week_id.report")
    note = fields.Text(string="What Is Missing", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.week_id._transition("hand_back", note=self.note)
        return {"type": "ir.actions.act_window_close"}
