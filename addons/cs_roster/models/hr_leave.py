from datetime import timedelta

from odoo import api, models

WATCHED = frozenset(
    {
        "state",
        "employee_id",
        "holiday_status_id",
        "request_date_from",
        "request_date_to",
        "request_date_from_period",
        "request_date_to_period",
        "request_hour_from",
        "request_hour_to",
    }
)


class HrLeave(models.Model):
    """Time off of who works by roster: the roster follows each approval and each way back."""

    _inherit = "hr.leave"

    def _cs_rostered(self):
        """The leaves of employees who work by roster."""
        rostered = self.env["hr.employee"]._cs_rostered_ids()
        return self.filtered(lambda leave: leave.employee_id._origin.id in rostered)

    def _cs_dates(self):
        """All dates that the request names."""
        self.ensure_one()
        first, last = self.request_date_from, self.request_date_to
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]

    def _cs_full_days(self):
        """The dates on which the agent does not work at all."""
        self.ensure_one()
        dates = self._cs_dates()
        if self.request_unit_hours:
            return dates[1:-1]
        if self.request_unit_half and self.request_date_from_period == "pm":
            if len(dates) == 1 and self.request_date_to_period == "am":
                return dates  # Odoo takes afternoon to morning of one date for the whole day
            dates = dates[1:]
        if self.request_unit_half and self.request_date_to_period == "am":
            dates = dates[:-1]
        return dates

    def _cs_approved_days(self):
        """employee id -> dates that approved time off of who works by roster touches."""
        days = {}
        for leave in self.sudo()._cs_rostered():  # sudo: dates of whoever is away
            if leave.state == "validate":
                days.setdefault(leave.employee_id.id, set()).update(leave._cs_dates())
        return days

    @api.model
    def _cs_tell_rosters(self, *tables):
        """Rosters and lateness follow approved time off on these days.

        :param tables: as `_cs_approved_days` gives them, before and after a change
        """
        merged = {}
        for table in tables:
            for employee_id, dates in table.items():
                merged.setdefault(employee_id, set()).update(dates)
        if not merged:
            return
        self.env["cs.roster"]._follow_leaves(merged)
        dates = set().union(*merged.values())
        slots = self.env["cs.roster.slot"]._published_on(merged, min(dates), max(dates))
        for own in slots.values():
            own._update_presence()

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        self._cs_tell_rosters(leaves._cs_approved_days())
        return leaves

    def write(self, vals):
        if not WATCHED & vals.keys():
            return super().write(vals)
        before = self._cs_approved_days()
        result = super().write(vals)
        self._cs_tell_rosters(before, self._cs_approved_days())
        return result

    def unlink(self):
        before = self._cs_approved_days()
        result = super().unlink()
        self._cs_tell_rosters(before)
        return result

    def _cs_roster(self):
        """The roster in which the agent has these days, none if the user does not read it."""
        self.ensure_one()
        return self.env["cs.roster"].search(
            [
                ("date_from", "<=", self.request_date_to),
                ("date_to", ">=", self.request_date_from),
                ("slot_ids.employee_id", "=", self.employee_id.id),
            ],
            limit=1,
        )

    def action_cs_find_cover(self):
        """For who plans: who could take the shifts that this time off leaves open."""
        self.ensure_one()
        self.check_access("read")
        dates = set(self._cs_dates())
        roster = self._cs_roster()
        # sudo: heads of departments read no plan by its slots
        slots = roster.sudo().slot_ids.filtered(
            lambda slot: slot.employee_id.id == self.employee_id.id and slot.date in dates
        )
        places = {(slot.date, slot.shift_type_id) for slot in slots}
        return roster._open_cover([gap for gap in roster._gaps() if gap[:2] in places])
