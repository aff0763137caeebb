from odoo import api, fields, models
from odoo.exceptions import UserError


class CsFeedbackAnswer(models.Model):
    """What one department was asked on a case, by when, and what it answered (S-56, S-124)."""

    _name = "cs.feedback.answer"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.deadline.mixin", "cs.export.mixin"]
    _description = "Answer of a Department"
    _order = "deadline_date, id"
    _check_company_auto = True

    TRANSITIONS = {
        "answer": (("asked",), "answered"),
        "ask_again": (("answered",), "asked"),
        "withdraw": (("asked",), "withdrawn"),
    }
    TRANSITION_GROUPS = {
        "answer": ("base.group_user",),
        "ask_again": ("cs_base.group_cs_base_clerk",),
        "withdraw": ("cs_base.group_cs_base_clerk",),
    }
    PROTECTED_FIELDS = frozenset(
        {"feedback_id", "department_id", "question", "asked_at", "answered_at", "is_late"}
    )
    STATE_FIELDS = {"asked": frozenset({"answer", "user_id"})}

    feedback_id = fields.Many2one(
        "cs.feedback", string="Case", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="feedback_id.company_id", store=True, index=True)
    department_id = fields.Many2one("hr.department", required=True, readonly=True, index=True)
    question = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        domain=[("share", "=", False)],
        help="Who answers for the department; its manager to begin with.",
    )
    answer = fields.Text()
    state = fields.Selection(
        [("asked", "To Answer"), ("answered", "Answered"), ("withdrawn", "Withdrawn")],
        string="Status",
        default="asked",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    asked_at = fields.Datetime(string="Asked on", readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False, index=True)
    is_late = fields.Boolean(string="Late", readonly=True, copy=False)
    can_answer = fields.Boolean(compute="_compute_can_answer")

    _one_open = models.UniqueIndex(
        "(feedback_id, department_id) WHERE state = 'asked'",
        "This department is asked on this case already.",
    )

    @api.depends("feedback_id", "department_id")
    def _compute_display_name(self):
        for line in self:
            # sudo: the department reads its line; the case's number is part of its name
            line.display_name = (
                f"{line.feedback_id.sudo().display_name} · {line.department_id.name}"
            )

    @api.depends("state", "department_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for line in self:
            line.can_answer = line.state == "asked" and line._is_of_department()

    def action_answer(self):
        """The department's answer goes back to customer service."""
        return self._transition("answer")

    def action_ask_again(self):
        """The answer is not enough; the department is asked once more."""
        return self._transition("ask_again")

    def action_open_case(self):
        return self.feedback_id._open_records(self.feedback_id, "cs_feedback.cs_feedback_action")

    def _is_of_department(self):
        user = self.env.user
        if self.env.su or user.has_group("cs_base.group_cs_base_clerk"):
            return True
        return user in self._department_users() | self.user_id

    def _department_users(self):
        # sudo: employees are readable by personnel alone
        department_sudo = self.department_id.sudo()
        return (department_sudo.manager_id | department_sudo.member_ids).user_id

    def _check_can_answer(self):
        for line in self:
            if not line._is_of_department():
                raise UserError(self.env._("Only %s answers this.", line.department_id.sudo().name))
            if not (line.answer or "").strip():
                raise UserError(self.env._("Write the answer to %s first.", line.display_name))

    def _check_can_ask_again(self):
        for line in self:
            if line.feedback_id.state not in ("new", "open"):
                raise UserError(self.env._("%s is not in progress.", line.feedback_id.name))

    @api.model
    def _ask(self, cases, departments, question=None):
        """One line for each case and department, and one message to each department."""
        # sudo: lines are made by the steps of the case alone
        lines = self.sudo()._with_key().with_context(mail_create_nolog=True)
        now = fields.Datetime.now()
        today = fields.Date.context_today(self)
        deadlines = {
            (company, department): self._deadline_after(today, department.cs_answer_days, company)
            for company in cases.company_id
            for department in departments
        }
        made = lines.create(
            [
                {
                    "feedback_id": case.id,
                    "department_id": department.id,
                    "user_id": department.sudo().manager_id.user_id.id,
                    "question": question or case.description or case.subject,
                    "asked_at": now,
                    "deadline_date": deadlines[case.company_id, department],
                }
                for case in cases
                for department in departments
            ]
        )
        made.with_env(self.env).sudo()._tell_departments()
        return made

    def _tell_departments(self):
        for user, lines in self.grouped("user_id").items():
            if user and user != self.env.user:
                lines._tell_department(user)

    def _tell_department(self, user):
        lines = self.with_context(lang=user.lang)
        names = self._format_list(lines.mapped("display_name"))
        thread = lines if len(lines) == 1 else self.env["mail.thread"]
        thread.message_notify(
            partner_ids=user.partner_id.ids,
            subject=lines.env._("Feedback to answer: %s", len(lines)),
            body=names,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _do_answer(self):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        for line in self:
            late = bool(line.deadline_date and line.deadline_date < today)
            line._write_protected(
                {"answered_at": now, "is_late": late, **line._clear_deadline_vals()}
            )
        self._write_protected({"state": "answered"})
        self.feedback_id._note_answers()

    def _do_ask_again(self):
        today = fields.Date.context_today(self)
        for line in self:
            values = line._prepare_deadline_vals(today, line.department_id.cs_answer_days)
            line._write_protected({**values, "answered_at": False, "is_late": False})
        self._tell_departments()

    def _withdraw(self):
        self._write_protected({"state": "withdrawn", **self._clear_deadline_vals()})

    def _deadline_responsible_users(self):
        return self.user_id or self._department_users()

    def _deadline_escalation_users(self):
        # sudo: who leads whom is readable by personnel alone
        above = self.department_id.sudo().parent_id.manager_id.user_id
        return super()._deadline_escalation_users() | above

    def _export_columns(self):
        paths = [
            "feedback_id", "department_id", "user_id", "question", "asked_at", "deadline_date",
            "answered_at", "is_late", "state", "answer",
        ]  # fmt: skip
        return [(self._export_label(self, path), path) for path in paths]
