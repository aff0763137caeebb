from odoo import models


class HrLeave(models.Model):
    """Time off of who works by roster runs from the begin to the end of the published shifts.

    Odoo asks the weekly calendar, which knows neither nights nor rest days of a roster.
    """

    _inherit = "hr.leave"

    def _compute_date_from_to(self):
        super()._compute_date_from_to()
        leaves = self._cs_rostered().filtered(
            lambda leave: leave.request_date_from and leave.request_date_to
        )
        slots = leaves._cs_slots_by_date()
        for leave in leaves:
            own = slots.get(leave.employee_id._origin.id)
            if own:
                leave.date_from, leave.date_to = leave._cs_bounds(own)

    def _compute_request_hour_from_to(self):
        """The hours that are proposed for time off by the hour are those of the shift."""
        super()._compute_request_hour_from_to()
        leaves = self._cs_rostered().filtered(
            lambda leave: (
                not leave.request_unit_hours
                and leave.request_date_from
                and leave.request_date_from == leave.request_date_to
            )
        )
        slots = leaves._cs_slots_by_date()
        for leave in leaves:
            slot = slots.get(leave.employee_id._origin.id, {}).get(leave.request_date_from)
            if slot and slot._has_hours():
                leave.request_hour_from = slot.published_type_id.hour_from
                leave.request_hour_to = slot.published_type_id.hour_to % 24 or 24

    def _cs_slots_by_date(self):
        """employee id -> date -> published slot, for the dates of these requests."""
        if not self:
            return {}
        by_employee = self.env["cs.roster.slot"]._published_on(
            self.employee_id._origin.ids,
            min(self.mapped("request_date_from")),
            max(self.mapped("request_date_to")),
        )
        return {key: {slot.date: slot for slot in slots} for key, slots in by_employee.items()}

    def _cs_bounds(self, slots):
        """Begin and end in UTC.

        :param slots: published slots by date; the calendar answers for other dates
        """
        self.ensure_one()
        dates = self._cs_dates()
        known = {date: slots[date] for date in dates if date in slots and slots[date]._sets_hours()}
        spans = [(slot.start, slot.stop) for slot in known.values() if slot._has_hours()]
        spans += [
            self._cs_calendar_span(date) for date in (dates[0], dates[-1]) if date not in known
        ]
        inner = [date for date in dates[1:-1] if date not in known]
        spans += [self._cs_calendar_span(date) for date in {*inner[:1], *inner[-1:]}]
        if not spans:
            return self.date_from, self.date_to
        begin, end = min(span[0] for span in spans), max(span[1] for span in spans)
        first, last = known.get(dates[0]), known.get(dates[-1])
        begin = self._cs_first_moment(first, begin) if first and first._has_hours() else begin
        end = self._cs_last_moment(last, end) if last and last._has_hours() else end
        return begin, max(begin, end)

    def _cs_calendar_span(self, date):
        """What the calendar says; the first and the last date may be taken in part."""
        hour_from, hour_to = self._get_hour_from_to(date, date)
        begin = self._to_utc(date, hour_from, self.employee_id)
        end = self._to_utc(date, hour_to, self.employee_id)
        return (
            self.date_from if date == self.request_date_from else begin,
            self.date_to if date == self.request_date_to else end,
        )

    def _cs_is_one_day(self):
        """Odoo takes morning to afternoon, and the other way round, for the whole day."""
        return (
            self.request_date_from == self.request_date_to
            and self.request_date_from_period != self.request_date_to_period
        )

    def _cs_first_moment(self, slot, begin):
        if self.request_unit_hours and self.request_hour_from:
            return slot._moment(self.request_hour_from)
        is_half = self.request_unit_half and not self._cs_is_one_day()
        if is_half and self.request_date_from_period == "pm":
            return slot._halves()[1]
        return begin

    def _cs_last_moment(self, slot, end):
        if self.request_unit_hours and self.request_hour_to:
            is_one_date = self.request_date_from == self.request_date_to
            if is_one_date and self.request_hour_to <= self.request_hour_from:
                return slot._moment(self.request_hour_to + 24)
            return slot._moment(self.request_hour_to)
        is_half = self.request_unit_half and not self._cs_is_one_day()
        if is_half and self.request_date_to_period == "am":
            return slot._halves()[0]
        return end

    def _cs_follow_hours(self):
        """Begin, end and length anew, as the published shifts are now."""
        names = ("date_from", "date_to", "number_of_days", "number_of_hours")
        for name in names:
            self.env.add_to_compute(self._fields[name], self)
        self._recompute_recordset(names)
