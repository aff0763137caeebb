from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..domain import colours
from ..domain import dates as words
from ..domain.sheet import cell_of

# days for which a change stays marked as new
CHANGE_SHOWN = 14


class CsRosterSlot(models.Model):
    """The month of the agent who asks, as a phone shows it (S-77)."""

    _inherit = "cs.roster.slot"

    @api.model
    def my_month(self, month=False):
        """What the user was told of a month, and what the user wishes for it.

        :param month: any date of the month, of today by default
        """
        today = fields.Date.context_today(self)
        first = (fields.Date.to_date(month) or today) + relativedelta(day=1)
        last = first + relativedelta(day=31)
        employee = self.env.user.employee_id
        mine = Domain("employee_id", "=", employee.id)
        slots = self.search(mine & self._told_between(first, last)).grouped("date")
        wishes = self.env["cs.roster.wish"].search(
            mine & Domain("date", ">=", first) & Domain("date", "<=", last)
        )
        holidays = self.env["cs.roster"]._holidays_of(employee.company_id, first, last)
        dates = [fields.Date.add(first, days=number) for number in range(last.day)]
        return {
            "has_employee": bool(employee),
            "month": fields.Date.to_string(first),
            "title": words.label(first, words.MONTH, self.env.lang),
            "previous": fields.Date.to_string(first - relativedelta(months=1)),
            "next": fields.Date.to_string(first + relativedelta(months=1)),
            "today": fields.Date.to_string(today),
            "labels": self.env["cs.roster"]._grid_labels(),
            "shifts": self._my_shifts(employee.company_id),
            "days": [
                {
                    "date": fields.Date.to_string(date),
                    "day": date.day,
                    "weekday": date.weekday(),
                    "holiday": holidays.get(date, ""),
                    "label": words.label(date, words.WEEKDAY, self.env.lang),
                    "can_wish": date > today and date not in slots,
                    **slots.get(date, self.browse())._my_cell(today),
                    "wish": self._my_wish(wishes.filtered(lambda w, date=date: w.date == date)),
                }
                for date in dates
            ],
            **self._my_sums(slots.values()),
        }

    @api.model
    def _told_between(self, first, last):
        return (
            Domain("date", ">=", first)
            & Domain("date", "<=", last)
            & Domain("published_kind", "!=", False)
        )

    @api.model
    def _my_shifts(self, company):
        types = self.env["cs.shift.type"].search([("company_id", "in", (False, company.id))])
        return [
            {
                "id": shift_type.id,
                "code": shift_type.code,
                "name": shift_type.name,
                "hours": shift_type._hours_label(),
                "color": colours.of_shift(shift_type.color),
            }
            for shift_type in types
        ]

    def _my_cell(self, today):
        """What is told of a day; of no slot, that nothing is."""
        if not self:
            nothing = dict.fromkeys(("cell", "name", "hours", "change"), "")
            return {**nothing, "slot_id": False, "can_swap": False}
        since = self.changed_at and (today - self.changed_at.date()).days
        is_new = self.changed_at and (since <= CHANGE_SHOWN or self.date >= today)
        return {
            "slot_id": self.id,
            "cell": cell_of(self.published_kind, self.published_type_id.code),
            "name": self._told_label(self.published_kind, self.published_type_id),
            "hours": self._told_hours(self.published_kind, self.published_type_id),
            "can_swap": self.date >= today and self.published_kind != "leave",
            "change": is_new and self._change_label() or "",
        }

    def _change_label(self):
        before = self._told_label(self.previous_kind, self.previous_type_id)
        hours = self._told_hours(self.previous_kind, self.previous_type_id)
        return self.env._("Changed; it was %s before.", f"{before} {hours}".strip())

    @api.model
    def _told_label(self, kind, shift_type):
        if kind == "shift":
            return shift_type.name or self.env._("another shift")
        return dict(self._fields["kind"]._description_selection(self.env)).get(kind, "")

    @api.model
    def _told_hours(self, kind, shift_type):
        return shift_type._hours_label() if kind == "shift" and shift_type else ""

    @api.model
    def _my_wish(self, wish):
        if not wish:
            return False
        return {"id": wish.id, "cell": wish._cell(), "text": wish.shift_type_id.name or ""}

    @api.model
    def _my_sums(self, slots):
        worked = [slot for slot in slots if slot.published_kind == "shift"]
        return {
            "shift_count": len(worked),
            "night_count": sum(slot.published_type_id.is_night for slot in worked),
            "rest_count": sum(slot.published_kind == "rest" for slot in slots),
            "leave_count": sum(slot.published_kind == "leave" for slot in slots),
            "hours": sum(slot.published_type_id.work_hours for slot in worked),
        }

    def my_mates(self):
        """Names of those who work the same shift on the same day."""
        self.ensure_one()
        self.check_access("read")
        if not self.published_type_id:
            return []
        same = Domain("date", "=", self.date) & Domain("id", "!=", self.id)
        same &= Domain("published_kind", "=", "shift")
        same &= Domain("published_type_id", "=", self.published_type_id.id)
        same &= Domain("department_id", "=", self.department_id.id)
        # sudo: agents read no employees, only names
        return sorted(self.search(same).employee_id.sudo().mapped("name"))
