from datetime import date

from freezegun import freeze_time

from .hooks_common import HooksCommon


class OvertimeCommon(HooksCommon):
    def _overtime(self, agent):
        lines = self.env["hr.attendance.overtime.line"].search([("employee_id", "=", agent.id)])
        return sum(lines.mapped("duration"))


class TestOvertime(OvertimeCommon):
    """Overtime is what goes beyond the planned shift, on whichever side of midnight."""

    def test_an_extended_night_has_exactly_its_extension(self):
        agent = self.agents[0]
        self._create_published({agent: "NN-"})
        self._attend(agent, 0, 17, 25)
        self._attend(agent, 1, 17, 26.5)
        self.assertEqual(self._overtime(agent), 1.5)

    def test_the_first_of_two_nights_extended_has_exactly_its_extension(self):
        agent = self.agents[0]
        self._create_published({agent: "NN-"})
        self._attend(agent, 0, 17, 26.5)
        self._attend(agent, 1, 17, 25)
        self.assertEqual(self._overtime(agent), 1.5)

    def test_coming_late_the_next_night_takes_nothing_from_an_extension(self):
        agent = self.agents[0]
        self._create_published({agent: "NN-"})
        self._attend(agent, 0, 17, 26.5)
        self._attend(agent, 1, 18, 25)
        self.assertEqual(self._overtime(agent), 1.5)

    def test_coming_after_midnight_belongs_to_the_night_before(self):
        agent = self.agents[0]
        self._create_published({agent: "ND-"})
        attendance = self._attend(agent, 0, 24.5, 25)
        self.assertEqual((attendance.date, self._overtime(agent)), (self._date(0), 0))

    def test_no_overtime_after_the_midnight_before_a_free_saturday(self):
        agent = self.agents[0]
        self._create_published({agent: "----N-D"})
        self._attend(agent, 4, 17, 25)
        # Odoo judges all days between the first and the last attendance
        self.env["hr.attendance"].create(
            [
                {
                    "employee_id": agent.id,
                    "check_in": self._utc(6, hour),
                    "check_out": self._utc(6, hour + 4),
                }
                for hour in (8, 13)
            ]
        )
        self.env["hr.attendance"].search([])._update_overtime()
        self.assertEqual(self._overtime(agent), 0)

    def test_a_shift_on_sunday_is_no_overtime(self):
        agent = self.agents[0]
        self._create_published({agent: "------D"})
        attendance = self._attend(agent, 6, 8, 17)
        self.assertEqual((attendance.worked_hours, self._overtime(agent)), (8, 0))

    def test_coming_on_a_rest_day_is_overtime(self):
        agent = self.agents[0]
        self._create_published({agent: "--D"})
        self._attend(agent, 1, 9, 12)
        self.assertEqual(self._overtime(agent), 3)

    def test_coming_late_gives_no_overtime(self):
        agent = self.agents[0]
        self._create_published({agent: "N--"})
        self._attend(agent, 0, 17.2, 25)
        self.assertEqual(self._overtime(agent), 0)

    def test_overtime_is_dated_by_the_shift_and_counted_once(self):
        agent = self.agents[0]
        self._create_published({agent: "------N-"})
        attendance = self._attend(agent, 6, 17, 26)
        attendance.check_out = self._utc(6, 26.5)
        lines = self.env["hr.attendance.overtime.line"].search([("employee_id", "=", agent.id)])
        self.assertEqual(lines.mapped("date"), [self._date(6)])
        self.assertEqual(self._overtime(agent), 1.5)

    def test_overtime_of_a_late_evening_is_replaced_not_doubled(self):
        agent = self.agents[0]
        self._create_published({agent: "-----NN-"})
        self._attend(agent, 5, 17, 26.5)
        second = self._attend(agent, 6, 17, 25)
        second.check_out = self._utc(6, 25.25)
        self.assertEqual(self._overtime(agent), 1.75)

    def test_working_on_approved_time_off_is_overtime(self):
        agent = self.agents[0]
        self._create_published({agent: "N--"})
        self._taken(agent, 0)
        self._attend(agent, 0, 17, 20)
        self.assertEqual(self._overtime(agent), 3)

    @freeze_time("2027-03-09 12:00:00")
    def test_overtime_follows_a_roster_that_is_published_late(self):
        agent = self.agents[0]
        self._attend(agent, 6, 8, 17)
        self.assertGreaterEqual(self._overtime(agent), 8)
        self._create_published({agent: "------D"})
        self.assertEqual(self._overtime(agent), 0)


class TestOvertimeInTheWest(OvertimeCommon):
    """Where a late Sunday evening is Monday already by UTC."""

    tz = "America/New_York"

    def test_overtime_of_a_sunday_night_is_replaced_not_doubled(self):
        agent = self.agents[0]
        self.night.write({"hour_from": 22, "hour_to": 30})
        self._create_published({agent: "------N-"})
        attendance = self._attend(agent, 6, 22, 31)
        self.assertEqual(self._overtime(agent), 1)
        attendance.check_out = self._utc(6, 31.5)
        self.assertEqual(self._overtime(agent), 1.5)


class TestOvertimeInSpring(OvertimeCommon):
    """Clocks in Berlin go forward in the night from Saturday, 27 March 2027."""

    tz = "Europe/Berlin"
    saturday = 26

    def test_an_extension_over_the_skipped_hour_is_exact(self):
        agent = self.agents[0]
        self._create_published({agent: "-" * self.saturday + "N"})
        # from 01:00 winter time to 03:30 summer time it is an hour and a half
        self._attend(agent, self.saturday, 17, 27.5)
        self.assertEqual(self._overtime(agent), 1.5)

    def test_a_night_over_the_skipped_hour_is_no_overtime(self):
        agent = self.agents[0]
        self.night.write({"hour_from": 22, "hour_to": 30})
        self._create_published({agent: "-" * self.saturday + "N"})
        attendance = self._attend(agent, self.saturday, 22, 30)
        self.assertEqual((attendance.worked_hours, self._overtime(agent)), (7, 0))


class TestOvertimeInAutumn(OvertimeCommon):
    """Clocks in Berlin go back in the night from Saturday, 30 October 2027."""

    tz = "Europe/Berlin"
    first = date(2027, 10, 1)
    saturday = 29

    def test_an_extension_over_the_repeated_hour_is_exact(self):
        agent = self.agents[0]
        self._create_published({agent: "-" * self.saturday + "N"})
        # from 01:00 summer time to 03:00 winter time it is three hours
        self._attend(agent, self.saturday, 17, 27)
        self.assertEqual(self._overtime(agent), 3)

    def test_a_night_over_the_repeated_hour_is_no_overtime(self):
        agent = self.agents[0]
        self.night.write({"hour_from": 22, "hour_to": 30})
        self._create_published({agent: "-" * self.saturday + "N"})
        attendance = self._attend(agent, self.saturday, 22, 30)
        self.assertEqual((attendance.worked_hours, self._overtime(agent)), (9, 0))
