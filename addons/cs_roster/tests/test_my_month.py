from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .common import RosterCommon


class TestMyMonth(RosterCommon):
    """An agent reads the own month, what changed in it, and says wishes for it (S-77)."""

    agent_count = 3

    def _my_month(self, role="agent0", month="2027-03-01"):
        slots = self._as(self.env["cs.roster.slot"], role)
        return slots.my_month(month)

    def test_month_says_what_is_published(self):
        roster = self._create_published({self.agents[0]: "DN"})
        self._paint(roster, {self.agents[0]: "RR"})
        data = self._my_month()
        self.assertEqual([day["cell"] for day in data["days"][:3]], ["D", "N", "-"])
        self.assertEqual(data["days"][1]["hours"], "17:00–01:00")
        self.assertEqual((data["shift_count"], data["night_count"]), (2, 1))
        self.assertEqual((data["rest_count"], data["hours"]), (29, 16))

    def test_draft_says_nothing(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "D" * 31})
        days = self._my_month()["days"]
        self.assertFalse(any(day["slot_id"] for day in days))
        self.assertEqual({day["cell"] for day in days}, {""})

    def test_change_says_what_was_before(self):
        roster = self._create_published({self.agents[0]: "D", self.agents[1]: "D"})
        self.assertFalse(any(day["change"] for day in self._my_month()["days"]))
        self._paint(roster, {self.agents[0]: "N"})
        roster.action_publish()
        days = self._my_month()["days"]
        self.assertIn("Day 08:00–17:00", days[0]["change"])
        self.assertFalse(any(day["change"] for day in days[1:]))
        self.assertFalse(any(day["change"] for day in self._my_month("agent1")["days"]))

    def test_old_changes_are_news_no_more(self):
        roster = self._create_published({self.agents[0]: "D"})
        with freeze_time("2027-03-01 01:00:00"):
            self._paint(roster, {self.agents[0]: "N"})
            roster.action_publish()
            self.assertTrue(self._my_month()["days"][0]["change"])
        with freeze_time("2027-03-16 01:00:00"):
            self.assertFalse(self._my_month()["days"][0]["change"])

    def test_wishes_are_for_days_that_are_not_told(self):
        wishes = self._as(self.env["cs.roster.wish"], "agent0")
        day = self.first + timedelta(days=4)
        wishes.create({"date": day, "kind": "shift", "shift_type_id": self.night.id})
        days = self._my_month()["days"]
        self.assertTrue(all(item["can_wish"] for item in days))
        self.assertEqual(days[4]["wish"]["cell"], "N")
        self.assertFalse(self._my_month("agent1")["days"][4]["wish"])
        self._create_published({self.agents[0]: "D"})
        self.assertFalse(any(item["can_wish"] for item in self._my_month()["days"]))

    def test_mates_work_the_same_shift(self):
        self._create_published({self.agents[0]: "D", self.agents[1]: "D", self.agents[2]: "N"})
        slot = self._as(self._slot(self.agents[0], 0), "agent0")
        self.assertEqual(slot.my_mates(), ["Agent 1"])
        self.assertRefused(AccessError, "", self._as(slot, "salesman").my_mates)

    def test_user_without_employee_is_told(self):
        self.assertFalse(self._my_month("plain")["has_employee"])

    def test_any_date_names_its_month(self):
        data = self._my_month(month="2027-02-10")
        self.assertEqual((data["month"], len(data["days"])), ("2027-02-01", 28))
        self.assertEqual((data["previous"], data["next"]), ("2027-01-01", "2027-03-01"))
        with freeze_time(date(2027, 5, 5)):
            self.assertEqual(self._my_month(month=False)["month"], "2027-05-01")
