from odoo import fields, models
from odoo.exceptions import LockError, UserError

from ..solver.problem import EMPTY
from .cs_roster_run import OPEN_STATES

DEFAULT_SECONDS = 60
MAX_SECONDS = 600


class CsRoster(models.Model):
    """Generation: the plan comes from the solver, whose run is a `cs.roster.run`."""

    _inherit = "cs.roster"

    run_ids = fields.One2many("cs.roster.run", "roster_id", string="Generations")

    def action_generate(self, seconds=DEFAULT_SECONDS):
        """Have the month solved in the background, within ``seconds``.

        Cells that are fixed and approved leaves stay; a published roster changes as little as
        its rules allow.

        :raises UserError: the user does not plan it, or it is being generated already
        """
        self.ensure_one()
        self._check_planner()
        if type(seconds) is not int:
            raise UserError(self.env._("Say in whole seconds how long to look for a roster."))
        self._lock_rows()
        if not self.sudo().employee_ids:  # sudo: only whether there are any
            raise UserError(
                self.env._(
                    "%s has no agents; set “Works by Roster” on the employees of the department "
                    "and choose them here.",
                    self.name,
                )
            )
        # sudo: nobody has the right to make runs; they only record what is done
        runs_sudo = self.env["cs.roster.run"].sudo()
        runs_sudo._fail_lost()
        if self._last_run().state in OPEN_STATES:
            raise UserError(
                self.env._("%s is being generated already; wait for it or cancel it.", self.name)
            )
        runs_sudo.create(
            {
                "roster_id": self.id,
                "user_id": self.env.uid,
                "limit": max(1, min(seconds, MAX_SECONDS)),
                "request": {"problem": self._prepare_problem().to_json()},
                "revision": self.revision,
            }
        )
        self.env.ref("cs_roster.ir_cron_cs_roster_run_solve").sudo()._trigger()
        return True

    def action_cancel_generation(self):
        """Stop the generation; the plan stays as it is."""
        return self._ask_of_run("cancel")

    def action_finish_generation(self):
        """Stop the search and take the best roster that it has found."""
        return self._ask_of_run("finish")

    def _ask_of_run(self, what):
        self.ensure_one()
        self._check_planner()
        # sudo: nobody has the right to change runs; the planner is checked above
        run_sudo = self._last_run()
        if run_sudo.state == "queued" and what == "cancel":
            run_sudo.state = "cancelled"
        elif run_sudo.state in OPEN_STATES:
            run_sudo.wanted = what
        return True

    def generation_status(self):
        """What the last generation is doing or has found, for whoever sees the plan."""
        self.ensure_one()
        self.check_access("read")
        # sudo: runs are read by nobody; this is what is told of them
        run_sudo = self._last_run()
        run_sudo._fail_lost()
        if not run_sudo or not self._sees_plan():
            return {"state": "none"}
        return {
            "state": run_sudo.state,
            "seconds": run_sudo.seconds,
            "limit": run_sudo.limit,
            "objective": run_sudo.objective,
            "bound": run_sudo.bound,
            "short": run_sudo.short,
            "text": "\n".join(self._run_sentences(run_sudo)),
            "has_result": run_sudo.has_result,
        }

    def _last_run(self):
        return self.env["cs.roster.run"].sudo().search([("roster_id", "=", self.id)], limit=1)

    def _take_result(self, run, result):
        """Write a solver's roster as the plan; None, or why that cannot be.

        What has come in the meantime is not overwritten: then the plan stays as it is.
        """
        self.ensure_one()
        rows = result.get("roster")
        if not rows:
            return None
        try:
            self._lock_rows()
        except LockError as error:
            return str(error)
        if self.revision != run.revision or self.state == "locked":
            return "changed"
        dates = self._dates()
        plan = self._cells()
        wanted = {
            (int(key), dates[day]): cell
            for key, cells in rows.items()
            for day, cell in enumerate(cells)
            if cell not in (EMPTY, plan[int(key)][day])
        }
        self._write_cells(wanted, "solver")
        return None
