from freezegun import freeze_time

from odoo.exceptions import AccessError

from .hooks_common import HooksCommon


class TestPresence(HooksCommon):
    """Lateness, early leave and absence are those of the shift, nights included (S-86)."""

    def _late(self, agent, day):
        slot = self._slot(agent, day)
        return slot.late_minutes, slot.early_minutes

    def test_minutes_late_and_left_early(self):
        agent = self.agents[0]
        self._create_published({agent: "D"})
        self._attend(agent, 0, 8.2, 16.75)
        self.assertEqual(self._late(agent, 0), (12, 15))
        slot = self._slot(agent, 0)
        self.assertEqual(
            (slot.checked_in, slot.checked_out), (self._utc(0, 8.2), self._utc(0, 16.75))
        )

    def test_kiosk_and_systray_stay_as_they_are(self):
        agent = self.agents[0]
        self._create_published({agent: "N"})
        with freeze_time(self._utc(0, 17.2)):
            attendance = agent._attendance_action_change({"mode": "kiosk"})
        with freeze_time(self._utc(0, 25)):
            agent._attendance_action_change({"mode": "systray"})
        self.assertEqual((attendance.in_mode, attendance.out_mode), ("kiosk", "systray"))
        self.assertEqual(self._late(agent, 0), (12, 0))

    def test_what_is_tolerated_is_not_late(self):
        agent = self.agents[0]
        self.day.write({"grace_in": 12, "grace_out": 15})
        self._create_published({agent: "DD"})
        self._attend(agent, 0, 8.2, 16.75)
        self._attend(agent, 1, 8.25, 16.7)
        self.assertEqual(self._late(agent, 0), (0, 0))
        self.assertEqual(self._late(agent, 1), (15, 18))

    def test_a_break_outside_is_neither_late_nor_early(self):
        agent = self.agents[0]
        self._create_published({agent: "D"})
        self._attend(agent, 0, 8, 12)
        self._attend(agent, 0, 13, 17)
        self.assertEqual(self._late(agent, 0), (0, 0))
        self.assertEqual(len(self._slot(agent, 0).attendance_ids), 2)

    def test_an_attendance_after_midnight_is_of_yesterdays_night(self):
        agent = self.agents[0]
        self._create_published({agent: "ND"})
        open_attendance = self._attend(agent, 0, 24.5)
        self.assertEqual(open_attendance.cs_slot_id, self._slot(agent, 0))
        self.assertEqual(self._late(agent, 0), (450, 0))
        open_attendance.check_out = self._utc(0, 25)
        self.assertEqual(open_attendance.cs_slot_id, self._slot(agent, 0))

    def test_an_early_comer_means_the_shift_that_begins(self):
        agent = self.agents[0]
        self._create_published({agent: "ND"})
        self.assertEqual(self._attend(agent, 1, 5.5).cs_slot_id, self._slot(agent, 1))

    def test_an_attendance_that_is_moved_takes_its_figures_along(self):
        agent = self.agents[0]
        self._create_published({agent: "DD"})
        attendance = self._attend(agent, 0, 9, 17)
        attendance.write({"check_in": self._utc(1, 8.5), "check_out": self._utc(1, 17)})
        self.assertEqual((self._late(agent, 0), self._late(agent, 1)), ((0, 0), (30, 0)))
        attendance.unlink()
        self.assertEqual(self._late(agent, 1), (0, 0))
        self.assertFalse(self._slot(agent, 1).checked_in)

    def test_hours_off_are_not_late(self):
        agent = self.agents[0]
        self._create_published({agent: "N"})
        self._attend(agent, 0, 21, 25)
        self.assertEqual(self._late(agent, 0), (240, 0))
        half = {"request_date_from_period": "am", "request_date_to_period": "am"}
        leave = self._taken(agent, 0, unit="half_day", **half)
        self.assertEqual(self._late(agent, 0), (0, 0))
        leave.action_refuse()
        self.assertEqual(self._late(agent, 0), (240, 0))

    def test_a_morning_off_lasts_to_the_end_of_the_break(self):
        agent = self.agents[0]
        self._create_published({agent: "D"})
        half = {"request_date_from_period": "am", "request_date_to_period": "am"}
        self._taken(agent, 0, unit="half_day", **half)
        self._attend(agent, 0, 13.25, 17)
        self.assertEqual(self._late(agent, 0), (15, 0))

    def test_absence_is_found_after_the_end_of_the_shift(self):
        agent = self.agents[0]
        self._create_published({agent: "N-"})
        slot = self._slot(agent, 0)
        for moment, is_absent in ((self._utc(0, 24), False), (self._utc(0, 26), True)):
            with freeze_time(moment):
                self.env["cs.roster.slot"]._cron_find_absent()
            self.assertEqual(slot.is_absent, is_absent)
        # somebody enters what the agent forgot to register
        self._attend(agent, 0, 17, 25)
        self.assertFalse(slot.is_absent)

    def test_neither_rest_nor_leave_is_absence(self):
        agent = self.agents[0]
        self._create_published({agent: "-D"})
        self._taken(agent, 1)
        with freeze_time(self._utc(3, 0)):
            self.env["cs.roster.slot"]._cron_find_absent()
        self.assertFalse(any(self._slot(agent, day).is_absent for day in (0, 1)))

    def test_an_absence_that_is_excused_later_is_none(self):
        agent = self.agents[0]
        self._create_published({agent: "D"})
        with freeze_time(self._utc(1, 9)):
            self.env["cs.roster.slot"]._cron_find_absent()
            self.assertTrue(self._slot(agent, 0).is_absent)
            self._taken(agent, 0)
        self.assertFalse(self._slot(agent, 0).is_absent)

    def test_odoo_finds_no_absence_of_who_works_by_roster(self):
        self.company.absence_management = True
        self._create_published({self.agents[0]: "DDD"})
        employees = self.agents | self.outsider
        for employee in employees:
            employee.version_id.write({"contract_date_start": "2027-01-01"})
        with freeze_time("2027-03-03 20:00:00"):
            self.env["hr.attendance"]._cron_absence_detection()
        technical = self.env["hr.attendance"].search([("in_mode", "=", "technical")])
        self.assertIn(self.outsider, technical.employee_id)
        self.assertFalse(technical.employee_id & self.agents)
        # Odoo's attendance of a second would hide the absence
        with freeze_time("2027-03-03 20:00:00"):
            self.env["cs.roster.slot"]._cron_find_absent()
        self.assertTrue(self._slot(self.agents[0], 1).is_absent)

    def test_figures_are_not_set_by_hand(self):
        agent = self.agents[0]
        self._create_published({agent: "D"})
        self._attend(agent, 0, 8.2, 17)
        for role in ("agent0", "head", "planner", "admin"):
            slot = self._as(self._slot(agent, 0), role)
            for name in ("late_minutes", "is_absent", "checked_in", "extended_stop"):
                self.assertRefused(AccessError, "", slot.write, {name: False})
        slot = self._slot(agent, 0)
        self.assertRefused(AccessError, "by hand", slot.write, {"late_minutes": 0})
        attendance = slot.attendance_ids
        self.assertRefused(AccessError, "by hand", attendance.write, {"cs_slot_id": False})


