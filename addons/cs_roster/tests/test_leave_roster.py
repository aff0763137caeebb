from odoo.exceptions import UserError

from .hooks_common import HooksCommon


class TestLeaveInRoster(HooksCommon):
    """Approved time off becomes leave in the roster, and shifts come back with its end (S-86)."""

    def _kinds(self, agent, day):
        slot = self._slot(agent, day)
        return slot.kind, slot.published_kind, slot.shift_type_id, slot.published_type_id

    def _notes(self, roster):
        return " ".join(roster.sudo().message_ids.mapped("body"))

    def test_shifts_become_leave_planned_and_published(self):
        agent = self.agents[0]
        roster = self._create_published({agent: "---N-D"})
        revision = roster.revision
        self._taken(agent, 3)
        self.assertEqual(self._kinds(agent, 3), ("leave", "leave", self.night, self.night))
        self.assertEqual(self._kinds(agent, 5), ("shift", "shift", self.day, self.day))
        self.assertEqual(roster.revision, revision + 1)
        self.assertEqual(self._slot(agent, 3).source, "leave")

    def test_time_off_keeps_its_length_once_it_is_approved(self):
        agent = self.agents[0]
        self._create_published({agent: "NN-N"})
        leave = self._taken(agent, 0, 3)
        self.assertEqual((leave.number_of_days, leave.number_of_hours), (3, 24))
        resource = agent.resource_id
        work = resource.calendar_id._work_intervals_batch(
            *(moment.astimezone() for moment in (self._utc(0, 0), self._utc(5, 0))), resource
        )
        self.assertFalse([i for i in work[resource.id] if i[0].date() < self._date(4)])

    def test_a_note_tells_which_shifts_are_short(self):
        first, second = self.agents[:2]
        roster = self._create_published({first: "---N", second: "---N"})
        self._taken(first, 3)
        self.assertIn("2027-03-04 Night: 1 of 2", self._notes(roster))
        self.assertIn("Agent 0 is on time off: Mar 4", self._notes(roster))

    def test_a_note_tells_that_nobody_is_missing(self):
        roster = self._create_published(dict.fromkeys(self.agents[:3], "---N"))
        self._taken(self.agents[0], 3)
        self.assertIn("All shifts have enough people", self._notes(roster))

    def test_a_refusal_gives_the_shifts_back(self):
        agent = self.agents[0]
        roster = self._create_published({agent: "DN-"})
        leave = self._taken(agent, 0, 2)
        self.assertEqual(self._kinds(agent, 2)[:2], ("leave", "leave"))
        leave.action_refuse()
        self.assertEqual(self._kinds(agent, 0), ("shift", "shift", self.day, self.day))
        self.assertEqual(self._kinds(agent, 1), ("shift", "shift", self.night, self.night))
        self.assertEqual(self._kinds(agent, 2)[:2], ("rest", "rest"))
        self.assertIn("taken back", self._notes(roster))

    def test_agents_who_cancel_have_their_shifts_again(self):
        agent = self.agents[0]
        self._create_published({agent: "DN-"})
        leave = self._taken(agent, 1)
        self._as(leave, "agent0")._action_user_cancel("I am well again")
        self.assertEqual(self._kinds(agent, 1), ("shift", "shift", self.night, self.night))

    def test_a_change_that_is_not_published_yet_comes_back_too(self):
        agent = self.agents[0]
        roster = self._create_published({agent: "D"})
        self._paint(roster, {agent: "N"})
        leave = self._taken(agent, 0)
        self.assertEqual(self._kinds(agent, 0), ("leave", "leave", self.night, self.day))
        leave.action_refuse()
        self.assertEqual(self._kinds(agent, 0), ("shift", "shift", self.night, self.day))

    def test_an_empty_day_of_a_draft_is_empty_again(self):
        agent = self.agents[0]
        roster = self._create_roster()
        leave = self._taken(agent, 0)
        self.assertEqual(self._kinds(agent, 0)[:2], ("leave", False))
        leave.action_refuse()
        self.assertFalse(roster.slot_ids)

    def test_half_a_day_off_leaves_the_shift_in_the_roster(self):
        agent = self.agents[0]
        roster = self._create_published({agent: "D"})
        revision = roster.revision
        half = {"request_date_from_period": "am", "request_date_to_period": "am"}
        self._taken(agent, 0, unit="half_day", **half)
        self.assertEqual(self._kinds(agent, 0)[:2], ("shift", "shift"))
        self.assertEqual(roster.revision, revision)

    def test_whole_days_of_a_type_by_half_days_are_leave(self):
        agent = self.agents[0]
        self._create_published({agent: "DDD"})
        half = {"request_date_from_period": "pm", "request_date_to_period": "pm"}
        self._taken(agent, 0, 2, unit="half_day", **half)
        self.assertEqual(
            [self._kinds(agent, day)[0] for day in range(3)], ["shift", "leave", "leave"]
        )

    def test_who_plans_on_an_older_revision_is_told(self):
        agent = self.agents[0]
        roster = self._create_published({agent: "D"})
        revision = roster.revision
        self._taken(agent, 0)
        change = [[self.agents[1].id, 0, "D"]]
        self.assertRefused(UserError, "changed the roster", roster.grid_write, revision, change)

    def test_the_plan_breaks_no_rule_by_the_leave(self):
        agent = self.agents[0]
        roster = self._create_published({agent: "DN-"})
        self._taken(agent, 0, 2)
        self.assertFalse([v for v in roster._violations() if v.rule == "leave"])


