import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from odoo.tests import BaseCase, tagged

from odoo.addons.cs_roster.solver.problem import Problem
from odoo.addons.cs_roster.solver.samples import make_team

from .test_solver_arithmetic import make_team as make_plain_team
from .test_solver_rosters import load_checker

ADDON = Path(__file__).parents[1]


@tagged("post_install", "-at_install")
class TestProcess(BaseCase):
    def start(self, problem, seconds, preexec_fn=None):
        process = subprocess.Popen(
            [sys.executable, "-m", "solver"],
            cwd=ADDON,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=preexec_fn,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        order = {"problem": problem.to_json(), "seconds": seconds, "workers": 8, "seed": 1}
        process.stdin.write(json.dumps(order))
        process.stdin.close()
        return process

    def wait_for_progress(self, process):
        for line in process.stdout:
            if json.loads(line)["event"] == "progress":
                return

    def answers(self, process):
        return [json.loads(line) for line in process.stdout]

    def test_run_tells_arithmetic_then_progress_then_the_result(self):
        problem = make_team(8, 2)
        answers = self.answers(self.start(problem, 3))
        self.assertEqual(answers[0]["event"], "arithmetic")
        self.assertEqual(answers[0]["findings"][0]["code"], "capacity")
        self.assertEqual({answer["event"] for answer in answers[1:-1]}, {"progress"})
        self.assertEqual(answers[-1]["event"], "result")
        self.assertEqual(
            load_checker().hard_violations(problem.to_json(), answers[-1]["roster"]), []
        )

    def test_impossible_order_is_answered_with_what_clashes_and_what_would_help(self):
        problem = make_plain_team(7, changed={"3": {"run": 4, "last": "D"}})
        answer = self.answers(self.start(problem, 4))[-1]
        self.assertEqual(answer["status"], "infeasible")
        self.assertEqual(answer["roster"], {})
        self.assertEqual(
            {item["rule"] for item in answer["conflicts"][0]}, {"rest_quota", "max_run"}
        )
        helps = {item["rule"] for item in answer["relaxations"] if item["cost"] is not None}
        self.assertEqual(helps, {"rest_quota", "max_run"})

    def test_cancelled_run_answers_with_the_best_so_far(self):
        for moment in (0, 4):
            with self.subTest(seconds=moment):
                problem = make_team(30, 8)
                process = self.start(problem, 600)
                self.wait_for_progress(process)
                time.sleep(moment)
                process.send_signal(signal.SIGTERM)
                answer = self.answers(process)[-1]
                self.assertEqual(answer["event"], "result")
                self.assertTrue(answer["cancelled"])
                self.assertEqual(
                    load_checker().hard_violations(problem.to_json(), answer["roster"]), []
                )
                self.assertEqual(process.wait(20), 0)

    def test_killed_run_leaves_no_child(self):
        process = self.start(make_team(8, 2), 600)
        self.wait_for_progress(process)
        time.sleep(3)
        children = psutil.Process(process.pid).children(recursive=True)
        self.assertEqual(children, [])
        process.kill()
        self.assertEqual(process.wait(5), -signal.SIGKILL)

    def test_run_outlives_the_processor_time_of_the_worker_that_starts_it(self):
        def limit():
            _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
            resource.setrlimit(resource.RLIMIT_CPU, (1, hard))

        answer = self.answers(self.start(make_team(30, 8), 8, limit))[-1]
        self.assertEqual(answer["event"], "result")

    def test_team_without_agents_or_shifts_is_answered(self):
        answer = self.answers(self.start(Problem(3, [], [], []), 2))[-1]
        self.assertEqual((answer["status"], answer["roster"]), ("optimal", {}))

    def test_solver_knows_nothing_of_odoo(self):
        code = "import sys, solver.__main__; print('odoo' in sys.modules)"
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ADDON, env=environment, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        self.assertEqual(done.stdout.strip(), "False")
