from datetime import timedelta

from odoo import api, fields, models

# how far from a shift somebody may come or go and still mean this shift
REACH = timedelta(hours=6)
# days back in which an absence is still looked for
LOOK_BACK = 7
PUBLISHED_FIELDS = frozenset({"published_kind", "published_type_id", "start", "stop"})
READERS = "hr_attendance.group_hr_attendance_user,hr.group_hr_user"


class CsRosterSlot(models.Model):
    """Who came late, left early or did not come, shift by shift (S-86).

    Odoo compares whole days, which tears nights in two. Here an attendance belongs to the shift
    that it overlaps most, and what is owed is that shift without approved hours off.
    """

    _inherit = "cs.roster.slot"

    PROTECTED_FIELDS = frozenset(
        {
            "attendance_ids",
            "checked_in",
            "checked_out",
            "late_minutes",
            "early_minutes",
            "is_absent",
            "extended_stop",
            "extension_minutes",
        }
    )

    attendance_ids = fields.One2many(
        "hr.attendance", "cs_slot_id", string="Attendances", groups=READERS
    )
    checked_in = fields.Datetime(copy=False, groups=READERS)
    checked_out = fields.Datetime(copy=False, groups=READERS)
    late_minutes = fields.Integer(string="Minutes Late", copy=False, groups=READERS)
    early_minutes = fields.Integer(string="Minutes Left Early", copy=False, groups=READERS)
    is_absent = fields.Boolean(string="Absent", copy=False, groups=READERS)
    extended_stop = fields.Datetime(string="Ran On until", copy=False)
    extension_minutes = fields.Integer(string="Minutes Run On", copy=False)

    def write(self, vals):
        result = super().write(vals)
        if PUBLISHED_FIELDS & vals.keys():
            self._follow_attendances()
        return result

    def _prepare_published_vals(self):
        vals = super()._prepare_published_vals()
        return {**vals, "extended_stop": False, "extension_minutes": 0}

    def _end(self):
        """When the shift ends, with what it ran on."""
        self.ensure_one()
        return self.extended_stop or self.stop

    # which attendance belongs to which shift

    def _match(self, check_in, check_out):
        """The shift that is meant by an attendance, open or closed; none if all are far away."""
        near = [
            slot
            for slot in self
            if slot.published_kind == "shift"
            and slot.start
            and check_in < slot._end() + REACH
            and (check_out or check_in) > slot.start - REACH
        ]
        if not near:
            return self.browse()
        return max(near, key=lambda slot: slot._closeness(check_in, check_out or check_in))

    def _closeness(self, check_in, check_out):
        """Sort key: the overlap with an attendance, then how near its begin is."""
        end = self._end()
        overlap = max(min(check_out, end) - max(check_in, self.start), timedelta())
        is_within = self.start <= check_in < end
        distance = max(self.start - check_in, check_in - end, timedelta())
        return overlap, is_within, -distance

    def _follow_attendances(self):
        """Attendances may belong to another shift once a past one is published anew."""
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        slots = self.filtered(lambda slot: slot.date <= tomorrow)
        if not slots:
            return
        # sudo: who publishes a roster need not read attendances
        attendances_sudo = (
            self.env["hr.attendance"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", slots.employee_id.ids),
                    ("check_in", ">=", fields.Date.subtract(min(slots.mapped("date")), days=2)),
                    ("check_in", "<=", fields.Date.add(max(slots.mapped("date")), days=3)),
                ]
            )
        )
        if attendances_sudo:
            before = attendances_sudo.cs_slot_id
            self.env.add_to_compute(attendances_sudo._fields["cs_slot_id"], attendances_sudo)
            attendances_sudo._update_overtime()
            slots |= before | attendances_sudo.cs_slot_id
        slots._update_presence()

    # what is owed, and what was done

    def _update_presence(self):
        """Write arrival, departure, lateness and absence of these slots as they are now."""
        # sudo: agents check in and out themselves, but none of this is theirs to write
        slots_sudo = self.sudo()._with_key()
        # an attendance that is being created has left its shadow in the cache
        slots_sudo.invalidate_recordset(["attendance_ids"])
        owed = slots_sudo._owed()
        for slot_sudo in slots_sudo:
            vals = slot_sudo._prepare_presence(owed.get(slot_sudo))
            changed = {name: value for name, value in vals.items() if slot_sudo[name] != value}
            if changed:
                slot_sudo.write(changed)

    def _prepare_presence(self, owed):
        """:param owed: begin and end of what is to be worked, None if nothing is"""
        self.ensure_one()
        attendances = self.attendance_ids
        outs = attendances.mapped("check_out")
        checked_in = min(attendances.mapped("check_in"), default=False)
        checked_out = max(outs) if outs and all(outs) else False
        late = early = 0
        if owed and checked_in:
            late = self._minutes(checked_in - owed[0], self.published_type_id.grace_in)
        if owed and checked_out:
            early = self._minutes(owed[1] - checked_out, self.published_type_id.grace_out)
        return {
            "checked_in": checked_in,
            "checked_out": checked_out,
            "late_minutes": late,
            "early_minutes": early,
            "is_absent": bool(owed and not attendances and owed[1] < fields.Datetime.now()),
        }

    def _minutes(self, delta, tolerated):
        """Whole minutes, none if so few are tolerated."""
        minutes = int(delta.total_seconds() // 60)
        return minutes if minutes > tolerated else 0

    def _owed(self):
        """slot -> begin and end of what is to be worked: the shift without approved hours off."""
        shifts = self.filtered(lambda slot: slot.published_kind == "shift" and slot.start)
        if not shifts:
            return {}
        # sudo: only hours off are read, whoever checks in
        leaves_sudo = (
            self.env["hr.leave"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", shifts.employee_id.ids),
                    ("state", "=", "validate"),
                    ("date_from", "<", max(shifts.mapped("stop"))),
                    ("date_to", ">", min(shifts.mapped("start"))),
                ],
                order="date_from",
            )
        )
        by_employee = leaves_sudo.grouped("employee_id")
        owed = {}
        for slot in shifts:
            bounds = slot._without(by_employee.get(slot.employee_id, leaves_sudo.browse()))
            if bounds:
                owed[slot] = bounds
        return owed

    def _without(self, leaves):
        """Begin and end of the shift without leaves at either end; None if nothing is left."""
        begin, end = self.start, self.stop
        for leave in leaves:
            if leave.date_from <= begin < leave.date_to:
                begin = leave.date_to
            if self.break_start and self.break_start <= begin < self.break_stop:
                begin = self.break_stop
        for leave in reversed(leaves):
            if leave.date_from < end <= leave.date_to:
                end = leave.date_from
            if self.break_start and self.break_start < end <= self.break_stop:
                end = self.break_start
        return (begin, end) if begin < end else None

    @api.model
    def _cron_find_absent(self):
        """Shifts that have ended and to which nobody came."""
        now = fields.Datetime.now()
        slots = self.search(
            [
                ("published_kind", "=", "shift"),
                ("stop", "<", now),
                ("stop", ">", fields.Datetime.subtract(now, days=LOOK_BACK)),
                ("attendance_ids", "=", False),
                ("is_absent", "=", False),
            ]
        )
        slots._update_presence()
