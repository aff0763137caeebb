import json
import logging
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, SimpleQueue

from odoo import api, fields, models
from odoo.exceptions import LockError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

ADDON = Path(__file__).resolve().parent.parent
OPEN_STATES = ("queued", "running")
# Between two looks at the solver's messages and at what the planner asks for.
POLL_SECONDS = 1.0
# The solver ends at its limit by itself; later than this after it, it is stuck.
PATIENCE_SECONDS = 30
# A run that has given no sign for this long lost its process.
SILENCE_SECONDS = 60
TERMINATE_SECONDS = 10
ATTEMPTS = 5


class CsRosterRun(models.Model):
    """A generation of a roster: the solver in a process of its own, watched by a cron job.

    The job commits what the solver tells while it runs. The plan is written once, at the end, so
    that whatever dies on the way leaves the roster as it was.
    """

    _name = "cs.roster.run"
    _description = "Generation of a Roster"
    _order = "id desc"

    roster_id = fields.Many2one("cs.roster", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Started by", required=True)
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        default="queued",
        required=True,
    )
    # what the planner asks of a run that is under way: nothing, to stop, or to take what is there
    wanted = fields.Selection([("cancel", "Cancel"), ("finish", "Finish")])
    limit = fields.Integer(string="Seconds at Most", required=True)
    request = fields.Json(required=True)
    revision = fields.Integer(required=True)
    started_at = fields.Datetime()
    heartbeat_at = fields.Datetime()
    seconds = fields.Float()
    objective = fields.Float()
    bound = fields.Float()
    short = fields.Integer(string="Shifts Not Filled")
    # codes and data of what the solver found; sentences are made for each reader
    findings = fields.Json()
    has_result = fields.Boolean()
    error = fields.Text()

    _one_at_a_time = models.UniqueIndex(
        "(roster_id) WHERE state IN ('queued', 'running')",
        "This roster is being generated already; wait for it or cancel it.",
    )

    @api.model
    def _cron_solve(self):
        """Solve what waits, one after the other."""
        self._fail_lost()
        while run := self.search([("state", "=", "queued")], order="id", limit=1):
            run._solve()
            self.env["ir.cron"]._commit_progress(
                1, remaining=self.search_count([("state", "=", "queued")])
            )

    @api.model
    def _fail_lost(self):
        silent = fields.Datetime.subtract(fields.Datetime.now(), seconds=SILENCE_SECONDS)
        lost = self.search([("state", "=", "running"), ("heartbeat_at", "<", silent)])
        lost.write({"state": "failed", "error": "lost"})

    def _solve(self):
        """Carry out one run; commits on the way."""
        self.ensure_one()
        if not self._committed(self._begin):
            return
        try:
            messages = self._watch(self._start())
            self._committed(lambda: self._finish(messages))
        except Exception:
            # whatever happens here must not leave the run open for ever
            _logger.exception("Generation %s of a roster failed", self.id)
            self.env.cr.rollback()
            self._committed(lambda: self.write({"state": "failed", "error": "crashed"}))

    def _committed(self, step):
        """The result of a step in a transaction of its own.

        It is repeated when the planner has written on the run at the same moment.
        """
        for _attempt in range(ATTEMPTS):
            try:
                self.env.invalidate_all()
                result = step()
                self.env["ir.cron"]._commit_progress()
                return result
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
        raise LockError(self.env._("The roster is being changed all the time; generate again."))

    def _begin(self):
        """Whether the run still waits; then it runs."""
        if self.state != "queued":
            return False
        now = fields.Datetime.now()
        return self.write({"state": "running", "started_at": now, "heartbeat_at": now})

    def _start(self):
        process = subprocess.Popen(
            [sys.executable, "-m", "solver"],
            cwd=ADDON,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        process.stdin.write(json.dumps({**self.request, "seconds": self.limit}))
        process.stdin.close()
        return process

    def _watch(self, process):
        """Save what the solver tells until it has ended; its last message by kind."""
        lines = SimpleQueue()
        reader = threading.Thread(target=_read, args=(process.stdout, lines), daemon=True)
        reader.start()
        messages = {}
        deadline = time.monotonic() + self.limit + PATIENCE_SECONDS
        try:
            while time.monotonic() < deadline:
                is_over = self._take(lines, messages)
                if is_over:
                    return messages
                wanted = self._committed(lambda: self._save_progress(messages))
                if wanted == "cancel":
                    return {**messages, "cancelled": True}
                if wanted == "finish":
                    process.terminate()
            return messages
        finally:
            _stop(process)

    def _take(self, lines, messages):
        """Put the waiting messages in ``messages``; whether the solver has said its last."""
        until = time.monotonic() + POLL_SECONDS
        while (left := until - time.monotonic()) > 0:
            try:
                line = lines.get(timeout=left)
            except Empty:
                return False
            if line is None:
                return True
            message = json.loads(line)
            messages[message["event"]] = message
        return False

    def _save_progress(self, messages):
        """Write what the solver tells; what the planner asks for by now."""
        progress = messages.get("progress", {})
        names = ("seconds", "objective", "bound", "short")
        values = {name: progress[name] for name in names if progress.get(name) is not None}
        if "arithmetic" in messages and not self.findings:
            values["findings"] = {"arithmetic": messages["arithmetic"]["findings"]}
        self.write({**values, "heartbeat_at": fields.Datetime.now()})
        return self.wanted

    def _finish(self, messages):
        """Put the result into the plan, in one transaction."""
        result = messages.get("result")
        if messages.get("cancelled"):
            self.state = "cancelled"
        elif result is None:
            self.write({"state": "failed", "error": "crashed"})
        else:
            error = self.roster_id.with_user(self.user_id)._take_result(self, result)
            self.write(self._prepare_result_vals(result, error))

    def _prepare_result_vals(self, result, error):
        names = ("seconds", "objective", "bound")
        values = {name: result[name] for name in names if result.get(name) is not None}
        told = ("conflicts", "relaxations", "shortages", "status")
        findings = {name: result[name] for name in told if name in result}
        return {
            **values,
            "short": sum(count for _day, _code, count in result.get("shortages", ())),
            "findings": {**(self.findings or {}), **findings},
            "has_result": bool(result.get("roster")) and not error,
            "state": "failed" if error else "done",
            "error": error,
        }


def _read(stream, lines):
    for line in stream:
        lines.put(line)
    lines.put(None)


def _stop(process):
    """End the solver, however it is; nothing of it is left."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(TERMINATE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
    errors = process.stderr.read()
    process.wait()
    if errors:
        _logger.info("The solver said: %s", errors[-2000:])
    for stream in (process.stdout, process.stderr):
        stream.close()
