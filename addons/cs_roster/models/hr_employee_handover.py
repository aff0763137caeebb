from odoo import models


class HrEmployee(models.Model):
    """Nobody checks out while serving customers, at the kiosk or elsewhere (S-80)."""

    _inherit = "hr.employee"

    def _attendance_action_change(self, geo_information=None):
        if self.attendance_state == "checked_in":
            self.env["cs.service.session"]._check_served_by(self)
        return super()._attendance_action_change(geo_information)
