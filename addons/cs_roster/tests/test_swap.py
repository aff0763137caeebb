from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .common import RosterCommon


@freeze_time("2027-02-20")
class TestSwap(RosterCommon):
    """Both slots change together, after the colleague and the supervisor agreed (S-77)."""

    agent_count = 4

    def _swap(self, mine, other, role="agent0"):
        swaps = self.env["cs.shift.swap"].with_user(self.users[role])
        return swaps.create({"slot_id": mine.id, "peer_slot_id": other.id})

    def _cells(self, employee, *days):
        return "".join(self._slot(employee, day)._cell() for day in days)

    def _asked(self, rows, mine, other, **vals):
        self._create_published(dict(zip(self.agents, rows, strict=False)), **vals)
        swap = self._swap(self._slot(*mine), self._slot(*other))
        swap.action_ask()
        return swap

    def _approve(self, swap, role="head"):
        self._as(swap, "agent1").action_accept()
        self._as(swap, role).action_approve()

    def test_days_of_a_colleague_are_found_by_name(self):
        self._create_published({self.agents[0]: "D", self.agents[1]: "N"})
        slots = self._as(self.env["cs.roster.slot"], "agent0")
        found = slots.browse(key for key, _name in slots.name_search("Agent 1"))
        self.assertEqual(found.sudo().employee_id, self.agents[1])

    def test_both_days_change_together(self):
        swap = self._asked(["D", "N"], (self.agents[0], 0), (self.agents[1], 0))
        self._approve(swap)
        slots = self._slot(self.agents[0], 0) | self._slot(self.agents[1], 0)
        self.assertEqual(slots.mapped("published_type_id.code"), ["N", "D"])
        self.assertEqual(slots.mapped("shift_type_id.code"), ["N", "D"])
        self.assertEqual(str(slots[0].start), "2027-03-01 09:00:00")
        self.assertEqual(set(slots.mapped("source")), {"swap"})

    def test_giving_away_needs_a_colleague_at_rest(self):
        swap = self._asked(["D", "-"], (self.agents[0], 0), (self.agents[1], 0))
        self.assertEqual(swap.kind, "give")
        self._approve(swap)
        self.assertEqual(self._cells(self.agents[0], 0), "-")
        self.assertEqual(self._cells(self.agents[1], 0), "D")

    def test_rest_days_move_on_two_dates(self):
        swap = self._asked(["-D", "D-"], (self.agents[0], 0), (self.agents[1], 1))
        self.assertEqual(swap.kind, "rest")
        self._approve(swap)
        self.assertEqual(self._cells(self.agents[0], 0, 1), "D-")
        self.assertEqual(self._cells(self.agents[1], 0, 1), "-D")

    def test_swap_that_breaks_a_rule_is_refused_with_the_reason(self):
        rows = ["DD", "ND"]
        self._create_published(dict(zip(self.agents, rows, strict=False)))
        self._slot(self.agents[0], 0).roster_id.min_rest_level = "block"
        swap = self._swap(self._slot(self.agents[0], 0), self._slot(self.agents[1], 0))
        self.assertRefused(UserError, "7 hours between Night and Day", swap.action_ask)

    def test_swap_is_checked_again_at_the_approval(self):
        swap = self._asked(["D-", "N-"], (self.agents[0], 0), (self.agents[1], 0))
        self._as(swap, "agent1").action_accept()
        roster = self._as(swap.sudo().roster_id, "planner")
        roster.min_rest_level = "block"
        roster.grid_write(roster.revision, [[self.agents[0].id, 1, "D"]])
        roster.action_publish()
        head = self._as(swap, "head")
        self.assertRefused(UserError, "7 hours between Night and Day", head.action_approve)

    def test_changed_day_ends_the_agreement(self):
        swap = self._asked(["D", "N"], (self.agents[0], 0), (self.agents[1], 0))
        roster = self._as(swap.sudo().roster_id, "planner")
        roster.grid_write(roster.revision, [[self.agents[1].id, 0, "R"]])
        peer = self._as(swap, "agent1")
        self.assertRefused(UserError, "have changed since", peer.action_accept)

    def test_only_the_colleague_accepts_and_the_supervisor_approves(self):
        swap = self._asked(["D", "N"], (self.agents[0], 0), (self.agents[1], 0))
        self.assertRefused(UserError, "Agent 1", self._as(swap, "agent0").action_accept)
        self.assertRefused(UserError, "Agent 1", self._as(swap, "head").action_accept)
        self._as(swap, "agent1").action_accept()
        for role in ("agent0", "agent1"):
            self.assertRefused(UserError, "supervisor", self._as(swap, role).action_approve)
        self.assertRefused(AccessError, "", self._as(swap, "plain").action_approve)

    def test_head_does_not_approve_their_own_swap(self):
        self.head.cs_is_rostered = True
        rows = {self.head: "D", self.agents[1]: "N"}
        self._create_published(rows, employee_ids=[Command.set((self.head | self.agents).ids)])
        swap = self._swap(self._slot(self.head, 0), self._slot(self.agents[1], 0), "head")
        swap.action_ask()
        self._as(swap, "agent1").action_accept()
        self.assertRefused(UserError, "supervisor", self._as(swap, "head").action_approve)
        self._as(swap, "planner").action_approve()

    def test_agents_ask_for_their_own_days_only(self):
        self._create_published({self.agents[0]: "D", self.agents[1]: "N"})
        mine, other = self._slot(self.agents[0], 0), self._slot(self.agents[1], 0)
        self.assertRefused(AccessError, "create", self._swap, other, mine)
        swap = self._swap(mine, other)
        third = self._slot(self.agents[2], 0)
        self.assertRefused(UserError, "your own days", swap.write, {"slot_id": third.id})

    def test_days_of_two_months_are_not_exchanged(self):
        self._create_published({self.agents[0]: "D"})
        first = self._slot(self.agents[0], 0)
        april = self._create_roster(date_from=date(2027, 4, 1))
        self._paint(april, {self.agents[1]: "N"})
        other = self._slot(self.agents[1], 31)
        self.assertRefused(ValidationError, "same month", self._swap, first, other)

    def test_past_days_stay(self):
        swap = self._asked(["D", "N"], (self.agents[0], 0), (self.agents[1], 0))
        with freeze_time("2027-03-02"):
            peer = self._as(swap, "agent1")
            self.assertRefused(UserError, "is over", peer.action_accept)

    def test_any_exchanges_keep_the_coverage(self):
        rows = ["DN-", "R-D", "-DN", "NRR"]
        self._create_published(dict(zip(self.agents, rows, strict=True)))

        def columns():
            cells = [self._cells(agent, 0, 1, 2) for agent in self.agents]
            return [sorted(column) for column in zip(*cells, strict=True)]

        before = columns()
        days, people = st.integers(0, 2), st.integers(1, 3)

        @settings(max_examples=20, deadline=None)
        @given(st.lists(st.tuples(days, people, days), max_size=4))
        def play(moves):
            with self.env.cr.savepoint() as savepoint:
                for mine, person, other in moves:
                    swap = self._swap(
                        self._slot(self.agents[0], mine), self._slot(self.agents[person], other)
                    )
                    swap.action_ask()
                    peer = self._as(swap, "agent1" if person == 1 else "head")
                    peer.action_accept()
                    self._as(swap, "planner").action_approve()
                self.assertEqual(columns(), before)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

        play()
