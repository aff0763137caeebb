from collections import Counter

from markupsafe import Markup

from odoo import api, fields, models

from ..domain.dates import DAY, label
from ..solver.problem import LEAVE


class CsRoster(models.Model):
    """Approved time off takes shifts out of the roster; taken back, it gives them back (S-86).

    Days become what time off says at once, planned and published: the agent has been told by the
    approval. Who plans reads which shifts are short now.
    """

    _inherit = "cs.roster"

    @api.model
    def _follow_leaves(self, days_by_employee):
        """Bring the rosters of these days in line with approved time off.

        :param days_by_employee: dates by employee id
        """
        dates = set().union(*days_by_employee.values())
        if not dates:
            return
        # sudo: who approves time off need not plan the roster; only days of leave change
        rosters_sudo = self.sudo().search(
            [
                ("date_from", "<=", max(dates)),
                ("date_to", ">=", min(dates)),
                "|",
                ("employee_ids", "in", list(days_by_employee)),
                ("slot_ids.employee_id", "in", list(days_by_employee)),
            ]
        )
        for roster_sudo in rosters_sudo:
            changes = roster_sudo._leave_changes(days_by_employee)
            if changes:
                roster_sudo._apply_leaves(changes)

    def _leave_changes(self, days_by_employee):
        """{(employee id, date): cell} for the days on which roster and time off differ."""
        self.ensure_one()
        agents = self._agents()
        away = self._leave_days(agents)
        members = set(agents.ids)
        slots = {(slot.employee_id.id, slot.date): slot for slot in self.slot_ids}
        changes = {}
        for employee_id in members & days_by_employee.keys():
            for date in sorted(days_by_employee[employee_id]):
                if not self.date_from <= date <= self.date_to:
                    continue
                slot = slots.get((employee_id, date), self.slot_ids.browse())
                is_away = (date - self.date_from).days in away[employee_id]
                if is_away and slot.kind != "leave":
                    changes[employee_id, date] = LEAVE
                elif slot.kind == "leave" and not is_away:
                    changes[employee_id, date] = slot._cell_without_leave()
        return changes

    def _apply_leaves(self, changes):
        self._lock_rows()
        slots = self.slot_ids.filtered(lambda s: (s.employee_id.id, s.date) in changes)
        taken = slots.filtered(lambda s: changes[s.employee_id.id, s.date] == LEAVE)
        freed = {(slot.date, slot.shift_type_id) for slot in taken if slot.kind == "shift"}
        taken._become_leave()
        (slots - taken)._stop_leave()
        self._write_cells(changes, "leave")
        self._note_leaves(changes, freed)

    def _note_leaves(self, changes, freed):
        """A note for who plans: who is away or back, and where somebody is missing now."""
        short = [
            self._gap_label(date, shift_type, count, target)
            for date, shift_type, count, target in self._gaps()
            if (date, shift_type) in freed
        ]
        lines = self._leave_sentences(changes)
        if freed:
            lines += short or [self.env._("All shifts have enough people.")]
        head = self.department_id.manager_id.user_id.partner_id
        self.message_post(body=Markup("<br/>").join(lines), partner_ids=head.ids)

    def _leave_sentences(self, changes):
        lines = []
        for employee in self._agents():
            own = {date: cell for (key, date), cell in changes.items() if key == employee.id}
            away = [date for date, cell in own.items() if cell == LEAVE]
            back = [date for date, cell in own.items() if cell != LEAVE]
            if away:
                lines.append(
                    self.env._(
                        "%(agent)s is on time off: %(days)s.",
                        agent=employee.name,
                        days=self._days_label(away),
                    )
                )
            if back:
                lines.append(
                    self.env._(
                        "Time off of %(agent)s is taken back: %(days)s.",
                        agent=employee.name,
                        days=self._days_label(back),
                    )
                )
        return lines

    def _days_label(self, dates):
        ends = [label(date, DAY, self.env.lang) for date in sorted(dates)]
        return ends[0] if len(ends) == 1 else f"{ends[0]} – {ends[-1]}"

    def _gaps(self, first=None):
        """(date, shift type, people, wanted) where the plan has too few, from a date on."""
        self.ensure_one()
        # sudo: heads of departments read the plan by what is made of it here
        slots_sudo = self.sudo().slot_ids
        counts = Counter(
            (slot_sudo.date, slot_sudo.shift_type_id)
            for slot_sudo in slots_sudo
            if slot_sudo.kind == "shift"
        )
        gaps = []
        for date in self._dates():
            if first and date < first:
                continue
            for shift_type in self._shift_types():
                target, _floor = self._need(shift_type, date)
                if counts[date, shift_type] < target:
                    gaps.append((date, shift_type, counts[date, shift_type], target))
        return gaps

    def _gap_label(self, date, shift_type, count, target):
        return self.env._(
            "%(date)s %(shift)s: %(count)s of %(target)s",
            date=fields.Date.to_string(date),
            shift=shift_type.name,
            count=count,
            target=target,
        )

    def _do_publish(self):
        """Requests for time off follow the new hours, so that who signs reads true figures."""
        result = super()._do_publish()
        for roster in self:
            requests = self.env["hr.leave"].search(
                [
                    ("employee_id", "in", roster.slot_ids.employee_id.ids),
                    ("state", "=", "confirm"),
                    ("request_date_from", "<=", roster.date_to),
                    ("request_date_to", ">=", roster.date_from),
                ]
            )
            requests._cs_follow_hours()
        return result