class TestWhoReadsLateness(HooksCommon):
    """The agent, the head and who manages attendances; colleagues see shifts only."""

    def test_each_role_reads_its_part(self):
        self._create_published({self.agents[0]: "D", self.agents[1]: "D"})
        self._attend(self.agents[0], 0, 8.2, 17)
        self._attend(self.agents[1], 0, 8.2, 17)
        read = {
            "agent0": 1,
            "agent1": 1,
            "head": 2,
            "planner": 2,
            "admin": 2,
            "personnel": 2,
            "hr": 2,
            "plain": 0,
            "salesman": 0,
            "accountant": 0,
        }
        for role, count in read.items():
            with self.subTest(role):
                rows = self._as(self.env["cs.roster.lateness"], role).search([])
                self.assertEqual(len(rows), count)
                self.assertEqual(sum(rows.mapped("late_minutes")), 12 * count)

    def test_colleagues_read_no_figures_on_the_shift(self):
        self._create_published({self.agents[0]: "D"})
        self._attend(self.agents[0], 0, 8.2, 17)
        slot = self._as(self._slot(self.agents[0], 0), "agent1")
        self.assertEqual(slot.published_type_id, self.day)
        self.assertRefused(AccessError, "", slot.read, ["late_minutes"])

    def test_nobody_writes_them(self):
        self._create_published({self.agents[0]: "D"})
        self._attend(self.agents[0], 0, 8.2, 17)
        row = self.env["cs.roster.lateness"].search([])
        for role in ("agent0", "head", "admin", "hr"):
            own = self._as(row, role)
            self.assertRefused(AccessError, "", own.write, {"late_minutes": 0})
            self.assertRefused(AccessError, "", own.unlink)


