from odoo import models


class HrAttendanceOvertimeRule(models.Model):
    _inherit = "hr.attendance.overtime.rule"

    def _generate_overtime_vals_v2(
        self, min_check_in, max_check_out, attendances, schedules_intervals_by_employee
    ):
        """Overtime of a shift is dated by the shift.

        Odoo takes local hours for UTC, so that those of a late evening fall on the day after and
        are not found again when they are to be replaced.
        """
        vals_list = super()._generate_overtime_vals_v2(
            min_check_in, max_check_out, attendances, schedules_intervals_by_employee
        )
        dates = {
            (attendance.employee_id.id, attendance.check_in): attendance.cs_slot_id.date
            for attendance in attendances.sudo()  # sudo: slots are read by their own rules
            if attendance.cs_slot_id
        }
        for vals in vals_list:
            key = (vals["employee_id"], vals["time_start"])
            vals["date"] = dates.get(key, vals["date"])
        return vals_list
