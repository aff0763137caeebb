from unittest.mock import patch

from odoo.exceptions import UserError

from .common import RosterCommon


class TestGeneration(RosterCommon):
    """A plan comes from the solver's process, all at once or not at all."""

    def setUp(self):
        super().setUp()
        # runs commit while they are watched; a test has one transaction
        self.startPatcher(patch.object(self.env.cr, "commit", self.env.flush_all))

    def _generate(self, roster, seconds=6):
        roster.action_generate(seconds)
        self.env["cs.roster.run"].sudo()._cron_solve()
        return roster.generation_status()

    def test_month_is_filled_and_keeps_the_rules(self):
        roster = self._create_roster()
        status = self._generate(roster)
        self.assertEqual((status["state"], status["has_result"]), ("done", True))
        self.assertEqual(len(roster.slot_ids), 8 * 31)
        self.assertEqual(set(roster.slot_ids.mapped("source")), {"solver"})
        self.assertFalse([v for v in roster._violations() if v.level == "block"])
        roster.action_publish()

    def test_fixed_cells_stay(self):
        roster = self._create_roster()
        roster.grid_write(0, [[self.agents[0].id, 2, "N"]])
        roster.grid_lock(1, [[self.agents[0].id, 2]], True)
        self._generate(roster)
        self.assertEqual(self._slot(self.agents[0], 2)._cell(), "N")

    def test_result_is_not_taken_over_a_change(self):
        roster = self._create_roster()
        roster.action_generate(2)
        roster.grid_write(0, [[self.agents[0].id, 0, "R"]])
        self.env["cs.roster.run"].sudo()._cron_solve()
        status = roster.generation_status()
        self.assertEqual(status["state"], "failed")
        self.assertIn("was changed", status["text"])
        self.assertEqual(len(roster.slot_ids), 1)

    def test_six_agents_are_told_what_is_missing(self):
        roster = self._create_roster()
        roster.employee_ids = self.agents[:6]
        status = self._generate(roster)
        self.assertIn("24 shifts cannot be filled; it takes at least 7 agents", status["text"])

    def test_one_generation_at_a_time(self):
        roster = self._create_roster()
        roster.action_generate(2)
        self.assertRefused(Exception, "generated already", roster.action_generate, 2)
        roster.action_cancel_generation()
        self.assertEqual(roster.generation_status()["state"], "cancelled")
        roster.action_generate(2)

    def test_dead_solver_leaves_the_roster_as_it_was(self):
        roster = self._create_roster()
        roster.grid_write(0, [[self.agents[0].id, 0, "R"]])
        runs = type(self.env["cs.roster.run"])
        start = runs._start

        def start_and_kill(run):
            process = start(run)
            process.kill()
            return process

        with patch.object(runs, "_start", start_and_kill):
            status = self._generate(roster)
        self.assertEqual(status["state"], "failed")
        self.assertEqual(roster.slot_ids.mapped("source"), ["manual"])
        self.assertEqual(roster.revision, 1)

    def test_agents_do_not_generate(self):
        roster = self._create_published()
        own = self._as(roster, "agent0")
        self.assertRefused(UserError, "head of the department", own.action_generate)
        self.assertRefused(UserError, "head of the department", own.action_cancel_generation)
