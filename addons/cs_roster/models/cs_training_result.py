from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..domain import hours


class CsTrainingResult(models.Model):
    """Whether an agent has passed a training, by which test or by whose word (S-81)."""

    _name = "cs.training.result"
    _inherit = ["cs.transition.mixin"]
    _description = "Training Result"
    _order = "state, requirement_id, employee_id"

    TRANSITIONS = {
        "sign_off": (("open",), "passed"),
        "certify": (("open",), "passed"),
        "revoke": (("passed",), "open"),
    }
    PROTECTED_FIELDS = frozenset(
        {
            "requirement_id",
            "employee_id",
            "passed_at",
            "passed_by_id",
            "user_input_id",
            "revoked_at",
        }
    )

    requirement_id = fields.Many2one(
        "cs.training.requirement", string="Training", required=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Agent", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="requirement_id.company_id", store=True, index=True)
    product_tmpl_id = fields.Many2one(related="requirement_id.product_tmpl_id", store=True)
    method = fields.Selection(related="requirement_id.method")
    department_id = fields.Many2one(related="employee_id.department_id", store=True, index=True)
    agent_user_id = fields.Many2one(
        related="employee_id.user_id", string="Agent's User", store=True, index=True
    )
    state = fields.Selection(
        [("open", "Open"), ("passed", "Passed")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    passed_at = fields.Datetime(string="Passed on", readonly=True, copy=False)
    passed_on = fields.Date(
        string="Day of Passing",
        compute="_compute_passed_on",
        store=True,
        help="Where the agent is.",
    )
    passed_by_id = fields.Many2one("res.users", string="Signed off by", readonly=True, copy=False)
    user_input_id = fields.Many2one(
        "survey.user_input",
        string="Test",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="survey.group_survey_user",
    )
    revoked_at = fields.Datetime(
        string="Taken Back on", readonly=True, copy=False, help="Tests before do not count."
    )
    can_sign_off = fields.Boolean(compute="_compute_can")
    can_test = fields.Boolean(compute="_compute_can")

    _once = models.UniqueIndex(
        "(requirement_id, employee_id)", "The agent has a result of this training already."
    )
    _passed = models.Constraint(
        "CHECK ((state = 'passed') = (passed_at IS NOT NULL))",
        "A training that is passed has a date.",
    )

    @api.depends("requirement_id", "employee_id")
    def _compute_display_name(self):
        for result in self:
            name = result.sudo().employee_id.name  # sudo: heads read no employees, only names
            result.display_name = f"{result.requirement_id.name} {name}"

    @api.depends("passed_at")
    def _compute_passed_on(self):
        for result in self:
            moment, zone = result.passed_at, result.employee_id.tz
            result.passed_on = moment and hours.local_date(moment, zone)

    @api.depends("state", "requirement_id.method", "agent_user_id", "department_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for result in self:
            is_open = result.state == "open"
            is_test = result.method == "certification"
            result.can_sign_off = (
                is_open and not is_test and result._signer_users() == self.env.user
            )
            result.can_test = is_open and is_test and result.agent_user_id == self.env.user

    def _signer_users(self):
        """The trainer or, without one, the head of the department; nobody signs for themselves."""
        self.ensure_one()
        # sudo: who heads a department is not readable by everybody
        result_sudo = self.sudo()
        trainer = result_sudo.requirement_id.trainer_id
        return (trainer or result_sudo.department_id.manager_id.user_id) - result_sudo.agent_user_id

    @api.model
    def _passed_employees(self, requirements):
        # sudo: who has passed is part of the gate, whatever its user may read
        passed_sudo = self.sudo().search(
            Domain("requirement_id", "in", requirements.ids) & Domain("state", "=", "passed")
        )
        return passed_sudo.employee_id

    # Sign-off by the trainer

    def action_sign_off(self):
        return self._transition("sign_off")

    def action_revoke(self):
        """A sign-off or a test that should not have counted; the agent is to pass anew."""
        return self._transition("revoke")

    def _check_role(self, name):
        self.check_access("read")
        if name == "revoke" and not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(self.env._("Only personnel takes back what has been passed."))
        if name != "sign_off":
            return
        for result in self:
            if result._signer_users() != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(result)s is signed off by %(signer)s.",
                        result=result.display_name,
                        signer=result._signer_users().sudo().name or self.env._("nobody yet"),
                    )
                )

    def _check_can_sign_off(self):
        for result in self:
            if result.method == "certification":
                raise UserError(
                    self.env._(
                        "%s is passed by the certification, not by a sign-off.", result.display_name
                    )
                )

    def _check_can_revoke(self):
        for result in self:
            if result.agent_user_id == self.env.user:
                raise UserError(
                    self.env._("%s is your own; somebody else decides.", result.display_name)
                )

    def _do_sign_off(self):
        for result in self:
            result._note(lambda env, name: env._("%s has passed (sign-off).", name))
        return {"passed_at": fields.Datetime.now(), "passed_by_id": self.env.uid}

    def _do_revoke(self):
        for result in self:
            result._note(lambda env, name: env._("%s has to pass anew.", name))
        return {
            "passed_at": False,
            "passed_by_id": False,
            "user_input_id": False,
            "revoked_at": fields.Datetime.now(),
        }

    def _note(self, say):
        """On the training, who keeps the history that a result does not."""
        self.requirement_id._message_log(body=say(self.env, self.employee_id.name))

    # Certification

    def action_start_test(self):
        """The agent's own page of the certification, also of one that is by invitation."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_test:
            raise UserError(self.env._("%s is no open test of yours.", self.display_name))
        # sudo: agents have no right on surveys; it is their own test, and they only answer it
        survey_sudo = self.requirement_id.survey_id.sudo()
        answer_sudo = survey_sudo.user_input_ids.filtered(
            lambda answer: (
                answer.partner_id == self.env.user.partner_id
                and answer.state != "done"
                and not answer.test_entry
            )
        )[:1] or survey_sudo._create_answer(user=self.env.user)
        return survey_sudo.action_start_survey(answer=answer_sudo)

    def _take_certifications(self):
        """Mark the open results whose agent has passed the certification."""
        waiting = self.filtered(lambda r: r.state == "open" and r.method == "certification")
        if not waiting:
            return
        passed = self.env["survey.user_input"].search(
            Domain("survey_id", "in", waiting.requirement_id.survey_id.ids)
            & Domain("state", "=", "done")
            & Domain("scoring_success", "=", True)
            & Domain("test_entry", "=", False),
            order="end_datetime, id",
        )
        by_survey = passed.grouped("survey_id")
        for result in waiting:
            answers = by_survey.get(result.requirement_id.survey_id, passed.browse())
            if answer := result._first_own(answers):
                result._transition("certify", answer=answer)

    def _first_own(self, answers):
        """The first of the passed tests that is the agent's and counts."""
        self.ensure_one()
        partners = self.agent_user_id.partner_id | self.employee_id.work_contact_id
        return answers.filtered(
            lambda answer: (
                answer.partner_id in partners
                and (not self.revoked_at or answer.end_datetime > self.revoked_at)
            )
        )[:1]

    def _check_can_certify(self, answer):
        if not self.env.su:
            raise AccessError(self.env._("A certification is passed by its test only."))

    def _do_certify(self, answer):
        for result in self:
            result._note(lambda env, name: env._("%s has passed (certification).", name))
        return {
            "passed_at": answer.end_datetime or fields.Datetime.now(),
            "user_input_id": answer.id,
        }
