from odoo.exceptions import AccessError, UserError

from .common import RosterCommon


class TestPublication(RosterCommon):
    """A plan becomes what agents were told by publishing only (S-77)."""

    def test_painted_cells_are_slots(self):
        roster = self._create_roster()
        self._paint(roster, {self.agents[0]: "DDN-"})
        kinds = roster.slot_ids.sorted("date").mapped("kind")
        self.assertEqual(kinds, ["shift", "shift", "shift", "rest"])
        self.assertFalse(any(roster.slot_ids.mapped("start")))

    def test_agents_learn_of_shifts_by_publishing(self):
        roster = self._create_published({self.agents[0]: "N"})
        slot = self._as(self._slot(self.agents[0], 0), "agent0")
        self.assertEqual(slot.published_type_id, self.night)
        self.assertEqual(str(slot.start), "2027-03-01 09:00:00")
        roster.grid_write(roster.revision, [[self.agents[0].id, 0, "D"]])
        self.assertEqual(slot.published_type_id, self.night)

    def test_second_planner_is_told(self):
        roster = self._create_roster()
        roster.grid_write(0, [[self.agents[0].id, 0, "D"]])
        other = self._as(roster, "head")
        change = [[self.agents[1].id, 0, "D"]]
        self.assertRefused(UserError, "r_planner changed the roster", other.grid_write, 0, change)
        other.grid_write(1, change)

    def test_rules_that_must_be_kept_stop_publishing(self):
        roster = self._create_roster()
        self._paint(roster, {agent: "D" * 31 for agent in self.agents})
        self.assertRefused(UserError, "days in a row", roster.action_publish)

    def test_agents_change_nothing(self):
        roster = self._create_published({self.agents[0]: "N"})
        slot = self._as(self._slot(self.agents[0], 0), "agent0")
        self.assertRefused(AccessError, "", slot.write, {"kind": "rest"})
        own = self._as(roster, "agent0")
        self.assertRefused(
            UserError, "head of the department", own.grid_write, 1, [[self.agents[0].id, 0, "D"]]
        )
        self.assertRefused(UserError, "head of the department", own.action_lock)

    def test_leave_is_not_painted(self):
        roster = self._create_roster()
        self.assertRefused(
            UserError, "Time Off", roster.grid_write, 0, [[self.agents[0].id, 0, "*"]]
        )
