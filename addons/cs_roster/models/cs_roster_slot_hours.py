from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.tools.intervals import Intervals

from ..domain import hours

# the hour to which the begin of each shift is moved when hours are summed up by date
SHIFTS_BEGIN = timedelta(hours=6)
HOUR_FIELDS = (
    "employee_id",
    "date",
    "published_kind",
    "published_type_id",
    "start",
    "stop",
    "break_start",
    "break_stop",
    "was_rest",
)


class CsRosterSlot(models.Model):
    """Published slots as working hours for Attendances, Time Off and whoever asks a calendar.

    The break is kept as moments as well, so that a later change of the shift type alters nothing
    that agents were told.
    """

    _inherit = "cs.roster.slot"

    PROTECTED_FIELDS = frozenset({"break_start", "break_stop", "was_rest"})

    break_start = fields.Datetime()
    break_stop = fields.Datetime()
    was_rest = fields.Boolean(help="The leave fell on a rest day.")

    def _prepare_bounds(self, shift_type):
        vals = super()._prepare_bounds(shift_type)
        begin = end = False
        if shift_type and shift_type.break_to > shift_type.break_from:
            zone = self.employee_id.tz
            begin = hours.to_utc(self.date, shift_type.break_from, zone)
            end = hours.to_utc(self.date, shift_type.break_to, zone)
        return {**vals, "break_start": begin, "break_stop": end}

    @api.model
    def _published_between(self, employee_ids, start, stop):
        """employee id -> published slots that may touch the time between two moments.

        :param start: datetime in UTC or with a zone
        """
        moments = [m.astimezone(utc) if m.tzinfo else m for m in (start, stop)]
        # a zone is up to 14 hours away, a night of the day before reaches over
        return self._published_on(
            employee_ids,
            moments[0].date() - timedelta(days=2),
            moments[1].date() + timedelta(days=1),
        )

    @api.model
    def _published_on(self, employee_ids, first, last):
        """employee id -> published slots of these dates, by one query."""
        # sudo: working hours are computed for and by people who do not read the roster
        slots_sudo = self.sudo().search_fetch(
            [
                ("employee_id", "in", list(employee_ids)),
                ("date", ">=", first),
                ("date", "<=", last),
                ("published_kind", "!=", False),
            ],
            HOUR_FIELDS,
            order="date",
        )
        found = {}
        for slot_sudo in slots_sudo:
            found.setdefault(slot_sudo.employee_id.id, []).append(slot_sudo.id)
        return {employee_id: slots_sudo.browse(ids) for employee_id, ids in found.items()}

    def _sets_hours(self):
        """Whether the roster says what is to be worked on this day.

        Of a leave that replaced nothing only the calendar knows the hours.
        """
        self.ensure_one()
        is_open_leave = self.published_kind == "leave" and not self.published_type_id
        return not is_open_leave or self.was_rest

    def _has_hours(self):
        """Whether the day has a shift, be it one that a leave replaces."""
        self.ensure_one()
        return bool(self.published_type_id and self.start)

    def _pieces(self, lunch=False):
        """Working pieces in UTC, or the break."""
        self.ensure_one()
        if not self._has_hours():
            return []
        if not self.break_start:
            return [] if lunch else [(self.start, self.stop)]
        if lunch:
            return [(self.break_start, self.break_stop)]
        return [(self.start, self.break_start), (self.break_stop, self.stop)]

    def _halves(self):
        """The end of the first half of the shift and the begin of the second one."""
        self.ensure_one()
        if self.break_start:
            return self.break_start, self.break_stop
        middle = self.start + (self.stop - self.start) / 2
        return middle, middle

    def _moment(self, hour):
        """UTC moment of a local hour within the shift; small hours are those after midnight."""
        self.ensure_one()
        shift_type = self.published_type_id
        if shift_type.is_night and hour + 24 <= shift_type.hour_to:
            hour += 24
        moment = hours.to_utc(self.date, hour, self.employee_id.tz)
        return min(max(moment, self.start), self.stop)

    def _payload(self, lunch=False):
        """What native code reads a day's length from; one record for all pieces of a slot."""
        self.ensure_one()
        worked = sum((end - begin).total_seconds() for begin, end in self._pieces(lunch))
        return self.env["resource.calendar.attendance"].new(
            {
                "duration_hours": worked / 3600,
                "duration_days": 0 if lunch else 1,
                "day_period": "lunch" if lunch else "full_day",
                "cs_roster_date": self.date,
            }
        )

    def _replace_hours(self, native, start, stop, zone, own_zone, lunch=False):
        """Native intervals with the days of these slots replaced by what the roster says.

        :param start: with ``stop`` what is asked for, both with a zone
        :param zone: of the answer
        :param own_zone: of the employee, in which days begin
        """
        slots = self.filtered(lambda slot: slot._sets_hours())
        nothing = self.env["resource.calendar.attendance"]
        days = Intervals(
            (
                utc.localize(hours.to_utc(slot.date, 0, own_zone.zone)),
                utc.localize(hours.to_utc(slot.date, 24, own_zone.zone)),
                nothing,
            )
            for slot in slots
        )
        items = list(native - days)
        for slot in slots:
            for begin, end in slot._clipped(start, stop, lunch):
                items.append((begin.astimezone(zone), end.astimezone(zone), slot._payload(lunch)))
        return Intervals(items, keep_distinct=True)

    def _clipped(self, start, stop, lunch):
        """Pieces with a zone, as far as they lie between two moments."""
        for begin, end in self._pieces(lunch):
            first, last = max(utc.localize(begin), start), min(utc.localize(end), stop)
            if first < last:
                yield first, last

    def _offset(self):
        """Distance of local time from UTC when the shift begins.

        Overtime is computed in local time without a zone. With one distance for the whole shift
        an hour stays an hour in the night in which clocks change.
        """
        self.ensure_one()
        zone = timezone(self.employee_id.tz or "UTC")
        return utc.localize(self.start).astimezone(zone).utcoffset()

    def _local_pieces(self, lunch=False):
        """Pieces in local time without a zone, see `_offset`."""
        if not self._pieces(lunch):
            return
        offset, payload = self._offset(), self._payload(lunch)
        for begin, end in self._pieces(lunch):
            yield begin + offset, end + offset, payload

    def _lead(self):
        """How far local time is moved so that no shift crosses midnight.

        Odoo sums up worked and expected hours by calendar day, which tears nights in two. Moved
        by this, all of a shift lies on its own date, with room for early and late hours.
        """
        self.ensure_one()
        midnight = datetime.combine(self.date, time.min)
        return self.start + self._offset() - midnight - SHIFTS_BEGIN

    def _local_days(self):
        """The days of these slots in local time without a zone."""
        nothing = self.env["resource.calendar"]
        return Intervals(
            (
                datetime.combine(slot.date, time.min),
                datetime.combine(slot.date, time.min) + timedelta(days=1),
                nothing,
            )
            for slot in self
        )

    def _all_pieces(self, lunch=False, moved=False):
        """Pieces of all these slots in local time, or moved as `_lead` says."""
        for slot in self:
            lead = slot._lead() if moved and slot._has_hours() else timedelta()
            for begin, end, payload in slot._local_pieces(lunch):
                yield begin - lead, end - lead, payload

    def _moved_leaves(self, leaves, days):
        """Leaves in local time, moved together with the shifts that they touch."""
        items = list(leaves - days)
        nothing = self.env["resource.calendar"]
        for slot in self.filtered(lambda slot: slot._has_hours()):
            offset, lead = slot._offset(), slot._lead()
            shift = Intervals([(slot.start + offset, slot.stop + offset, nothing)])
            items += [(start - lead, stop - lead, leave) for start, stop, leave in leaves & shift]
        return Intervals(items)
