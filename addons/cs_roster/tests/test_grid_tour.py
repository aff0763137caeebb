from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .grid_common import PHONE, GridTourCommon


class GridDays(GridTourCommon):
    """What each tour has to bring about."""

    def _create_planned(self):
        roster = self._create_roster()
        self._paint(roster, self._wheel())
        return roster

    def _check_painted(self):
        roster = self._create_roster()
        self._walk("/odoo/action-cs_roster.cs_roster_action", "cs_roster_grid_paint")
        self.assertEqual(self._letters(roster, 0, 8), "DDDDDDD.")
        self.assertEqual(self._letters(roster, 1, 4), "NN-.")
        self.assertEqual(roster._sheet().locked[self.agents[1].id], {2})
        self.assertEqual(self._letters(roster, 2, 2), "RR")

    def _check_swapped_and_published(self):
        roster = self._create_planned()
        before = [self._letters(roster, number, 3)[2] for number in (0, 1)]
        self._walk(f"/odoo/roster-month/{roster.id}", "cs_roster_grid_swap")
        self.assertEqual(roster.state, "published")
        told = [self._slot(self.agents[number], 2).published_type_id.code for number in (1, 0)]
        self.assertEqual(told, before)
        self.assertEqual(self._slot(self.agents[3], 0).shift_type_id, self.day)
        self.assertEqual(self._slot(self.agents[3], 0).published_type_id, self.regular)

    def _check_conflict(self):
        roster = self._create_planned()
        roster_class = self.registry["cs.roster"]
        origin = roster_class.grid_lock
        head, other = self.users["head"], self.agents[5].id

        def lock_and_be_overtaken(roster, *args):
            """The head changes a cell right after the planner has fixed one."""
            answer = origin(roster, *args)
            roster.with_user(head).grid_write(answer["revision"], [[other, 0, "D"]])
            return answer

        # the refusal is logged as well
        with (
            mute_logger("odoo.http"),
            patch.object(roster_class, "grid_lock", lock_and_be_overtaken),
        ):
            self._walk(f"/odoo/roster-month/{roster.id}", "cs_roster_grid_conflict")
        self.assertEqual(self._letters(roster, 5, 1), "D")
        self.assertEqual(self._letters(roster, 0, 1), "R")


@tagged("post_install", "-at_install")
class TestGridTourInChinese(GridDays):
    """The planner's daily work in the grid, and an agent's month on a phone."""

    lang = "zh_CN"

    def test_planner_paints_a_week(self):
        self._check_painted()

    def test_planner_swaps_and_publishes(self):
        self._check_swapped_and_published()

    def test_second_planner_is_told(self):
        self._check_conflict()

    def test_head_cancels_a_generation(self):
        self.assertEqual(self._stop_generation("cs_roster_grid_cancel"), ["cancelled"])

    def test_head_takes_the_best_roster_early(self):
        self.assertEqual(self._stop_generation("cs_roster_grid_finish"), ["done"])

    def _stop_generation(self, tour):
        """The states to which a tour brings a generation that would go on for ever."""
        roster = self._create_roster(role="head")
        status = {"state": "none", "has_result": False, "text": "", "short": 0}
        ends = []

        def generate(roster, seconds):
            status.update(state="running", seconds=1, limit=seconds, objective=256, bound=239)
            return True

        def cancel(roster):
            status["state"] = "cancelled"
            ends.append("cancelled")

        def finish(roster):
            wanted = {(agent.id, date): "D" for agent in self.agents for date in roster._dates()}
            roster._write_cells(wanted, "solver")
            status.update(state="done", has_result=True, text="186\n216")
            ends.append("done")

        self._patch_generation(
            lambda roster: dict(status),
            action_generate=generate,
            action_cancel_generation=cancel,
            action_finish_generation=finish,
        )
        self._walk(f"/odoo/roster-month/{roster.id}", tour, "head")
        return ends

    def test_month_is_chosen_as_year_and_month(self):
        self._walk("/odoo/action-cs_roster.cs_roster_action", "cs_roster_month_field", "head")
        roster = self.env["cs.roster"].search([("department_id", "=", self.department.id)])
        self.assertEqual((roster.date_from.month, roster.date_from.day), (5, 1))

    def test_agents_agree_on_a_swap_on_their_phones(self):
        self._create_published({self.agents[0]: "DDD", self.agents[1]: "RRR"})
        self._walk("/odoo/my-shifts", "cs_roster_ask_swap", "agent0", PHONE)
        swap = self.env["cs.shift.swap"].search([("user_id", "=", self.users["agent0"].id)])
        self.assertEqual((swap.state, swap.peer_user_id), ("asked", self.users["agent1"]))
        url = "/odoo/action-cs_roster.cs_shift_swap_action_my"
        self._walk(url, "cs_roster_accept_swap", "agent1", PHONE)
        self.assertEqual(swap.state, "accepted")
        swap.with_user(self.users["head"]).action_approve()
        told = [self._slot(self.agents[number], 1).published_type_id.code for number in (0, 1)]
        self.assertEqual(told, ["R", "D"])

    def test_head_generates(self):
        roster = self._create_roster(role="head")
        status = {"state": "none", "has_result": False}
        calls = []

        def generate(roster, seconds):
            calls.append(seconds)
            status.update(
                state="running",
                seconds=0,
                limit=seconds,
                objective=256,
                bound=239,
                short=0,
                text="",
            )
            return True

        def tell(roster):
            if status["state"] == "running":
                status["seconds"] += 20
                if status["seconds"] > 40:
                    wanted = {
                        (agent.id, date): "D" for agent in self.agents for date in roster._dates()
                    }
                    roster._write_cells(wanted, "solver")
                    status.update(state="done", has_result=True, text="186\n216")
            return dict(status)

        self._patch_generation(tell, action_generate=generate)
        self._walk(f"/odoo/roster-month/{roster.id}", "cs_roster_grid_generate", "head")
        self.assertEqual(calls, [60])

    def test_agent_reads_the_month_on_a_phone(self):
        roster = self._create_published({self.agents[0]: "DDN-R", self.agents[1]: "DD"})
        self._paint(roster, {self.agents[0]: "DNN-R"})
        roster.action_publish()
        self._walk("/odoo/my-shifts", "cs_roster_my_month", "agent0", PHONE)
        wish = self.env["cs.roster.wish"].search([("employee_id", "=", self.agents[0].id)])
        self.assertEqual((wish.kind, wish.shift_type_id), ("shift", self.night))

    def test_planner_looks_on_a_phone(self):
        roster = self._create_planned()
        self._walk(f"/odoo/roster-month/{roster.id}", "cs_roster_grid_phone", size=PHONE)
        self.assertEqual(self._letters(roster, 0, 1), "N")


@tagged("post_install", "-at_install")
class TestGridTourInEnglish(GridDays):
    """The same days, for who reads English."""

    def test_planner_paints_a_week(self):
        self._check_painted()

    def test_planner_swaps_and_publishes(self):
        self._check_swapped_and_published()
