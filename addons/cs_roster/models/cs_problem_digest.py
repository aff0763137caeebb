from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .cs_roster import PLANNER_GROUP

ACTIVITY = "cs_roster.mail_activity_type_problems"


class CsProblemDigest(models.Model):
    """What was open in the problem register of a department at the end of a week (S-78)."""

    _name = "cs.problem.digest"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.transition.mixin"]
    _description = "Weekly Collection of Problems"
    _order = "date_from desc, department_id"

    TRANSITIONS = {"answer": (("open",), "answered")}
    STATE_FIELDS = {"open": frozenset({"problem_ids"})}

    department_id = fields.Many2one(
        "hr.department", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date(string="Week of", required=True, readonly=True)
    problem_ids = fields.Many2many(
        "cs.problem", "cs_problem_digest_problem_rel", "digest_id", "problem_id", string="Problems"
    )
    problem_count = fields.Integer(string="Problems Collected", readonly=True)
    state = fields.Selection(
        [("open", "To Answer"), ("answered", "Answered")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)

    _one_a_week = models.UniqueIndex(
        "(department_id, date_from)", "The problems of this week are collected already."
    )

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - {"problem_ids"} - set(models.MAGIC_COLUMNS)

    @api.depends("department_id", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for digest in self:
            week = format_date(self.env, digest.date_from)
            digest.display_name = f"{digest.sudo().department_id.name} {week}"  # sudo: a name

    def write(self, vals):
        """The list edits problems in place; which problems were open then stays."""
        if any(command[0] != 1 for command in vals.get("problem_ids", ())):
            raise AccessError(self.env._("The problems of a collection are fixed; note a new one."))
        return super().write(vals)

    @api.model
    def _cron_collect(self):
        """One collection per department and week, of all that is open; running twice is harmless."""
        today = fields.Date.today()
        week = today - timedelta(days=today.weekday() + 7)
        open_problems = self.env["cs.problem"].search([("state", "=", "open")])
        collected = self.search([("date_from", "=", week)]).department_id
        for department, problems in open_problems.grouped("department_id").items():
            if department and department not in collected:
                digest = self._with_key().create(
                    {
                        "department_id": department.id,
                        "company_id": problems[0].company_id.id,
                        "date_from": week,
                        "problem_count": len(problems),
                    }
                )
                problems._with_key().write({"digest_ids": [(4, digest.id)]})
                digest._ask_head()

    def _ask_head(self):
        if head := self.department_id.manager_id.user_id:
            self.activity_schedule(
                ACTIVITY,
                summary=self.with_context(lang=head.lang).env._(
                    "Answer %s problems of the week", self.problem_count
                ),
                user_id=head.id,
            )

    def action_answer(self):
        """All problems that have an answer are answered, and with them the collection."""
        return self._transition("answer")

    def _check_role(self, name):
        self.check_access("read")
        for digest in self:
            head = digest.sudo().department_id.manager_id.user_id  # sudo: only to compare
            if head != self.env.user and not self.env.user.has_group(PLANNER_GROUP):
                raise AccessError(
                    self.env._("%s is answered by the head of the department.", digest.display_name)
                )

    def _check_can_answer(self):
        for digest in self:
            unanswered = digest.problem_ids.filtered(
                lambda p: p.state == "open" and not (p.answer or "").strip()
            )
            if unanswered:
                raise UserError(
                    self.env._(
                        "Write an answer to %s first.",
                        self._format_list([f"“{name}”" for name in unanswered.mapped("name")]),
                    )
                )

    def _do_answer(self):
        self.problem_ids.filtered(lambda p: p.state == "open")._transition("answer")
        self.activity_unlink([ACTIVITY])
        return {"answered_by_id": self.env.uid, "answered_at": fields.Datetime.now()}
