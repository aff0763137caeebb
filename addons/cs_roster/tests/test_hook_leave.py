from .hooks_common import HooksCommon


class TestLeaveHours(HooksCommon):
    """Time off runs from the begin to the end of the published shifts."""

    def _figures(self, leave):
        return leave.number_of_days, leave.number_of_hours

    def test_a_night_off_is_one_day_and_its_hours(self):
        agent = self.agents[0]
        self._create_published({agent: "N--"})
        leave = self._request(agent, 0)
        self.assertEqual(self._figures(leave), (1.0, 8.0))
        self.assertEqual(str(leave.date_from), "2027-03-01 09:00:00")
        self.assertEqual(str(leave.date_to), "2027-03-01 17:00:00")

    def test_two_nights_off_are_two_days(self):
        agent = self.agents[0]
        self._create_published({agent: "NN-"})
        self.assertEqual(self._figures(self._request(agent, 0, 1)), (2.0, 16.0))

    def test_a_weekend_of_day_shifts_is_two_days(self):
        agent = self.agents[0]
        self._create_published({agent: "-----DD"})
        self.assertEqual(self._figures(self._request(agent, 5, 6)), (2.0, 16.0))

    def test_rest_days_do_not_count(self):
        agent = self.agents[0]
        self._create_published({agent: "-D-N-"})
        self.assertEqual(self._figures(self._request(agent, 0, 4)), (2.0, 16.0))
        self.assertEqual(self._figures(self._request(self.agents[1], 0)), (0, 0))

    def test_a_day_after_a_night_off_does_not_overlap_it(self):
        agent = self.agents[0]
        self._create_published({agent: "NDN"})
        first, second = self._request(agent, 0), self._request(agent, 1)
        self.assertEqual([self._figures(leave) for leave in first | second], [(1.0, 8.0)] * 2)

    def test_the_halves_of_a_night(self):
        agent = self.agents[0]
        self._create_published({agent: "NN-"})
        half = {
            "unit": "half_day",
            "request_date_from_period": "am",
            "request_date_to_period": "am",
        }
        first = self._request(agent, 0, **half)
        self.assertEqual(self._figures(first), (0.5, 4.0))
        self.assertEqual((first.date_from, first.date_to), (self._utc(0, 17), self._utc(0, 21)))
        half.update(request_date_from_period="pm", request_date_to_period="pm")
        second = self._request(agent, 0, **half)
        self.assertEqual((second.date_from, second.date_to), (self._utc(0, 21), self._utc(0, 25)))

    def test_the_halves_of_a_day_lie_around_the_break(self):
        agent = self.agents[0]
        self._create_published({agent: "DD-"})
        half = {
            "unit": "half_day",
            "request_date_from_period": "pm",
            "request_date_to_period": "am",
        }
        leave = self._request(agent, 0, 1, **half)
        self.assertEqual((leave.date_from, leave.date_to), (self._utc(0, 13), self._utc(1, 12)))
        self.assertEqual(self._figures(leave), (1.0, 8.0))

    def test_hours_after_midnight_belong_to_the_night(self):
        agent = self.agents[0]
        self._create_published({agent: "N--"})
        hours = {"unit": "hour", "request_hour_from": 23, "request_hour_to": 1}
        leave = self._request(agent, 0, **hours)
        self.assertEqual((leave.date_from, leave.date_to), (self._utc(0, 23), self._utc(0, 25)))
        self.assertEqual(leave.number_of_hours, 2)

    def test_small_hours_alone_belong_to_the_night_before(self):
        agent = self.agents[0]
        self._create_published({agent: "N--"})
        hours = {"unit": "hour", "request_hour_from": 0.5, "request_hour_to": 1}
        leave = self._request(agent, 0, **hours)
        self.assertEqual((leave.date_from, leave.date_to), (self._utc(0, 24.5), self._utc(0, 25)))

    def test_hours_outside_of_the_shift_do_not_count(self):
        agent = self.agents[0]
        self._create_published({agent: "N--"})
        hours = {"unit": "hour", "request_hour_from": 9, "request_hour_to": 11}
        self.assertEqual(self._request(agent, 0, **hours).number_of_hours, 0)

    def test_days_beyond_the_roster_follow_the_calendar(self):
        agent = self.agents[0]
        self._create_published({agent: "-" * 30 + "N"})
        # a night on Wednesday, then Thursday and Friday of the calendar
        leave = self._request(agent, 30, 32)
        self.assertEqual(self._figures(leave), (3.0, 24.0))
        self.assertEqual((leave.date_from, leave.date_to), (self._utc(30, 17), self._utc(32, 17)))

    def test_others_have_the_calendar(self):
        self._create_published({self.agents[0]: "N--"})
        leave = self._request(self.outsider, 0)
        self.assertEqual((leave.date_from, leave.date_to), (self._utc(0, 8), self._utc(0, 17)))
        self.assertEqual(self._figures(leave), (1.0, 8.0))

    def test_a_request_follows_the_roster_that_is_published_after_it(self):
        agent = self.agents[0]
        leave = self._request(agent, 0)
        self.assertEqual(leave.date_from, self._utc(0, 8))
        self._create_published({agent: "N--"})
        self.assertEqual((leave.date_from, leave.date_to), (self._utc(0, 17), self._utc(0, 25)))
        self.assertEqual(self._figures(leave), (1.0, 8.0))


class TestLeaveHoursInBerlin(HooksCommon):
    """Clocks go forward in the night from Saturday, 27 March 2027."""

    tz = "Europe/Berlin"
    saturday = 26

    def test_the_night_before_the_clocks_change(self):
        agent = self.agents[0]
        self._create_published({agent: "-" * self.saturday + "N"})
        leave = self._request(agent, self.saturday)
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (1.0, 8.0))
        self.assertEqual(str(leave.date_from), "2027-03-27 16:00:00")
        self.assertEqual(str(leave.date_to), "2027-03-28 00:00:00")

    def test_the_night_in_which_the_clocks_change(self):
        agent = self.agents[0]
        self.night.write({"hour_from": 22, "hour_to": 30})
        self._create_published({agent: "-" * self.saturday + "N"})
        leave = self._request(agent, self.saturday)
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (1.0, 7.0))
        self.assertEqual(str(leave.date_to), "2027-03-28 04:00:00")
