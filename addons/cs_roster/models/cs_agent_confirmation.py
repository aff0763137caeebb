from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ONBOARDING = "cs_roster.mail_activity_type_onboarding"


class CsAgentConfirmation(models.Model):
    """The head proposes that a new agent is confirmed early; personnel decides (S-89)."""

    _name = "cs.agent.confirmation"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.transition.mixin"]
    _description = "Early Confirmation"
    _order = "id desc"

    TRANSITIONS = {
        "propose": (("draft",), "proposed"),
        "confirm": (("proposed",), "confirmed"),
        "refuse": (("proposed",), "refused"),
    }
    TRANSITION_GROUPS = {
        "confirm": ("hr.group_hr_manager",),
        "refuse": ("hr.group_hr_manager",),
    }
    STATE_FIELDS = {
        "draft": frozenset({"reason"}),
        "proposed": frozenset({"decision_note"}),
        # never the state of a proposal: whom it is about is not changed
        "new": frozenset({"employee_id"}),
    }
    STATE_GROUPS = {"proposed": ("hr.group_hr_manager",)}
    PROTECTED_FIELDS = frozenset({"proposed_by_id", "proposed_at", "decided_by_id", "decided_at"})

    employee_id = fields.Many2one(
        "hr.employee", string="Agent", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="employee_id.department_id", store=True, index=True)
    # not user_id: that field makes its user a follower
    agent_user_id = fields.Many2one(
        related="employee_id.user_id", string="Agent's User", store=True, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("refused", "Refused"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reason = fields.Text(required=True)
    open_training_count = fields.Integer(string="Open Trainings", compute="_compute_progress")
    open_onboarding_count = fields.Integer(
        string="Open Onboarding Steps", compute="_compute_progress"
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    proposed_at = fields.Datetime(string="Proposed on", readonly=True, copy=False)
    decision_note = fields.Text(string="Decision", copy=False, tracking=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(employee_id) WHERE state != 'refused'",
        "The agent has been proposed already.",
    )

    @api.depends("employee_id")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = proposal.sudo().employee_id.name  # sudo: only the name

    @api.depends("employee_id")
    def _compute_progress(self):
        for proposal in self:
            proposal.open_training_count = len(proposal._open_trainings())
            proposal.open_onboarding_count = len(proposal._onboarding(is_done=False))

    def _open_trainings(self):
        self.ensure_one()
        # sudo: the trainings of the agent, of which the head may not read all
        results_sudo = self.env["cs.training.result"].sudo()
        return results_sudo.search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("state", "=", "open")
            & Domain("requirement_id.active", "=", True)
        )

    def _onboarding(self, is_done):
        self.ensure_one()
        # sudo: activities of employees are personnel's; only how many there are is told
        activities_sudo = self.env["mail.activity"].sudo().with_context(active_test=False)
        return activities_sudo.search(
            Domain("res_model", "=", "hr.employee")
            & Domain("res_id", "=", self.employee_id.id)
            & Domain("activity_type_id", "=", self.env.ref(ONBOARDING).id)
            & Domain("active", "=", not is_done)
        )

    def action_propose(self):
        return self._transition("propose")

    def action_confirm(self):
        return self._transition("confirm")

    def action_refuse(self):
        return self._transition("refuse")

    def _check_can_propose(self):
        for proposal in self:
            name = proposal.display_name
            if proposal.agent_user_id == self.env.user:
                raise UserError(self.env._("Nobody proposes themselves."))
            if trainings := proposal._open_trainings():
                raise UserError(
                    self.env._(
                        "%(agent)s has not passed yet: %(trainings)s.",
                        agent=name,
                        trainings=self._format_list(trainings.requirement_id.mapped("name")),
                    )
                )
            if proposal._onboarding(is_done=False) or not proposal._onboarding(is_done=True):
                raise UserError(
                    self.env._(
                        "The onboarding of %s is not finished; personnel launches its plan, and "
                        "each step is marked as done.",
                        name,
                    )
                )

    def _do_propose(self):
        for proposal in self:
            for user in self.env["cs.conduct"]._personnel_of(proposal.company_id):
                proposal.activity_schedule(
                    "cs_roster.mail_activity_type_decision",
                    summary=proposal.with_context(lang=user.lang).env._(
                        "Early confirmation is proposed"
                    ),
                    user_id=user.id,
                )
        return {"proposed_by_id": self.env.uid, "proposed_at": fields.Datetime.now()}

    def _check_can_confirm(self):
        self._check_impartial()

    def _check_can_refuse(self):
        self._check_impartial()
        for proposal in self:
            if not (proposal.decision_note or "").strip():
                raise UserError(
                    self.env._("Write down why %s is not confirmed yet.", proposal.display_name)
                )

    def _check_impartial(self):
        for proposal in self:
            if self.env.user in (proposal.proposed_by_id, proposal.agent_user_id):
                raise UserError(
                    self.env._(
                        "You proposed %s, or it is about you; somebody else decides.",
                        proposal.display_name,
                    )
                )

    def _do_confirm(self):
        today = fields.Date.context_today(self)
        self.employee_id._with_key().write({"cs_confirmed_on": today})
        return self._close()

    def _do_refuse(self):
        return self._close()

    def _close(self):
        self.activity_unlink(["cs_roster.mail_activity_type_decision"])
        return {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
