from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .cs_approval_step import OPEN_STATES


class Turn(NamedTuple):
    """A step that a user may sign, for whom, the step that then lacks a signer, the other steps."""

    step: models.BaseModel
    person: models.BaseModel
    lacking: models.BaseModel
    others: models.BaseModel


class CsApprovalMixin(models.AbstractModel):
    """Approval chain of a document.

    ``_approval_start()`` belongs into the effect of the submitting transition. When the
    last signature is given ``_approval_granted()`` is called, on a refusal
    ``_approval_refused()``: the transitions ``approve`` and ``send_back``. The document has a
    ``company_id`` and a ``requester_id``.
    """

    _name = "cs.approval.mixin"
    _inherit = ["cs.transition.mixin"]
    _description = "Approval chain"

    PROTECTED_FIELDS = frozenset(
        {"requester_id", "approval_round", "approval_count", "refusal_reason"}
    )

    requester_id = fields.Many2one(
        "res.users", string="Requested by", readonly=True, copy=False, index=True, tracking=True
    )
    approval_round = fields.Integer(readonly=True, copy=False)
    approval_count = fields.Integer(string="Decisions Taken", readonly=True, copy=False)
    refusal_reason = fields.Text(readonly=True, copy=False)
    approval_step_ids = fields.One2many(
        "cs.approval.step",
        "res_id",
        string="Approvals",
        readonly=True,
        copy=False,
        domain=lambda self: [("res_model", "=", self._name)],
    )
    can_approve = fields.Boolean(compute="_compute_can_approve", search="_search_can_approve")
    approval_waiting_for = fields.Char(
        string="Waiting for", compute="_compute_approval_waiting_for"
    )

    @api.depends("approval_step_ids.state")
    @api.depends_context("uid")
    def _compute_can_approve(self):
        steps = self.env["cs.approval.step"]
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        # sudo: the steps of other companies are asked for as well
        mine = set(steps._find_mine(domain).sudo().mapped("res_id"))
        for record in self:
            record.can_approve = record.id in mine

    def _search_can_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        steps = self.env["cs.approval.step"]
        # sudo: only ids of documents come back
        mine_sudo = steps._find_mine(Domain("res_model", "=", self._name)).sudo()
        return Domain.TRUE if False in value else Domain("id", "in", mine_sudo.mapped("res_id"))

    @api.depends("approval_step_ids.state")
    @api.depends_context("lang")
    def _compute_approval_waiting_for(self):
        for record in self:
            # sudo: the name of the next signature is shown to every reader of the document
            pending = record.sudo().approval_step_ids.filtered(lambda s: s.state == "pending")
            names = pending.mapped("name")
            record.approval_waiting_for = bool(names) and self._format_list(names)

    @api.model
    def _approval_models(self):
        """Names of all models whose documents are approved."""
        mixin = self.env.registry["cs.approval.mixin"]
        return [
            name
            for name, model in self.env.registry.items()
            if not model._abstract and issubclass(model, mixin)
        ]

    # What a document type may say about itself

    def _approval_amount(self):
        """Amount in company currency that the bands of the rules are compared with."""
        return 0.0

    def _approval_team(self):
        """The office whose leader, or whose region's leader, signs."""
        return self.env["crm.team"]

    def _approval_parties(self):
        """Those whom the document is about, besides who made it: they never sign it."""
        return self.env["res.users"]

    def _approval_granted(self):
        # sudo: the last signer need not be able to write on the document
        self.sudo()._transition("approve")

    def _approval_refused(self):
        # sudo: as above
        self.sudo()._transition("send_back")

    def _approval_authors(self):
        """Who made the document, asked for it or is its subject, and so never signs it."""
        return self.requester_id | self.create_uid | self._approval_parties()

    def _check_can_sign(self, step):
        """What a document wants to be in order before this step is signed (raises)."""

    # Public actions

    def action_approve(self):
        """Sign the step that is mine; asks for a drawn signature where the rule wants it."""
        for record in self:
            turn = record._my_turn()
            if len(self) == 1 and turn.step.is_signature_required:
                return self.action_open_decision("approve")
            record._approval_decide("approved", turn=turn)
        return True

    def action_open_decision(self, decision=None):
        """Open the dialog for a signature or a refusal."""
        self.ensure_one()
        decision = decision or self.env.context.get("cs_decision", "refuse")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse") if decision == "refuse" else self.env._("Approve"),
            "res_model": "cs.approval.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_decision": decision,
            },
        }

    # The chain

    def _approval_start(self):
        """Snapshot the rules that apply into steps and ask for the first signatures.

        :raises UserError: no rule covers the document, or a step has no signer of its own
        """
        for record in self:
            record._write_protected(
                {
                    "requester_id": self.env.uid,
                    "approval_round": record.approval_round + 1,
                    "refusal_reason": False,
                }
            )
            # sudo: the requester has no right to read the rules
            rules = self.env["cs.approval.rule"].sudo()
            rules = rules._rules_for(self._name, record.company_id, record._approval_amount())
            if not rules:
                raise UserError(record._no_rule_message())
            steps = self.env["cs.approval.step"]._keyed()
            steps = steps.create([record._prepare_approval_step_vals(rule) for rule in rules])
            steps._copy_names(rules)
            unsignable = steps._find_unsignable()
            if unsignable:
                raise UserError(record._no_signer_message(unsignable))
            record._approval_ask_next(steps)

    def _prepare_approval_step_vals(self, rule):
        self.ensure_one()
        return {
            "name": rule.name,
            "res_model": self._name,
            "res_id": self.id,
            "document_name": self.display_name,
            "company_id": self.company_id.id,
            "requester_id": self.requester_id.id,
            "creator_id": self.create_uid.id,
            "party_ids": [Command.set(self._approval_parties().ids)],
            "round": self.approval_round,
            "sequence": rule.sequence,
            "group_ids": [Command.set(rule.group_ids.ids)],
            "user_ids": [Command.set(self._approval_named_users(rule).ids)],
            "is_signature_required": rule.is_signature_required,
            "days_allowed": rule.days_allowed,
        }

    def _approval_named_users(self, rule):
        """The people that the rule names through the document, its office or its requester."""
        users = self.env["res.users"]
        for field in rule.approver_field_ids:
            users |= self[field.name]
        team_sudo = self._approval_team().sudo()  # sudo: the requester may not see the team
        if rule.is_team_leader:
            users |= team_sudo.user_id
        if rule.is_region_leader:
            users |= team_sudo.cs_region_id.user_id
        if rule.is_employee_manager:
            # sudo: managers are named on employee records, which not everybody reads
            employee_sudo = self.requester_id.sudo().with_company(self.company_id).employee_id
            users |= employee_sudo.parent_id.user_id
        return users

    def _approval_decide(self, decision, comment=None, signature=None, turn=None):
        """Write the current user's decision into their step and move the chain on.

        :param decision: ``approved`` or ``refused``
        :param turn: what ``_my_turn()`` says, where the caller knows it
        :raises UserError: it is not this user's turn, or a reason or signature is missing
        """
        self.ensure_one()
        self._lock_rows()
        turn = turn or self._my_turn()
        step = turn.step
        if not step:
            raise UserError(self._not_my_turn_message())
        self._check_decision(turn, decision, comment, signature)
        step._keyed().write(
            {
                "state": decision,
                "decided_by_id": self.env.uid,
                "on_behalf_of_id": turn.person != self.env.user and turn.person.id,
                "decided_at": fields.Datetime.now(),
                "comment": comment,
                "signature": signature,
            }
        )
        # written on the document's row, so that a second signer working on an older
        # picture of the chain is made to look again
        self._write_protected({"approval_count": self.approval_count + 1})
        self._approval_log(step)
        if decision == "refused":
            self._approval_void_steps(turn.others)
            self._write_protected({"refusal_reason": comment})
            self._approval_refused()
            return
        self._drop_approval_activities(turn.others)
        if not self._approval_ask_next(turn.others):
            self._approval_granted()

    def _check_decision(self, turn, decision, comment, signature):
        if decision == "refused":
            if not (comment or "").strip():
                raise UserError(self.env._("Give the reason why %s is refused.", self.display_name))
            return
        if turn.step.is_signature_required and not signature:
            raise UserError(self.env._("Draw your signature to sign %s.", self.display_name))
        if turn.lacking:
            raise UserError(self._needed_elsewhere_message(turn))
        self._check_can_sign(turn.step)

    def _approval_ask_next(self, open_steps):
        """Ask for the signatures of the lowest open sequence, once those before it are given.

        :return: whether a signature is still wanted
        """
        self.ensure_one()
        if not open_steps or "pending" in open_steps.mapped("state"):
            return bool(open_steps)
        lowest = min(open_steps.mapped("sequence"))
        first = open_steps.filtered(lambda step: step.sequence == lowest)
        today = fields.Date.context_today(self)
        for days, steps in first.grouped("days_allowed").items():
            deadline = days and self.env["cs.deadline.mixin"]._deadline_after(
                today, days, self.company_id
            )
            steps._keyed().write({"state": "pending", "deadline_date": deadline or False})
        self._schedule_approval_activities(first)
        return True

    def _approval_void_open_steps(self):
        """Close the steps that nobody has to sign any more."""
        steps = self._current_steps(*OPEN_STATES)
        if steps:
            self._approval_void_steps(steps)

    def _approval_void_steps(self, steps):
        steps._keyed().write({"state": "void"})
        self._drop_approval_activities(steps)

    @api.ondelete(at_uninstall=False)
    def _unlink_never_submitted(self):
        for record in self:
            if record.approval_round:
                raise UserError(
                    self.env._(
                        "%s has been submitted and stays on record; cancel it instead.",
                        record.display_name,
                    )
                )

    def _current_steps(self, *states):
        """Steps of the present round, whoever looks."""
        self.ensure_one()
        steps = self.env["cs.approval.step"].sudo()  # sudo: the whole chain decides
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "=", self.id)
        domain &= Domain("round", "=", self.approval_round)
        return steps.search_fetch(domain & Domain("state", "in", states) if states else domain)

    def _my_turn(self):
        """What the current user may sign next; no step when it is not their turn.

        Their own step comes before an absent colleague's, and a step without which
        another could no longer be signed by anybody comes last.
        """
        open_steps = self._current_steps(*OPEN_STATES)
        pending = open_steps.filtered(lambda step: step.state == "pending")
        user = self.env.user
        turns = [
            Turn(step, person, open_steps._find_lacking(step, user | person), open_steps - step)
            for step, person in pending._find_represented(user).items()
        ]
        none = open_steps.browse()
        return min(
            turns,
            key=lambda turn: (bool(turn.lacking), turn.person != user),
            default=Turn(none, user.browse(), none, none),
        )

    def _has_signed(self, user):
        steps = self._current_steps("approved", "refused")
        return user in steps.decided_by_id | steps.on_behalf_of_id

    # Texts

    def _no_rule_message(self):
        return self.env._(
            "No approval rule covers %s. An administrator adds one under "
            "Settings > Customer Service > Approval Rules.",
            self.display_name,
        )

    def _no_signer_message(self, step):
        return self.env._(
            "Nobody can sign “%(step)s” for %(document)s, or only somebody who has to sign "
            "another step. Name another approver in the approval rule, or the manager of "
            "the office.",
            step=step.name,
            document=self.display_name,
        )

    def _needed_elsewhere_message(self, turn):
        return self.env._(
            "Leave “%(step)s” of %(document)s to somebody else: nobody signs twice, and only "
            "you can sign “%(lacking)s”.",
            step=turn.step.name,
            document=self.display_name,
            lacking=turn.lacking.name,
        )

    def _not_my_turn_message(self):
        self.ensure_one()
        if self.env.user in self._approval_authors():
            return self.env._(
                "You made or asked for %s yourself; somebody else has to sign it.",
                self.display_name,
            )
        if self._has_signed(self.env.user):
            return self.env._(
                "You have signed %s already, in person or through a stand-in; the next "
                "signature is somebody else's.",
                self.display_name,
            )
        pending = self._current_steps("pending")
        if not pending:
            return self.env._("%s does not wait for a signature.", self.display_name)
        return self.env._(
            "%(name)s waits for %(steps)s, which you cannot sign.",
            name=self.display_name,
            steps=self._format_list([f"“{step.name}”" for step in pending]),
        )