class TestCover(HooksCommon):
    """Who could step in, best first, by the rules of the month."""

    def setUp(self):
        super().setUp()
        self.absent, self.tired, self.rested, self.busy = self.agents
        self.rows = {
            self.absent: "---N-",
            self.tired: "----D",
            self.rested: "-----",
            self.busy: "---N-",
        }

    def _covers(self, roster, role="planner"):
        action = self._as(roster, role).action_find_cover()
        return self.env["cs.roster.cover"].with_user(self.users[role]).search(action["domain"])

    def _for_night(self, roster, role="planner"):
        label = "2027-03-04 Night: 1 of 2"
        return self._covers(roster, role).filtered(lambda cover: cover.gap == label)

    def test_who_keeps_the_rules_comes_first(self):
        roster = self._create_published(self.rows)
        self._taken(self.absent, 3)
        covers = self._for_night(roster).sorted("rank")
        self.assertEqual(covers.mapped("agent"), ["Agent 2", "Agent 1"])
        self.assertEqual(covers.mapped("is_allowed"), [True, True])
        self.assertIn("7 hours between Night and Day", covers[1].reason)
        self.assertEqual(covers.mapped("cell"), ["Rest", "Rest"])

    def test_who_would_break_a_rule_that_must_be_kept_is_not_proposed(self):
        roster = self._create_published(self.rows)
        self._taken(self.absent, 3)
        roster.min_rest_level = "block"
        self.assertEqual(self._for_night(roster).mapped("is_allowed"), [True, False])
        tired = self._for_night(roster).filtered(lambda cover: not cover.is_allowed)
        self.assertRefused(UserError, "search again", tired.action_assign)

    def test_a_wish_to_rest_is_respected(self):
        roster = self._create_published({**self.rows, self.tired: "-----"})
        self.env["cs.roster.wish"].create(
            {"employee_id": self.tired.id, "date": self._date(3), "kind": "rest", "weight": "5"}
        )
        self._taken(self.absent, 3)
        covers = self._for_night(roster).sorted("rank")
        self.assertEqual(covers.mapped("agent"), ["Agent 2", "Agent 1"])
        self.assertIn("Wishes to rest", covers[1].reason)

    def test_who_is_needed_elsewhere_is_not_proposed(self):
        roster = self._create_published({**self.rows, self.rested: "---D-"})
        self._taken(self.absent, 3)
        self.assertEqual(self._for_night(roster).mapped("agent"), ["Agent 1"])

    def test_assigning_plans_the_shift(self):
        roster = self._create_published(self.rows)
        self._taken(self.absent, 3)
        for role in ("head", "planner"):
            best = self._for_night(roster, role)[0]
        best.action_assign()
        slot = self._slot(self.rested, 3)
        self.assertEqual((slot.kind, slot.shift_type_id), ("shift", self.night))
        self.assertEqual(slot.published_kind, "rest")
        self.assertFalse(self._for_night(roster))

    def test_agents_find_no_cover(self):
        roster = self._create_published(self.rows)
        own = self._as(roster, "agent0")
        self.assertRefused(UserError, "head of the department", own.action_find_cover)

    def test_an_agent_who_forges_a_proposal_plans_nothing(self):
        roster = self._create_published(self.rows)
        self._taken(self.absent, 3)
        forged = self.env["cs.roster.cover"].with_user(self.users["agent0"])
        cover = forged.create(
            {
                "roster_id": roster.id,
                "date": self._date(3),
                "shift_type_id": self.night.id,
                "employee_id": self.rested.id,
                "is_allowed": True,
            }
        )
        self.assertRefused(UserError, "head of the department", cover.action_assign)
        self.assertEqual(self._slot(self.rested, 3).kind, "rest")

    def test_the_approver_finds_cover_from_the_time_off(self):
        self._create_published(self.rows)
        leave = self._taken(self.absent, 3)
        self.assertTrue(leave.cs_can_find_cover)
        action = leave.action_cs_find_cover()
        covers = self.env["cs.roster.cover"].with_user(self.users["head"]).search(action["domain"])
        self.assertEqual(set(covers.mapped("gap")), {"2027-03-04 Night: 1 of 2"})
        self.assertFalse(self._as(leave, "agent0").cs_can_find_cover)
