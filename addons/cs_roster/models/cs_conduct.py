from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

KINDS = [
    ("unrelated", "Unrelated Activity"),
    ("late", "Lateness"),
    ("left_post", "Left the Post"),
    ("complaint", "Complaint by a Buyer"),
    ("other", "Other"),
]


class CsConduct(models.Model):
    """What an agent did wrong: entered by the head, decided by personnel (S-84, S-86, S-87).

    What follows from an entry is a proposal, see `cs_conduct_count`; nothing is deducted anywhere.
    """

    _name = "cs.conduct"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.transition.mixin"]
    _description = "Conduct Entry"
    _order = "date desc, id desc"

    TRANSITIONS = {
        "confirm": (("reported",), "confirmed"),
        "uphold": (("confirmed",), "confirmed"),
        "void": (("reported", "confirmed"), "voided"),
    }
    TRANSITION_GROUPS = dict.fromkeys(TRANSITIONS, ("hr.group_hr_manager",))
    STATE_FIELDS = {
        "reported": frozenset({"date", "kind", "description", "partner_id"}),
        # no entry is ever in this state: whom an entry is about is never changed
        "new": frozenset({"employee_id"}),
    }
    PROTECTED_FIELDS = frozenset(
        {
            "reported_by_id",
            "statement",
            "stated_at",
            "is_appeal",
            "decision_note",
            "decided_by_id",
            "decided_at",
            "period_months",
            "first_amount",
            "second_amount",
        }
    )

    employee_id = fields.Many2one(
        "hr.employee", string="Agent", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="employee_id.department_id", store=True, index=True)
    # not user_id: that field makes its user a follower
    agent_user_id = fields.Many2one(
        related="employee_id.user_id", string="Agent's User", store=True, index=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    kind = fields.Selection(KINDS, required=True, default="unrelated", index=True, tracking=True)
    description = fields.Text(string="What Happened", required=True)
    partner_id = fields.Many2one("res.partner", string="Buyer", index="btree_not_null")
    state = fields.Selection(
        [("reported", "Reported"), ("confirmed", "Confirmed"), ("voided", "Voided")],
        string="Status",
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reported_by_id = fields.Many2one(
        "res.users",
        string="Reported by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    statement = fields.Text(string="Agent's Statement", readonly=True, copy=False)
    stated_at = fields.Datetime(string="Stated on", readonly=True, copy=False)
    is_appeal = fields.Boolean(
        string="Appeal to Decide",
        readonly=True,
        copy=False,
        help="The agent objected to the confirmed entry.",
    )
    decision_note = fields.Text(string="Reason", readonly=True, copy=False, tracking=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    can_decide = fields.Boolean(compute="_compute_can")
    can_state = fields.Boolean(compute="_compute_can")
    can_edit = fields.Boolean(compute="_compute_can")

    _buyer = models.Constraint(
        "CHECK (kind = 'complaint' OR partner_id IS NULL)",
        "Only a complaint names a buyer.",
    )
    _complaints = models.Index("(company_id, date) WHERE kind = 'complaint'")

    @api.constrains("date")
    def _check_date(self):
        for entry in self:
            if entry.date > fields.Date.context_today(entry):
                raise ValidationError(
                    self.env._("%s has not come yet; enter what has happened.", entry.date)
                )

    @api.depends("employee_id", "date", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for entry in self:
            name = entry.sudo().employee_id.name  # sudo: heads read no employees, only names
            entry.display_name = f"{name or ''} {entry.date or ''} {labels.get(entry.kind, '')}"

    @api.depends("state", "reported_by_id", "agent_user_id", "statement")
    @api.depends_context("uid")
    def _compute_can(self):
        user = self.env.user
        is_hr = user.has_group("hr.group_hr_manager")
        for entry in self:
            is_part = user in (entry.reported_by_id, entry.agent_user_id)
            entry.can_decide = is_hr and not is_part and entry.state != "voided"
            entry.can_state = (
                user == entry.agent_user_id and not entry.statement and entry.state != "voided"
            )
            entry.can_edit = not entry._origin or (
                entry.state == "reported" and entry._origin.has_access("write")
            )

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind != "complaint":
            self.partner_id = False

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        for entry in entries:
            entry._tell_agent(
                lambda env: env._("An entry of the conduct register is about you; you may comment.")
            )
            entry._ask_for_decision(lambda env: env._("Confirm or void a conduct entry"))
        return entries

    # Decision, by those who are no part of it

    def action_open_decision(self):
        """The dialog in which personnel decides; the button says what, by its context."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "cs.conduct.decision",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_conduct_id": self.id,
                "default_decision": self.env.context.get("cs_decision", "confirm"),
            },
        }

    def action_confirm(self, note=""):
        return self._transition("confirm", note=note)

    def action_uphold(self, note=""):
        """The entry stays, in spite of the agent's appeal."""
        return self._transition("uphold", note=note)

    def action_void(self, note=""):
        """The entry does not count; later ones move up."""
        return self._transition("void", note=note)

    def _check_can_confirm(self, note):
        self._check_impartial()

    def _check_can_uphold(self, note):
        self._check_impartial()
        self._check_reason(note)
        for entry in self:
            if not entry.is_appeal:
                raise UserError(self.env._("Nobody has appealed against %s.", entry.display_name))

    def _check_can_void(self, note):
        self._check_impartial()
        self._check_reason(note)

    def _check_impartial(self):
        for entry in self:
            if self.env.user in (entry.reported_by_id, entry.agent_user_id):
                raise UserError(
                    self.env._(
                        "You reported %s, or it is about you; somebody else decides.",
                        entry.display_name,
                    )
                )

    def _check_reason(self, note):
        if not (note or "").strip():
            raise UserError(self.env._("Say why, so that the agent and the head can read it."))

    def _do_confirm(self, note):
        for entry in self:
            entry._write_protected(entry._prepare_scale_vals())
            entry._tell_agent(lambda env: env._("An entry about you has been confirmed."))
        return self._close(note)

    def _do_uphold(self, note):
        for entry in self:
            entry._tell_agent(lambda env: env._("Your appeal was decided: the entry stays."))
        return self._close(note)

    def _do_void(self, note):
        for entry in self:
            entry._tell_agent(lambda env: env._("An entry about you has been voided."))
        return self._close(note)

    def _close(self, note):
        self.activity_unlink(["cs_roster.mail_activity_type_decision"])
        return {
            "decision_note": (note or "").strip() or False,
            "decided_by_id": self.env.uid,
            "decided_at": fields.Datetime.now(),
            "is_appeal": False,
        }

    # The agent's word, once

    def action_state(self, statement):
        """The agent comments on the entry or, once it is confirmed, appeals against it."""
        self.ensure_one()
        self.check_access("read")
        self._lock_rows()
        if self.env.user != self.agent_user_id:
            raise AccessError(
                self.env._("Only the agent whom %s is about comments on it.", self.display_name)
            )
        if self.statement or self.state == "voided":
            raise UserError(
                self.env._("%s takes no further statement of yours.", self.display_name)
            )
        if not (statement or "").strip():
            raise UserError(self.env._("Write down what you have to say."))
        is_appeal = self.state == "confirmed"
        self._write_protected(
            {
                "statement": statement.strip(),
                "stated_at": fields.Datetime.now(),
                "is_appeal": is_appeal,
            }
        )
        if is_appeal:
            # sudo: agents only read their entries, and cannot see who is in personnel
            self.sudo()._ask_for_decision(lambda env: env._("Decide on an appeal"))
        return True

    def action_open_statement(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement"),
            "res_model": "cs.conduct.statement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_conduct_id": self.id},
        }

    @api.model
    def _personnel_of(self, company):
        """Who decides for a company."""
        # sudo: the members of a group are not readable by every role
        managers_sudo = self.env.ref("hr.group_hr_manager").sudo().all_user_ids
        return managers_sudo.filtered(
            lambda user: user.active and user.id != 1 and company in user.company_ids
        )

    def _ask_for_decision(self, summarize):
        """:param summarize: gives the summary in the language of an environment"""
        self.ensure_one()
        part = self.reported_by_id | self.agent_user_id
        for user in self._personnel_of(self.company_id) - part:
            # sudo: who enters what happened need not have a right on others' activities
            self.sudo().activity_schedule(
                "cs_roster.mail_activity_type_decision",
                summary=summarize(self.with_context(lang=user.lang).env),
                user_id=user.id,
            )

    def _tell_agent(self, say):
        self.ensure_one()
        user_sudo = self.sudo().agent_user_id  # sudo: only who is told
        if user_sudo and user_sudo != self.env.user:
            body = say(self.with_context(lang=user_sudo.lang).env)
            self.sudo().message_notify(
                subject=body, body=body, partner_ids=user_sudo.partner_id.ids
            )
