import logging
import time
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_logger = logging.getLogger(__name__)

DAYS_KEPT = 30
LONGEST_CALL = 20.0


class CsBulkRun(models.Model):
    """One action on many documents, each for itself and with the rights of the user.

    Every call of ``action_run_next`` is a request of its own, so what is done stays done and
    a run that was interrupted goes on where it stopped.
    """

    _name = "cs.bulk.run"
    _description = "Bulk Work"
    _order = "id desc"

    name = fields.Char(string="Action", readonly=True, required=True)
    res_model = fields.Char(string="Document Model", readonly=True, required=True)
    method = fields.Char(readonly=True, required=True)
    user_id = fields.Many2one("res.users", readonly=True, required=True, index=True)
    line_ids = fields.One2many("cs.bulk.run.line", "run_id", string="Documents", readonly=True)
    total_count = fields.Integer(string="Total", compute="_compute_counts")
    done_count = fields.Integer(string="Done", compute="_compute_counts")
    failed_count = fields.Integer(string="Failed", compute="_compute_counts")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_counts")
    is_own = fields.Boolean(compute="_compute_is_own")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        groups = self.env["cs.bulk.run.line"]._read_group(
            [("run_id", "in", self.ids)], ["run_id", "state"], ["__count"]
        )
        counts = {(run.id, state): count for run, state, count in groups}
        for run in self:
            run.done_count = counts.get((run.id, "done"), 0)
            run.failed_count = counts.get((run.id, "failed"), 0)
            run.waiting_count = counts.get((run.id, "waiting"), 0)
            run.total_count = run.done_count + run.failed_count + run.waiting_count

    @api.depends_context("uid")
    def _compute_is_own(self):
        for run in self:
            run.is_own = run.user_id == self.env.user

    def action_open_progress(self):
        """Open the progress of this run, which carries on with it."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "cs_base.bulk_progress",
            "name": self.name,
            "target": "new",
            "params": {"run_id": self.id},
        }

    def action_run_next(self, seconds=4.0):
        """Carry out the action on the next documents.

        :param seconds: time after which no further document is begun
        :return: counts and failures, as ``_progress`` says
        :raises AccessError: the run is a colleague's
        """
        self.ensure_one()
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only the user who began this can go on with it."))
        stop_at = time.monotonic() + min(max(float(seconds), 0.0), LONGEST_CALL)
        # sudo: nobody writes on runs; of two windows on the same run only one goes on
        if self.sudo().try_lock_for_update():
            for line in self.sudo().line_ids.filtered(lambda line: line.state == "waiting"):
                line.write(self._process(line))
                if time.monotonic() >= stop_at:
                    break
        return self._progress()

    def _process(self, line):
        """Carry out the action on one document; what it leaves to be written on its line."""
        try:
            with self.env.cr.savepoint():
                self._call(self.env[self.res_model].browse(line.res_id))
        except UserError as error:
            return {"state": "failed", "message": str(error)}
        except OperationalError:
            # two transactions collided; the whole request is repeated
            raise
        except Exception:
            _logger.exception("%s of %s,%s failed", self.method, self.res_model, line.res_id)
            message = self.env._("An unexpected error; it is in the log of the server.")
            return {"state": "failed", "message": message}
        return {"state": "done"}

    def _call(self, document):
        if self.method not in document._bulk_actions():
            raise UserError(self.env._("This cannot be done in bulk; open the documents."))
        result = getattr(document, self.method)()
        if isinstance(result, dict):
            # the action asks for something, such as a drawn signature
            raise UserError(
                self.env._("%s asks for more than a click; open it.", document.display_name)
            )

    def _progress(self):
        """``{total, done, failed, waiting, failures: [{res_id, name, message}]}``."""
        self.env.flush_all()
        self.invalidate_recordset()
        failures = self.line_ids.filtered(lambda line: line.state == "failed")
        return {
            "title": self.name,
            "res_model": self.res_model,
            "total": self.total_count,
            "done": self.done_count,
            "failed": self.failed_count,
            "waiting": self.waiting_count,
            "failures": failures.read(["res_id", "name", "message"]),
        }

    @api.autovacuum
    def _gc_old_runs(self):
        oldest = fields.Datetime.now() - timedelta(days=DAYS_KEPT)
        self.search([("create_date", "<", oldest)], limit=1000).unlink()
