from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_roster_slot_session import NEAR

ACTIVITY = "cs_roster.mail_activity_type_handover"


class CsHandover(models.Model):
    """What an agent leaves to the next shift, one per shift and agent (S-80).

    Giving it out lets the agent check out: the customers who are being served wait in it until
    somebody of the next shift acknowledges them, line by line.
    """

    _name = "cs.handover"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.shift.book.mixin"]
    _description = "Handover"
    _order = "date desc, id desc"

    TRANSITIONS = {
        "give": (("draft",), "given"),
        "take_back": (("given", "done"), "draft"),
        "finish": (("given",), "done"),
    }
    PROTECTED_FIELDS = frozenset({"given_at", "remind_at", "reminded_at"})
    STATE_FIELDS = {"draft": frozenset({"line_ids", "note"})}

    line_ids = fields.One2many("cs.handover.line", "handover_id", string="Lines", copy=False)
    note = fields.Text()
    state = fields.Selection(
        [("draft", "Being Written"), ("given", "Handed Over"), ("done", "Acknowledged")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    # it also makes two who acknowledge at once meet on this row
    left_count = fields.Integer(string="Not Acknowledged", compute="_compute_left", store=True)
    given_at = fields.Datetime(string="Handed Over on", readonly=True, copy=False)
    remind_at = fields.Datetime(
        string="To Acknowledge until", readonly=True, copy=False, help="Then the head is told."
    )
    reminded_at = fields.Datetime(string="Head Was Told on", readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own")

    _one_a_shift = models.UniqueIndex(
        "(employee_id, slot_id) WHERE slot_id IS NOT NULL",
        "There is a handover of this shift already; add to that one.",
    )
    _one_a_day = models.UniqueIndex(
        "(employee_id, date) WHERE slot_id IS NULL",
        "There is a handover of this day already; add to that one.",
    )
    _unacknowledged = models.Index("(remind_at) WHERE state = 'given' AND reminded_at IS NULL")

    @api.depends("employee_id", "date", "slot_id")
    def _compute_display_name(self):
        for handover in self:
            handover_sudo = handover.sudo()  # sudo: agents read no employees, only names
            shift_type = handover_sudo.shift_type_id
            parts = (handover_sudo.employee_id.name, str(handover.date or ""), shift_type.name)
            handover.display_name = " ".join(part for part in parts if part)

    @api.depends("line_ids.acknowledged_at")
    def _compute_left(self):
        for handover in self:
            handover.left_count = len(handover.line_ids._left())

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for handover in self:
            handover.is_own = handover.user_id == self.env.user

    def action_open_current(self):
        """The handover of the shift that the user is on."""
        handover = self._current()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": handover.id,
            "views": [(False, "form")],
            "target": "current",
        }

    @api.model
    def _current(self):
        """The user's handover of this shift, made if need be, with all customers being served."""
        employee = self._own_employee()
        current = self.new({"employee_id": employee.id, "noted_at": fields.Datetime.now()})
        domain = Domain("employee_id", "=", employee.id)
        if current.slot_id:
            domain &= Domain("slot_id", "=", current.slot_id._origin.id)
        else:
            domain &= Domain("slot_id", "=", False) & Domain("date", "=", current.date)
        handover = self.search(domain, limit=1) or self.create({})
        if handover.state == "draft":
            handover._add_open_sessions()
        return handover

    def _add_open_sessions(self):
        """A line for each customer who is being served and is not in the book yet."""
        self.ensure_one()
        sessions = self.env["cs.service.session"].search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("state", "=", "open"),
                ("id", "not in", self.line_ids._left().session_id.ids),
            ]
        )
        # sudo: the session of a line is set by code alone; these are the agent's own
        self.env["cs.handover.line"].sudo()._with_key().create(
            [
                {"handover_id": self.id, "session_id": session.id, "todo": session.note}
                for session in sessions
            ]
        )
        self.invalidate_recordset(["line_ids"])

    def action_give(self):
        self._transition("give")
        # all of it was acknowledged before it was taken back
        if nothing_left := self.filtered(lambda handover: not handover.left_count):
            nothing_left._transition("finish")
        return True

    def action_take_back(self):
        """Go on with the customers whom nobody has taken over, or write more."""
        return self._transition("take_back")

    def _do_give(self):
        """Customers wait from now on; the head is told if nobody takes them over in time."""
        now = fields.Datetime.now()
        for handover in self:
            handover._drop_stale_lines()
            if not handover.line_ids:
                raise UserError(
                    self.env._(
                        "%s is empty; write down what the next shift has to know, or just check out.",
                        handover.display_name,
                    )
                )
            if sessions := handover.line_ids._left().session_id:
                sessions._transition("hand_over")
            remind_at = handover._remind_moment(now)
            handover._write_protected({"remind_at": remind_at, "reminded_at": False})
        return {"given_at": now}

    def _drop_stale_lines(self):
        """Customers whom another handover has moved on meanwhile are not in this one."""
        stale = self.line_ids._left().filtered(
            lambda line: (
                line.session_id
                and (line.session_id.state, line.session_id.employee_id)
                != ("open", self.employee_id)
            )
        )
        stale._with_key().unlink()

    def _remind_moment(self, moment):
        """Some minutes after the next shift has begun, or after the handover."""
        minutes = self.company_id.cs_handover_minutes
        following = self.env["cs.roster.slot"].search(
            [
                ("department_id", "=", self.department_id.id),
                ("employee_id", "!=", self.employee_id.id),
                ("published_kind", "=", "shift"),
                # who leaves at the same time takes nothing over
                ("stop", ">", moment + NEAR),
                ("start", "<", moment + timedelta(days=3)),
            ],
            order="start",
            limit=1,
        )
        return max(moment, following.start or moment) + timedelta(minutes=minutes)

    def _do_take_back(self):
        waiting = self.line_ids._left().session_id.filtered(lambda s: s.state == "waiting")
        waiting._transition("keep")
        self._end_reminders()
        return {"given_at": False, "remind_at": False}

    def _do_finish(self):
        self._end_reminders()

    def _end_reminders(self):
        self.activity_unlink([ACTIVITY])

    @api.model
    def _cron_remind(self):
        """The head learns once of a handover that nobody has acknowledged in time."""
        now = fields.Datetime.now()
        late = self.search(
            [("state", "=", "given"), ("reminded_at", "=", False), ("remind_at", "<=", now)]
        )
        for handover in late.try_lock_for_update():
            handover._write_protected({"reminded_at": now})
            if head := handover._head():
                handover.activity_schedule(
                    ACTIVITY,
                    summary=handover.with_context(lang=head.lang).env._(
                        "Nobody has acknowledged %s lines of this handover", handover.left_count
                    ),
                    user_id=head.id,
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(handover.state != "draft" or handover.given_at for handover in self):
            raise UserError(self.env._("What has been handed over stays in the book."))
        if self.line_ids.filtered("acknowledged_at"):
            raise UserError(self.env._("What has been acknowledged stays in the book."))
