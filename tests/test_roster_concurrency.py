"""Rosters when two planners act at once, and when something dies while a month is being solved.

The solver is watched by a scheduled job; here that job runs in an `odoo shell` of its own, as in
a cron worker, so that it can be killed.
"""

import subprocess
import time
from contextlib import contextmanager
from datetime import date

import psutil
from live_case import LiveCase
from live_server import odoo_command, simultaneously

from cs_tool import databases

LOGINS = ("live_planner", "live_head")
GROUPS = ("base.group_user", "hr_attendance.group_hr_attendance_user")
SOLVE_SECONDS = 40
WAIT_SECONDS = 60
REFUSAL = "is being processed by somebody else|changed the roster at|generated already"
JOB = "env['cs.roster.run']._cron_solve()\n"


def prepare(env):
    """A department of eight agents with two planners; the ids of rosters to fight about."""
    company = env["res.company"].create({"name": "Live Roster"})
    env.user.company_ids |= company
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    users = (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            [
                {
                    "name": login,
                    "login": login,
                    "password": login,
                    "company_id": company.id,
                    "company_ids": [(6, 0, company.ids)],
                    "group_ids": [(6, 0, [env.ref(group).id for group in GROUPS])],
                }
                for login in LOGINS
            ]
        )
    )
    department = env["hr.department"].create({"name": "Service", "company_id": company.id})
    agents = env["hr.employee"].create(
        [
            {
                "name": f"Agent {number}",
                "company_id": company.id,
                "department_id": department.id,
                "tz": "Asia/Shanghai",
                "cs_is_rostered": True,
            }
            for number in range(8)
        ]
    )
    rosters = env["cs.roster"].create(
        [
            {
                "department_id": department.id,
                "company_id": company.id,
                "date_from": date(2027, month, 1),
            }
            for month in range(1, 10)
        ]
    )
    for roster in rosters:
        roster.with_user(users[0]).grid_write(0, [[agents[0].id, 0, "R"]])
    return {"rosters": rosters.ids, "agents": agents.ids}


