from datetime import timedelta

from pytz import utc

from odoo.addons.resource.models.resource_calendar import ResourceCalendar

from .hooks_common import HooksCommon


class TestWorkingHours(HooksCommon):
    """Calendars answer with the published roster for who works by it, and for nobody else."""

    def test_shifts_are_the_working_hours(self):
        agent = self.agents[0]
        self._create_published({agent: "DN-"})
        expected = [
            (self._utc(0, 8), self._utc(0, 12)),
            (self._utc(0, 13), self._utc(0, 17)),
            (self._utc(1, 17), self._utc(1, 25)),
        ]
        # the third day is a Wednesday, on which the calendar says eight hours
        self.assertEqual(self._intervals(agent, 0, 3), expected)

    def test_breaks_are_the_lunch(self):
        agent = self.agents[0]
        self._create_published({agent: "DN-"})
        expected = [(self._utc(0, 12), self._utc(0, 13))]
        self.assertEqual(self._intervals(agent, 0, 3, lunch=True), expected)

    def test_a_range_cuts_what_reaches_over_it(self):
        agent = self.agents[0]
        self._create_published({agent: "N-"})
        self.assertEqual(self._intervals(agent, 1, 1), [(self._utc(1, 0), self._utc(1, 1))])

    def test_days_without_a_slot_follow_the_calendar(self):
        agent = self.agents[0]
        self._create_published({agent: "N" * 31})
        expected = [
            (self._utc(30, 17), self._utc(30, 25)),
            (self._utc(31, 8), self._utc(31, 12)),
            (self._utc(31, 13), self._utc(31, 17)),
        ]
        self.assertEqual(self._intervals(agent, 30, 2)[1:], expected)

    def test_a_plan_that_is_not_published_changes_nothing(self):
        agent = self.agents[0]
        before = self._intervals(agent, 0, 7)
        roster = self._create_roster()
        self._paint(roster, {agent: "NNNNNNN"})
        self.assertEqual(self._intervals(agent, 0, 7), before)

    def test_hours_stay_as_published_when_the_shift_type_changes(self):
        agent = self.agents[0]
        self._create_published({agent: "D"})
        before = self._intervals(agent, 0, 1)
        self.day.write({"break_from": 14, "break_to": 15, "hour_to": 18})
        self.assertEqual(self._intervals(agent, 0, 1), before)

    def test_a_night_with_its_break_after_midnight_is_one_day(self):
        agent = self.agents[0]
        self.night.write({"hour_from": 20, "hour_to": 29, "break_from": 24.5, "break_to": 25.5})
        self._create_published({agent: "NN-"})
        worked = agent._list_work_time_per_day(self._utc(0, 0), self._utc(3, 0))[agent.id]
        self.assertEqual(worked, [(self._date(0), 8), (self._date(1), 8)])
        days = agent._get_work_days_data_batch(self._utc(0, 0), self._utc(3, 0))[agent.id]
        self.assertEqual(days, {"days": 2, "hours": 16})

    def test_others_get_what_odoo_says_by_as_many_queries(self):
        self._create_published({self.agents[0]: "NNN"})
        calendar = self.outsider.resource_calendar_id
        ends = utc.localize(self._utc(0, 0)), utc.localize(self._utc(31, 0))
        resource = self.outsider.resource_id
        native = ResourceCalendar._attendance_intervals_batch
        for lunch in (False, True):
            asked = {"resources": resource, "lunch": lunch}
            # who works by roster is looked up once
            calendar._attendance_intervals_batch(*ends, **asked)
            expected = self._queries(native, calendar, *ends, **asked)
            ours = self._queries(calendar._attendance_intervals_batch, *ends, **asked)
            self.assertEqual(ours[0], expected[0])
            self.assertEqual(
                [list(intervals) for intervals in ours[1].values()],
                [list(intervals) for intervals in expected[1].values()],
            )

    def test_many_rostered_employees_cost_one_query(self):
        self._create_published(dict.fromkeys(self.agents, "DDN"))
        calendar = self.agents[0].resource_calendar_id
        ends = utc.localize(self._utc(0, 0)), utc.localize(self._utc(31, 0))
        native = ResourceCalendar._attendance_intervals_batch
        asked = {"resources": self.agents.resource_id}
        calendar._attendance_intervals_batch(*ends, **asked)
        expected, _answer = self._queries(native, calendar, *ends, **asked)
        ours, _answer = self._queries(calendar._attendance_intervals_batch, *ends, **asked)
        self.assertEqual(ours, expected + 1)

    def test_who_stops_working_by_roster_has_the_calendar_again(self):
        agent = self.agents[0]
        self._create_published({agent: "NNN"})
        agent.cs_is_rostered = False
        self.assertEqual(self._intervals(agent, 0, 1)[0], (self._utc(0, 8), self._utc(0, 12)))

    def test_rest_days_are_greyed_and_sundays_with_a_shift_are_not(self):
        agent = self.agents[0]
        self._create_published({agent: "--DDDDD"})
        days = agent._get_unusual_days(f"{self._date(0)} 00:00:00", f"{self._date(6)} 23:59:59")
        greyed = [days[str(self._date(day))] for day in range(7)]
        self.assertEqual(greyed, [True, True, False, False, False, False, False])

    def test_others_have_their_weekends_greyed(self):
        self._create_published({self.agents[0]: "--DDDDD"})
        days = self.outsider._get_unusual_days(
            f"{self._date(0)} 00:00:00", f"{self._date(6)} 23:59:59"
        )
        greyed = [days[str(self._date(day))] for day in range(7)]
        self.assertEqual(greyed, [False] * 5 + [True] * 2)


class TestWorkingHoursInBerlin(HooksCommon):
    """Clocks go forward in the night from Saturday, 27 March 2027."""

    tz = "Europe/Berlin"
    saturday = 26

    def test_a_night_in_which_clocks_change_has_an_hour_less_and_is_one_day(self):
        agent = self.agents[0]
        self.night.write({"hour_from": 22, "hour_to": 30})
        self._create_published({agent: "-" * self.saturday + "N"})
        begin, end = self._utc(self.saturday, 22), self._utc(self.saturday, 30)
        self.assertEqual(end - begin, timedelta(hours=7))
        self.assertEqual(self._intervals(agent, self.saturday, 2), [(begin, end)])
        data = agent._get_work_days_data_batch(begin, end)[agent.id]
        self.assertEqual(data, {"days": 1, "hours": 7})

    def test_the_day_after_begins_by_summer_time(self):
        agent = self.agents[0]
        self._create_published({agent: "-" * self.saturday + "-D"})
        self.assertEqual(str(self._intervals(agent, 27, 1)[0][0]), "2027-03-28 06:00:00")
