from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    cs_standin_note = fields.Char(
        string="Salesperson Away", compute="_compute_cs_standin_note", groups="base.group_user"
    )

    @api.depends("user_id")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_cs_standin_note(self):
        """Who looks after the customer while the salesperson travels."""
        running = self.env["cs.trip"]._running_by_user(self.user_id)
        for partner in self:
            trip_sudo = running.get(partner.user_id)
            partner.cs_standin_note = trip_sudo and self._standin_sentence(trip_sudo)

    def _standin_sentence(self, trip):
        parts = {
            "traveller": trip.employee_id.name,
            "date": fields.Date.to_string(trip.date_to),
            "standin": trip.standin_id.name,
        }
        if trip.standin_id:
            return self.env._(
                "%(traveller)s is travelling until %(date)s; %(standin)s looks after you.", **parts
            )
        return self.env._("%(traveller)s is travelling until %(date)s.", **parts)
