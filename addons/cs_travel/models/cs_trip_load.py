from odoo import models
from odoo.fields import Command


class CsTrip(models.Model):
    """Routes come from templates and earlier trips, and become templates."""

    _inherit = "cs.trip"

    def action_open_load(self):
        """Open the dialog that fills the draft with a route."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Load Route"),
            "res_model": "cs.trip.load",
            "view_mode": "form",
            "target": "new",
            "context": {"default_trip_id": self.id},
        }

    def action_save_template(self):
        """Keep the route as a template of one's own and open it to be named."""
        self.ensure_one()
        self._check_is_traveller()
        template = self.env["cs.trip.template"].create(self._prepare_template_vals())
        return self._open_records(template, "cs_travel.cs_trip_template_action")

    def _prepare_template_vals(self):
        days = self.day_ids.sorted("date")
        first = days[:1].date
        return {
            "name": self.purpose,
            "purpose": self.purpose,
            "company_id": self.company_id.id,
            "line_ids": [
                Command.create({"number": (day.date - first).days + 1, **day._plan_of(day)})
                for day in days
            ],
        }