class TestRosterConcurrency(LiveCase):
    MODULE = "test_roster_concurrency"
    MODEL = "cs.roster"
    PREFIX = "live"
    REFUSAL = REFUSAL

    def _call(self, role, roster, method, *args):
        [client] = self._clients(role)
        return client.call("cs.roster", method, [roster, *args])

    def _plan(self, roster):
        """The revision and the cells of a roster, as the database has them."""
        rows = self._sql("SELECT revision FROM cs_roster WHERE id = ANY(%s)", [roster])
        slots = self._sql(
            "SELECT employee_id, date::text, kind, source FROM cs_roster_slot "
            "WHERE roster_id = ANY(%s) ORDER BY employee_id, date",
            [roster],
        )
        return rows, slots

    def _run_state(self, roster):
        [[state, error]] = self._sql(
            "SELECT state, error FROM cs_roster_run WHERE roster_id = ANY(%s)", [roster]
        )
        return state, error

    def _wait_for(self, condition, what):
        limit = time.monotonic() + WAIT_SECONDS
        while not condition():
            self.assertLess(time.monotonic(), limit, what)
            time.sleep(0.2)

    @contextmanager
    def _job(self, roster):
        """The scheduled job at work on this roster, and the processes of the solver."""
        self._call("planner", roster, "action_generate", SOLVE_SECONDS)
        command = [*odoo_command(self.database, "shell"), "--no-http", "--log-level", "critical"]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            process.stdin.write(JOB.encode())
            process.stdin.close()
            parent = psutil.Process(process.pid)
            self._wait_for(lambda: self._run_state(roster)[0] == "running", "it never began")
            self._wait_for(lambda: parent.children(recursive=True), "the solver never began")
            yield process, parent.children(recursive=True)
        finally:
            process.kill()
            process.wait()

    def _assert_gone(self, processes):
        _gone, alive = psutil.wait_procs(processes, timeout=WAIT_SECONDS)
        self.assertEqual(alive, [], "the solver goes on after its parent has died")

    def test_two_planners_never_overwrite_each_other(self):
        roster, (first, second, *_rest) = self.ids["rosters"][0], self.ids["agents"]
        for _attempt in range(5):
            [[revision]] = self._plan(roster)[0]
            answers = simultaneously(
                lambda r=revision: self._call(
                    "planner", roster, "grid_write", r, [[first, 1, "D"]]
                ),
                lambda r=revision: self._call("head", roster, "grid_write", r, [[second, 1, "N"]]),
            )
            self._assert_one_refused(answers, REFUSAL)
            self.assertEqual(self._plan(roster)[0], [[revision + 1]])

    def test_two_clicks_begin_one_generation(self):
        roster = self.ids["rosters"][1]
        clients = self._clients("planner", "planner")
        answers = simultaneously(
            *(
                lambda client=client: client.call(
                    "cs.roster", "action_generate", [roster, SOLVE_SECONDS]
                )
                for client in clients
            )
        )
        self._assert_one_refused(answers, REFUSAL)
        rows = self._sql("SELECT count(*) FROM cs_roster_run WHERE roster_id = ANY(%s)", [roster])
        self.assertEqual(rows, [[1]])
        self._call("planner", roster, "action_cancel_generation")

    def test_killed_solver_leaves_the_roster_as_it_was(self):
        roster = self.ids["rosters"][2]
        before = self._plan(roster)
        with self._job(roster) as (job, solvers):
            for solver in solvers:
                solver.kill()
            job.wait(WAIT_SECONDS)
        self.assertEqual(self._run_state(roster), ("failed", "crashed"))
        self.assertEqual(self._plan(roster), before)
        status = self._call("planner", roster, "generation_status")
        self.assertIn("generate again", status["text"])

    def test_power_cut_leaves_the_roster_as_it_was(self):
        """The web server and the scheduled job die at once, and the server comes back."""
        roster = self.ids["rosters"][3]
        before = self._plan(roster)
        with self._job(roster) as (job, solvers):
            job.kill()
            job.wait()
            self.server.kill()
            self._assert_gone(solvers)
        self.server.start()
        self.clients.clear()
        self.assertEqual(self._plan(roster), before)
        # after a minute of silence the run counts as lost, and another one may begin
        databases.execute(
            "UPDATE cs_roster_run SET heartbeat_at = heartbeat_at - interval '2 minutes' "
            "WHERE roster_id = %s RETURNING id",
            [roster],
            self.database,
        )
        status = self._call("planner", roster, "generation_status")
        self.assertEqual(status["state"], "failed")
        self._call("planner", roster, "action_generate", 1)
        self._call("planner", roster, "action_cancel_generation")

    def test_lost_connection_leaves_the_roster_as_it_was(self):
        roster = self.ids["rosters"][4]
        before = self._plan(roster)
        with self._job(roster) as (job, solvers):
            databases.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND application_name LIKE %s",
                [self.database, f"odoo-{job.pid}%"],
            )
            job.wait(WAIT_SECONDS + SOLVE_SECONDS)
            self._assert_gone(solvers)
        self.assertEqual(self._plan(roster), before)

    def test_cancelled_generation_leaves_the_roster_as_it_was(self):
        roster = self.ids["rosters"][5]
        before = self._plan(roster)
        with self._job(roster) as (job, solvers):
            self._call("planner", roster, "action_cancel_generation")
            job.wait(WAIT_SECONDS)
            self._assert_gone(solvers)
        self.assertEqual(self._run_state(roster)[0], "cancelled")
        self.assertEqual(self._plan(roster), before)

    def test_finished_early_the_best_roster_is_taken(self):
        roster = self.ids["rosters"][6]
        with self._job(roster) as (job, _solvers):
            self._wait_for(
                lambda: self._sql(
                    "SELECT 1 FROM cs_roster_run WHERE objective > 0 AND roster_id = ANY(%s)",
                    [roster],
                ),
                "no roster was found",
            )
            self._call("planner", roster, "action_finish_generation")
            job.wait(WAIT_SECONDS)
        self.assertEqual(self._run_state(roster)[0], "done")
        days = 31  # July
        self.assertEqual(len(self._plan(roster)[1]), 8 * days)
