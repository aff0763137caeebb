from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.cs_base.tests.common import RightsAsked

from .common import RosterCommon
from .matrix import EMPLOYEES, MATRIX


@freeze_time("2027-02-20")
@tagged("post_install", "-at_install")
class TestMatrix(RightsAsked, RosterCommon):
    """Every role tries every operation on every model of the roster, as a client would."""

    MATRIX = MATRIX
    REFUSALS = (AccessError, UserError)
    agent_count = 3

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = {
            **cls.users,
            "stranger": cls._create_user("r_stranger"),
            "foreigner": cls._create_foreigner(),
        }
        other = cls.env["hr.department"].create({"name": "Packing", "company_id": cls.company.id})
        other.manager_id = cls._create_employee(
            "Stranger", cls.asked["stranger"], department_id=other.id
        )
        cls.april = date(2027, 4, 1)

    @classmethod
    def _create_foreigner(cls):
        other = cls.env["res.company"].create({"name": "Other"})
        user = cls._create_user("r_foreigner", "hr_attendance.group_hr_attendance_user")
        user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        return user

    def _roster(self, state):
        if state == "draft":
            return self._create_roster("head")
        roster = self._create_published({self.agents[0]: "D", self.agents[1]: "N"})
        if state == "locked":
            roster.action_lock()
        return roster

    def _swap(self, state):
        self._roster("published")
        swap = (
            self.env["cs.shift.swap"]
            .with_user(self.users["agent0"])
            .create(
                {
                    "slot_id": self._slot(self.agents[0], 0).id,
                    "peer_slot_id": self._slot(self.agents[1], 0).id,
                }
            )
        )
        steps = {
            "draft": [],
            "asked": [("agent0", "ask")],
            "accepted": [("agent0", "ask"), ("agent1", "accept")],
            "approved": [("agent0", "ask"), ("agent1", "accept"), ("head", "approve")],
            "refused": [("agent0", "ask"), ("agent1", "refuse")],
            "cancel": [("agent0", "ask"), ("agent0", "cancel")],
        }[state]
        for role, step in steps:
            getattr(self._as(swap, role), f"action_{step}")()
        return swap

    def _compare_with(self, model, kind, record, values, change):
        self._compare(model, kind, lambda _user: (record, values, change))

    def test_every_role_and_state_is_asked(self):
        self.assertEqual(set(self.asked), set(EMPLOYEES))
        for model in ("cs.roster", "cs.shift.swap"):
            states = set(dict(self.env[model]._fields["state"]._description_selection(self.env)))
            self.assertEqual(set(MATRIX[model]), states, model)

    def test_shift_types(self):
        values = {"name": "Dawn", "code": "E", "hour_from": 5, "hour_to": 13}
        self.day.company_id = self.company
        self.asked = {role: user for role, user in self.asked.items() if role != "foreigner"}
        self._compare_with(
            "cs.shift.type", "any", self.regular.copy({"code": "X"}), values, {"name": "New"}
        )

    def test_rosters_and_what_they_need(self):
        for state in MATRIX["cs.roster"]:
            with self._undone():
                roster = self._roster(state)
                values = {"department_id": self.department.id, "date_from": self.april}
                self._compare_with("cs.roster", state, roster, values, {"max_run": 7})
        for state in MATRIX["cs.roster.coverage"]:
            with self._undone():
                roster = self._create_roster("head")
                need = roster.coverage_ids.create(
                    {"roster_id": roster.id, "shift_type_id": self.day.id, "target": 2}
                )
                values = {"roster_id": roster.id, "shift_type_id": self.day.id, "target": 3}
                pair = roster.pair_ids.create(
                    {
                        "roster_id": roster.id,
                        "mentor_id": self.agents[0].id,
                        "employee_id": self.agents[1].id,
                    }
                )
                others = {
                    "roster_id": roster.id,
                    "mentor_id": self.agents[0].id,
                    "employee_id": self.agents[2].id,
                }
                if state == "locked":
                    roster.with_env(self.env)._write_protected({"state": "locked"})
                self._compare_with("cs.roster.coverage", state, need, values, {"target": 4})
                change = {"mentor_id": self.agents[2].id}
                self._compare_with("cs.roster.pair", state, pair, others, change)

    def test_wishes(self):
        wish = self.env["cs.roster.wish"].create(
            {"employee_id": self.agents[0].id, "date": self.first}
        )
        values = {"employee_id": self.agents[0].id, "date": self.april}
        self._compare_with("cs.roster.wish", "agent0's", wish, values, {"weight": "5"})

    def test_slots_and_runs(self):
        with self._undone():
            roster = self._create_roster("head")
            self._paint(roster, {self.agents[0]: "D"})
            self._compare_slot("planned", roster.slot_ids)
        with self._undone():
            self._roster("published")
            self._compare_slot("published", self._slot(self.agents[0], 0))
        roster = self._create_roster("head")
        roster.action_generate(1)
        run = roster.sudo().run_ids
        values = {
            "roster_id": roster.id, "user_id": self.env.uid, "limit": 1, "request": {},
            "revision": 0,
        }  # fmt: skip
        self._compare_with("cs.roster.run", "any", run, values, {"state": "failed"})

    def _compare_slot(self, kind, slot):
        values = {
            "roster_id": slot.roster_id.id,
            "employee_id": self.agents[2].id,
            "date": self.april,
            "kind": "rest",
        }
        self._compare_with("cs.roster.slot", kind, slot, values, {"source": "swap"})

    def test_swaps(self):
        for state in MATRIX["cs.shift.swap"]:
            with self._undone():
                swap = self._swap(state)
                values = {
                    "slot_id": self._slot(self.agents[0], 1).id,
                    "peer_slot_id": self._slot(self.agents[1], 2).id,
                }
                self._compare_with("cs.shift.swap", state, swap, values, {"reason": "Wedding"})
