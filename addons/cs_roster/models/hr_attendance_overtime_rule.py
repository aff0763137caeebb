from datetime import timedelta

from odoo import models


class HrAttendanceOvertimeRule(models.Model):
    """Overtime of who works by roster is summed up shift by shift, not by calendar day."""

    _inherit = "hr.attendance.overtime.rule"

    def _get_all_overtime_undertime_intervals_for_quantity_rule(
        self, attendances_by_periods_by_employee, schedule_by_employee
    ):
        schedules = {**schedule_by_employee, "schedule": {}, "leave": {}}
        for employee in attendances_by_periods_by_employee:
            schedule = schedule_by_employee["schedule"][employee]
            leave = schedule_by_employee["leave"][employee]
            by_shift = schedule.get("cs_by_shift")
            schedules["schedule"][employee] = by_shift or schedule
            schedules["leave"][employee] = by_shift["leave"] if by_shift else leave
        over, under = super()._get_all_overtime_undertime_intervals_for_quantity_rule(
            attendances_by_periods_by_employee, schedules
        )
        for intervals_by_attendance in over.values():
            for attendance, intervals in intervals_by_attendance.items():
                slot = attendance.sudo().cs_slot_id  # sudo: slots are read by their own rules
                # back to local time, in which rules on certain hours are judged
                lead = slot._lead() if slot.start else timedelta()
                intervals[:] = [
                    (start + lead, stop + lead, rule) for start, stop, rule in intervals
                ]
        return over, under

    def _generate_overtime_vals_v2(
        self, min_check_in, max_check_out, attendances, schedules_intervals_by_employee
    ):
        """Overtime has the date of its attendance.

        Odoo takes local hours for UTC, so that those of a late evening fall on the day after and
        are not found again when they are to be replaced.
        """
        vals_list = super()._generate_overtime_vals_v2(
            min_check_in, max_check_out, attendances, schedules_intervals_by_employee
        )
        rostered = self.env["hr.employee"]._cs_rostered_ids()
        dates = {
            (attendance.employee_id.id, attendance.check_in): attendance.date
            for attendance in attendances
            if attendance.employee_id.id in rostered
        }
        for vals in vals_list:
            key = (vals["employee_id"], vals["time_start"])
            vals["date"] = dates.get(key, vals["date"])
        return vals_list