class TestAutoCheckOut(HooksCommon):
    """Who forgets to check out is checked out by the shift, not by the weekday."""

    def setUp(self):
        super().setUp()
        self.company.write({"auto_check_out": True, "auto_check_out_tolerance": 2})

    def _close(self, day, hour):
        with freeze_time(self._utc(day, hour)):
            self.env["hr.attendance"]._cron_auto_check_out()

    def test_a_saturday_shift_ends_with_the_shift(self):
        agent = self.agents[0]
        self._create_published({agent: "-----D"})
        attendance = self._attend(agent, 5, 8)
        self._close(5, 18.9)
        self.assertFalse(attendance.check_out)
        self._close(5, 19.1)
        self.assertEqual(attendance.check_out, self._utc(5, 17))
        self.assertEqual(attendance.out_mode, "auto_check_out")

    def test_a_night_ends_after_midnight(self):
        agent = self.agents[0]
        self._create_published({agent: "N"})
        attendance = self._attend(agent, 0, 17)
        self._close(0, 26.9)
        self.assertFalse(attendance.check_out)
        self._close(0, 27.1)
        self.assertEqual(attendance.check_out, self._utc(0, 25))

    def test_an_extended_night_ends_with_its_extension(self):
        agent = self.agents[0]
        self._create_published({agent: "N"})
        attendance = self._attend(agent, 0, 17)
        self._slot(agent, 0)._extend(self._utc(0, 26.5))
        self._close(0, 28.4)
        self.assertFalse(attendance.check_out)
        self._close(0, 28.6)
        self.assertEqual(attendance.check_out, self._utc(0, 26.5))

    def test_nobody_is_checked_out_while_serving(self):
        agent = self.agents[0]
        self._create_published({agent: "N"})
        attendance = self._attend(agent, 0, 17)
        self.patch(type(self.env["cs.roster.slot"]), "_has_open_sessions", lambda slot: True)
        self._close(0, 30)
        self.assertFalse(attendance.check_out)

    def test_others_are_checked_out_by_odoo(self):
        self._create_published({self.agents[0]: "N"})
        attendance = self._attend(self.outsider, 0, 8)
        self._close(0, 19.5)
        self.assertEqual(attendance.out_mode, "auto_check_out")


class TestExtension(HooksCommon):
    """A night runs on up to its cap, and the rest before the next shift is judged again."""

    def test_it_stops_at_the_cap(self):
        agent = self.agents[0]
        self._create_published({agent: "N-"})
        slot = self._slot(agent, 0)
        self.assertFalse(slot._extend(self._utc(0, 26)))
        self.assertEqual((slot.extended_stop, slot.extension_minutes), (self._utc(0, 26), 60))
        slot._extend(self._utc(0, 31))
        self.assertEqual((slot.extended_stop, slot.extension_minutes), (self._utc(0, 28), 180))

    def test_it_never_becomes_shorter(self):
        agent = self.agents[0]
        self._create_published({agent: "N-"})
        slot = self._slot(agent, 0)
        slot._extend(self._utc(0, 27))
        slot._extend(self._utc(0, 26))
        self.assertEqual(slot.extended_stop, self._utc(0, 27))

    def test_short_rest_before_the_next_shift_is_told(self):
        agent = self.agents[0]
        self._create_published({agent: "N-D", self.agents[1]: "NN"})
        self.assertFalse(self._slot(agent, 0)._extend(self._utc(0, 28)))
        self.regular.write({"hour_from": 13, "hour_to": 22, "break_from": 0, "break_to": 0})
        other = self.agents[2]
        roster = self.env["cs.roster"].search([])
        self._paint(roster.with_user(self.users["planner"]), {other: "NR"})
        roster.with_user(self.users["planner"]).action_publish()
        text = self._slot(other, 0)._extend(self._utc(0, 26.5))
        self.assertIn("10.5 hours between Night and Regular", text)

    def test_a_day_shift_does_not_run_on(self):
        agent = self.agents[0]
        self._create_published({agent: "D-"})
        self.assertFalse(self._slot(agent, 0)._extend(self._utc(0, 18)))
        self.assertFalse(self._slot(agent, 0).extended_stop)
