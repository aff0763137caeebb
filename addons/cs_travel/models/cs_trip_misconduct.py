from odoo import api, fields, models
from odoo.exceptions import UserError

DECISION_FIELDS = frozenset({"penalty", "penalty_note", "decision_note"})


class CsTripMisconduct(models.Model):
    """Benefits solicited from a dealer: reported, then decided by those who are no part of it.

    Only managers of customer service and of personnel read it, and of them nobody who is the
    traveller or leads the traveller (S-42).
    """

    _name = "cs.trip.misconduct"
    _inherit = [
        "cs.confidential.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "cs.transition.mixin",
        "cs.evidence.mixin",
    ]
    _description = "Report on Solicited Benefits"
    _order = "reported_at desc, id desc"

    IS_SEALED = True

    TRANSITIONS = {
        "confirm": (("reported",), "confirmed"),
        "dismiss": (("reported",), "dismissed"),
    }
    STATE_FIELDS = {"reported": DECISION_FIELDS}

    day_id = fields.Many2one(
        "cs.trip.day", required=True, readonly=True, index=True, ondelete="restrict"
    )
    trip_id = fields.Many2one(related="day_id.trip_id", store=True, index=True)
    company_id = fields.Many2one(related="day_id.company_id", store=True, index=True)
    date = fields.Date(related="day_id.date", store=True)
    # not user_id: that field makes its user a follower
    employee_id = fields.Many2one(
        related="day_id.employee_id", string="Traveller", store=True, index=True
    )
    state = fields.Selection(
        [("reported", "Reported"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")],
        string="Status",
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    description = fields.Text(required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True, index=True)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_trip_misconduct_evidence_rel",
        "misconduct_id",
        "attachment_id",
        readonly=True,
        copy=False,
    )
    penalty = fields.Selection(
        [
            ("none", "None"),
            ("warning", "Warning"),
            ("fine", "Fine"),
            ("transfer", "Transfer"),
            ("dismissal", "Dismissal"),
        ],
        string="Proposed Penalty",
        default="warning",
        required=True,
    )
    penalty_note = fields.Char(string="On the Penalty")
    reported_by_id = fields.Many2one("res.users", required=True, readonly=True, index=True)
    reported_at = fields.Datetime(
        string="Reported on",
        required=True,
        readonly=True,
        default=lambda self: fields.Datetime.now(),
    )
    decision_note = fields.Text(string="Decision")
    decided_by_id = fields.Many2one("res.users", readonly=True, index=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    barred_user_ids = fields.Many2many(
        "res.users",
        "cs_trip_misconduct_barred_rel",
        "misconduct_id",
        "user_id",
        string="Kept from",
        readonly=True,
        help="The traveller and those who led the traveller at the time of the report.",
    )
    can_decide = fields.Boolean(compute="_compute_can_decide")

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields) - DECISION_FIELDS - set(models.MAGIC_COLUMNS)

    @api.depends("day_id")
    def _compute_display_name(self):
        for report in self:
            report.display_name = report.day_id.display_name

    @api.depends("state", "reported_by_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for report in self:
            report.can_decide = (
                report.state == "reported" and report.reported_by_id != self.env.user
            )

    def action_confirm(self):
        """The report is true; the penalty is proposed to those who impose it."""
        return self._transition("confirm")

    def action_dismiss(self):
        """The report is not proved."""
        return self._transition("dismiss")

    def _check_can_confirm(self):
        self._check_decision()

    def _check_can_dismiss(self):
        self._check_decision()

    def _check_decision(self):
        for report in self:
            if report.reported_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You reported %s yourself; somebody else decides.", report.display_name
                    )
                )
            if not (report.decision_note or "").strip():
                raise UserError(
                    self.env._("Write down the decision on %s first.", report.display_name)
                )

    def _do_confirm(self):
        return self._close()

    def _do_dismiss(self):
        return self._close()

    def _close(self):
        self.activity_unlink(["cs_travel.mail_activity_type_supervision"])
        return {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}

    def _ask_for_decision(self, users):
        for user in users:
            self.activity_schedule(
                "cs_travel.mail_activity_type_supervision",
                summary=self.with_context(lang=user.lang).env._("Decide on a confidential report"),
                user_id=user.id,
            )
