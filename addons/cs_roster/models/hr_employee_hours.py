from collections import defaultdict

from pytz import utc

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache
from odoo.tools.intervals import Intervals


class HrEmployee(models.Model):
    """Where Odoo asks for the hours of an employee, the published roster answers."""

    _inherit = "hr.employee"

    @api.model
    @ormcache()
    def _cs_rostered_by_resource(self):
        """resource id -> employee id of all who work by roster; asked for at every calendar."""
        # sudo: who works by roster is not readable by everybody
        rostered_sudo = self.sudo().with_context(active_test=False, cs_without_rostered=False)
        rows = rostered_sudo._read_group(
            [("cs_is_rostered", "=", True)], ["resource_id"], ["id:max"]
        )
        return {resource.id: employee_id for resource, employee_id in rows}

    @api.model
    def _cs_rostered_ids(self):
        return set(self._cs_rostered_by_resource().values())

    def _cs_rostered(self):
        ids = self._cs_rostered_ids()
        return self.filtered(lambda employee: employee.id in ids) if ids else self.browse()

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        if any(employees.sudo().mapped("cs_is_rostered")):  # sudo: the flag is personnel's
            self.env.registry.clear_cache()
        return employees

    def write(self, vals):
        result = super().write(vals)
        if {"cs_is_rostered", "resource_id"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        rostered = self._cs_rostered()
        result = super().unlink()
        if rostered:
            self.env.registry.clear_cache()
        return result

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get("cs_without_rostered"):
            domain = Domain(domain) & Domain("id", "not in", list(self._cs_rostered_ids()))
        return super()._search(domain, *args, **kwargs)

    def _list_work_time_per_day(self, from_datetime, to_datetime, calendar=None, domain=None):
        """A night counts for the day on which it begins, also what is worked after midnight."""
        result = super()._list_work_time_per_day(
            from_datetime, to_datetime, calendar=calendar, domain=domain
        )
        start, stop = (
            moment if moment.tzinfo else utc.localize(moment)
            for moment in (from_datetime, to_datetime)
        )
        by_calendar = self._cs_rostered().grouped(
            lambda e: calendar or e.resource_calendar_id or e.company_id.resource_calendar_id
        )
        for own_calendar, employees in by_calendar.items():
            intervals = own_calendar._work_intervals_batch(
                start,
                stop,
                employees.resource_id,
                domain,
                compute_leaves=self.env.context.get("compute_leaves", True),
            )
            for employee in employees:
                worked = defaultdict(float)
                for begin, end, source in intervals[employee.resource_id.id]:
                    date = source[:1].cs_roster_date or begin.date()
                    worked[date] += (end - begin).total_seconds() / 3600
                result[employee.id] = sorted(worked.items())
        return result

    def _get_schedules_by_employee_by_work_type(self, start, stop, version_periods_by_employee):
        """Overtime is what goes beyond the planned shift, on whichever side of midnight."""
        schedules = super()._get_schedules_by_employee_by_work_type(
            start, stop, version_periods_by_employee
        )
        rostered = self.concat(*version_periods_by_employee)._cs_rostered()
        if not rostered:
            return schedules
        slots = self.env["cs.roster.slot"]._published_between(rostered.ids, start, stop)
        for employee in rostered:
            own = slots.get(employee.id, self.env["cs.roster.slot"])
            own = own.filtered(lambda slot: slot._sets_hours())
            days = own._local_days()
            schedule = schedules["schedule"][employee]
            leave = schedules["leave"][employee]
            schedules["fully_flexible"][employee] -= days
            by_shift = {"leave": own._moved_leaves(leave, days)}
            for name, lunch in (("work", False), ("lunch", True)):
                native = list(schedule[name] - days)
                schedule[name] = Intervals([*native, *own._all_pieces(lunch)])
                by_shift[name] = Intervals([*native, *own._all_pieces(lunch, moved=True)])
            schedule["cs_by_shift"] = by_shift
        return schedules

    def _get_unusual_days(self, date_from, date_to=None):
        """Calendars grey the rest days of the roster, whatever weekday they fall on."""
        days = super()._get_unusual_days(date_from, date_to)
        if len(self) != 1 or not self._cs_rostered():
            return days
        first = fields.Date.to_date(date_from)
        last = fields.Date.to_date(date_to) or first
        slots = self.env["cs.roster.slot"]._published_on(self.ids, first, last)
        for slot in slots.get(self.id, ()):
            if slot._sets_hours():
                days[fields.Date.to_string(slot.date)] = not slot._has_hours()
        return days
