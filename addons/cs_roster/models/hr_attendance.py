from datetime import timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Domain

# by this Odoo finds whom it checks out
AUTO_CHECK_OUT = "employee_id.company_id.auto_check_out"


class HrAttendance(models.Model):
    """Attendances of who works by roster belong to a shift, and shifts may cross midnight."""

    _name = "hr.attendance"
    _inherit = ["hr.attendance", "cs.protected.mixin"]

    cs_slot_id = fields.Many2one(
        "cs.roster.slot",
        string="Shift",
        compute="_compute_cs_slot_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The shift of the roster that the attendance overlaps most.",
    )

    @api.depends("employee_id", "check_in", "check_out")
    def _compute_cs_slot_id(self):
        rostered = self.env["hr.employee"]._cs_rostered_ids()
        worked = self.filtered(lambda a: a.check_in and a.employee_id.id in rostered)
        (self - worked).cs_slot_id = False
        if not worked:
            return
        slots = self.env["cs.roster.slot"]
        by_employee = slots._published_between(
            worked.employee_id.ids,
            min(worked.mapped("check_in")),
            max(attendance.check_out or attendance.check_in for attendance in worked),
        )
        for attendance in worked:
            own = by_employee.get(attendance.employee_id.id, slots)
            attendance.cs_slot_id = own._match(attendance.check_in, attendance.check_out)

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        attendances.sudo().cs_slot_id._update_presence()  # sudo: slots are read by their own rules
        return attendances

    def write(self, vals):
        if not {"employee_id", "check_in", "check_out"} & vals.keys():
            return super().write(vals)
        before_sudo = self.sudo().cs_slot_id  # sudo: slots are read by their own rules
        result = super().write(vals)
        (before_sudo | self.sudo().cs_slot_id)._update_presence()
        return result

    def unlink(self):
        before_sudo = self.sudo().cs_slot_id  # sudo: slots are read by their own rules
        result = super().unlink()
        before_sudo._update_presence()
        return result

    @api.depends("cs_slot_id")
    def _compute_date(self):
        """An attendance is dated by its shift, though somebody may come after midnight."""
        super()._compute_date()
        for attendance in self.sudo():  # sudo: slots are read by their own rules
            if attendance.cs_slot_id:
                attendance.date = attendance.cs_slot_id.date

    def _get_localized_times(self):
        """In the night in which clocks change, an hour of a shift stays an hour.

        Overtime is computed in local time without a zone: the distance from UTC of the begin
        counts for all of the shift, see `cs.roster.slot._offset` and `_lead`.
        """
        slot = self.sudo().cs_slot_id  # sudo: slots are read by their own rules
        if slot.start:
            offset = slot._offset()
            if self.env.context.get("cs_by_shift"):
                offset -= slot._lead()
        elif self.employee_id.id in self.env["hr.employee"]._cs_rostered_ids():
            zone = timezone(self.employee_id.sudo().tz or "UTC")  # sudo: zones are no secret
            offset = utc.localize(self.check_in).astimezone(zone).utcoffset()
        else:
            return super()._get_localized_times()
        return self.check_in + offset, self.check_out + offset

    def _get_attendance_by_periods_by_employee(self):
        """Hours are summed up by the date of the shift, see `cs.roster.slot._lead`."""
        by_shift = self.with_context(cs_by_shift=True)
        return super(HrAttendance, by_shift)._get_attendance_by_periods_by_employee()

    def _get_overtimes_to_update_domain(self):
        """Odoo goes by dates in UTC, by which it misses those of some nights."""
        domain = super()._get_overtimes_to_update_domain()
        rostered = self.env["hr.employee"]._cs_rostered_ids()
        own = self.filtered(lambda a: a.check_out and a.employee_id.id in rostered)
        return Domain.OR(
            [
                domain,
                *(
                    Domain("employee_id", "=", employee.id)
                    & Domain("date", "in", attendances.mapped("date"))
                    for employee, attendances in own.grouped("employee_id").items()
                ),
            ]
        )

    def _cron_auto_check_out(self):
        """Shifts end by the roster; all others are checked out by Odoo."""
        self._cs_end_shifts()
        native = self.with_context(cs_without_shift=True)
        return super(HrAttendance, native)._cron_auto_check_out()

    def _cron_absence_detection(self):
        """Absence of who works by roster is a matter of the shift, not of the calendar day."""
        native = self.with_context(cs_without_rostered=True)
        return super(HrAttendance, native)._cron_absence_detection()

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get("cs_without_shift"):
            conditions = Domain(domain).iter_conditions()
            if any(condition.field_expr == AUTO_CHECK_OUT for condition in conditions):
                domain = Domain(domain) & Domain("cs_slot_id", "=", False)
        return super()._search(domain, *args, **kwargs)

    def _cs_end_shifts(self):
        """Check out who forgot it, once the shift and the tolerance are over."""
        opened = self.search(
            [("check_out", "=", False), ("cs_slot_id", "!=", False), (AUTO_CHECK_OUT, "=", True)]
        )
        now = fields.Datetime.now()
        for attendance in opened:
            slot = attendance.cs_slot_id
            company = attendance.employee_id.company_id
            tolerance = timedelta(hours=company.auto_check_out_tolerance)
            if now <= slot._end() + tolerance or slot._has_open_sessions():
                continue
            attendance.write(
                {
                    "check_out": max(slot._end(), attendance.check_in + timedelta(seconds=1)),
                    "out_mode": "auto_check_out",
                }
            )
            attendance.message_post(
                body=self.env._("Checked out automatically at the end of the shift.")
            )
