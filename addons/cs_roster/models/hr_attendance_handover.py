from odoo import models


class HrAttendance(models.Model):
    """Who may edit attendances ends no shift of their own with customers waiting (S-80)."""

    _inherit = "hr.attendance"

    def write(self, vals):
        if vals.get("check_out"):
            open_attendances = self.filtered(lambda attendance: not attendance.check_out)
            # sudo: attendances are known to officers, employees need not be
            own = open_attendances.employee_id.sudo().filtered(
                lambda employee: employee.user_id == self.env.user
            )
            if own:
                self.env["cs.service.session"]._check_served_by(own)
        return super().write(vals)
