from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

WORK_FIELDS = frozenset({"investigator_id", "decision", "penalty", "penalty_note"})
OUTCOME_FIELDS = frozenset({"outcome", "outcome_note"})
PENALTIES = [
    ("none", "None"),
    ("warning", "Warning"),
    ("fine", "Fine"),
    ("transfer", "Transfer"),
    ("dismissal", "Dismissal"),
]
PERSONNEL = ("hr.group_hr_manager", "cs_base.group_cs_base_general_manager")


class CsMisconduct(models.Model):
    """A report on misconduct: by name or without one, decided by those who are no part of it.

    It stands alone: no other model points to it, nobody follows it, and it has no chatter.
    Readers are managers of customer service and of personnel and the general manager, and of
    them nobody who is accused, leads the accused or is led by them (S-53, S-42).
    """

    _name = "cs.misconduct"
    _inherit = [
        "cs.confidential.mixin",
        "cs.number.mixin",
        "cs.transition.mixin",
        "cs.evidence.mixin",
        "cs.portal.mixin",
    ]
    _description = "Misconduct Report"
    _order = "reported_at desc, id desc"

    IS_SEALED = True

    TRANSITIONS = {
        "take": (("received",), "investigating"),
        "confirm": (("investigating",), "confirmed"),
        "dismiss": (("investigating",), "dismissed"),
        "close": (("confirmed", "dismissed"), "closed"),
        "reopen": (("dismissed",), "investigating"),
    }
    STATE_FIELDS = {
        "received": frozenset({"investigator_id"}),
        "investigating": WORK_FIELDS,
        "confirmed": OUTCOME_FIELDS,
    }

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    state = fields.Selection(
        [
            ("received", "Received"),
            ("investigating", "Under Investigation"),
            ("confirmed", "Confirmed"),
            ("dismissed", "Dismissed"),
            ("closed", "Closed"),
        ],
        string="Status",
        default="received",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    subject = fields.Char(required=True, readonly=True)
    description = fields.Text(required=True, readonly=True)
    channel = fields.Selection(
        [("portal", "Portal"), ("public", "Public Form"), ("phone", "Phone")],
        required=True,
        readonly=True,
        index=True,
    )
    accused_ids = fields.Many2many(
        "hr.employee",
        "cs_misconduct_accused_rel",
        "misconduct_id",
        "employee_id",
        string="Accused Employees",
        readonly=True,
        copy=False,
    )
    accused_name = fields.Char(
        string="Named by the Reporter", readonly=True, help="Who it was, in the reporter's words."
    )
    accused_names = fields.Char(
        string="Accused", compute="_compute_accused_names", compute_sudo=True
    )
    team_id = fields.Many2one(
        "crm.team", string="Office", readonly=True, index=True, ondelete="set null"
    )
    # gone with the partner in silence: a refusal would tell of the report
    partner_id = fields.Many2one(
        "res.partner", string="Dealer", readonly=True, index=True, ondelete="set null"
    )
    incident_date = fields.Date(string="Day of the Incident", readonly=True, index=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_misconduct_evidence_rel",
        "misconduct_id",
        "attachment_id",
        readonly=True,
        copy=False,
    )
    reported_at = fields.Datetime(
        string="Reported on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    reporter_id = fields.Many2one(
        "res.users", string="Reported by", readonly=True, index=True, ondelete="set null"
    )
    taken_by_id = fields.Many2one(
        "res.users", string="Taken down by", readonly=True, index=True, ondelete="set null"
    )
    contact = fields.Char(
        string="Reporter's Contact", readonly=True, help="As the reporter gave it, if at all."
    )
    receipt_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    is_anonymous = fields.Boolean(
        string="Without a Name", compute="_compute_is_anonymous", store=True
    )
    message_ids = fields.One2many(
        "cs.misconduct.message", "misconduct_id", string="Dialogue", readonly=True
    )
    investigator_id = fields.Many2one("res.users", string="Investigated by", index=True)
    reader_ids = fields.Many2many(
        "res.users", string="Who Reads It", compute="_compute_reader_ids", compute_sudo=True
    )
    barred_user_ids = fields.Many2many(
        "res.users",
        "cs_misconduct_barred_rel",
        "misconduct_id",
        "user_id",
        string="Kept from",
        readonly=True,
        copy=False,
    )
    call_ids = fields.Many2many(
        "mail.activity",
        "cs_misconduct_call_rel",
        "misconduct_id",
        "activity_id",
        readonly=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )
    decision = fields.Text(help="What was heard, what is decided and why.")
    penalty = fields.Selection(PENALTIES, string="Proposed Penalty", default="none")
    penalty_note = fields.Char(string="On the Penalty")
    verdict = fields.Selection(
        [("confirmed", "Confirmed"), ("dismissed", "Dismissed")], readonly=True, copy=False
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, index=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    outcome = fields.Selection(PENALTIES, string="Imposed")
    outcome_note = fields.Text(string="On the Outcome")
    closed_by_id = fields.Many2one("res.users", readonly=True, index=True)
    closed_at = fields.Datetime(string="Closed on", readonly=True)
    can_decide = fields.Boolean(compute="_compute_can")
    can_close = fields.Boolean(compute="_compute_can")

    _receipt_unique = models.UniqueIndex("(receipt_hash) WHERE receipt_hash IS NOT NULL")
    _reporter_once = models.Constraint(
        "CHECK (reporter_id IS NULL OR receipt_hash IS NULL)",
        "A report with a receipt code has no reporter.",
    )

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - WORK_FIELDS - OUTCOME_FIELDS - set(models.MAGIC_COLUMNS)

    @api.depends("accused_ids.name", "accused_name")
    def _compute_accused_names(self):
        for report in self:
            names = report.accused_ids.with_context(active_test=False).mapped("name")
            report.accused_names = ", ".join(names) or report.accused_name

    @api.depends("reporter_id", "taken_by_id")
    def _compute_is_anonymous(self):
        for report in self:
            report.is_anonymous = not report.reporter_id and not report.contact

    @api.depends("barred_user_ids")
    def _compute_reader_ids(self):
        for report in self:
            report.reader_ids = report._possible_readers().filtered(report._is_read_by)

    @api.depends("state", "reporter_id", "taken_by_id", "verdict")
    @api.depends_context("uid")
    def _compute_can(self):
        is_personnel = self._has_any_group(PERSONNEL)
        for report in self:
            is_party = self.env.user in report._parties()
            report.can_decide = report.state == "investigating" and not is_party
            report.can_close = report.state == "dismissed" or (
                report.state == "confirmed" and is_personnel
            )

    @api.constrains("investigator_id")
    def _check_investigator(self):
        for report in self:
            user = report.investigator_id
            if user and (user in report._parties() or not report._is_read_by(user)):
                raise ValidationError(
                    self.env._("%s has no part in this report; choose somebody else.", user.name)
                )

    def _parties(self):
        """Who brought the report in: they do not decide on it."""
        return self.reporter_id | self.taken_by_id

    # Steps

    def action_take(self):
        """Begin to look into the report."""
        return self._transition("take")

    def action_confirm(self):
        """The report is true; the personnel department imposes what follows."""
        return self._transition("confirm")

    def action_dismiss(self):
        """The report is not proved."""
        return self._transition("dismiss")

    def action_close(self):
        """What followed is written down; or nothing follows."""
        return self._transition("close")

    def action_reopen(self):
        """Something new has come to light after the report was dismissed."""
        return self._transition("reopen")

    def _check_can_take(self):
        self._check_no_party()

    def _check_can_confirm(self):
        self._check_decision()
        for report in self:
            if not report.sudo().accused_ids and not report.accused_name:
                raise UserError(
                    self.env._("Name the accused of %s before you confirm it.", report.name)
                )

    def _check_can_dismiss(self):
        self._check_decision()

    def _check_can_close(self):
        for report in self.filtered(lambda report: report.state == "confirmed"):
            if not self._has_any_group(PERSONNEL):
                raise AccessError(
                    self.env._(
                        "What follows from %(name)s is written down by: %(groups)s.",
                        name=report.name,
                        groups=self._group_names(PERSONNEL),
                    )
                )
            if not report.outcome:
                raise UserError(self.env._("Enter what was imposed after %s first.", report.name))

    def _check_decision(self):
        self._check_no_party()
        for report in self:
            if not (report.decision or "").strip():
                raise UserError(self.env._("Write down the decision on %s first.", report.name))

    def _check_no_party(self):
        for report in self:
            if self.env.user in report._parties():
                raise UserError(
                    self.env._("You brought in %s yourself; somebody else decides.", report.name)
                )

    def _do_take(self):
        self._drop_calls()
        for report in self:
            report._say("step", self.env._("The investigation has begun."))
            if not report.investigator_id:
                report._with_key().investigator_id = self.env.user
            elif report.investigator_id != self.env.user:
                report._call(report.investigator_id)

    def _do_confirm(self):
        values = self._decided("confirmed", self.env._("The report is confirmed."))
        for report in self:
            report._call(report._personnel())
        return values

    def _do_dismiss(self):
        return self._decided("dismissed", self.env._("The report is dismissed."))

    def _decided(self, verdict, text):
        self._drop_calls()
        for report in self:
            report._say("step", text)
        now = fields.Datetime.now()
        return {"verdict": verdict, "decided_by_id": self.env.uid, "decided_at": now}

    def _do_close(self):
        self._drop_calls()
        for report in self:
            report._say("step", self.env._("The report is closed."))
        return {"closed_by_id": self.env.uid, "closed_at": fields.Datetime.now()}

    def _do_reopen(self):
        for report in self:
            report._say("step", self.env._("The report is investigated again."))
        return {"verdict": False, "decided_by_id": False, "decided_at": False}
