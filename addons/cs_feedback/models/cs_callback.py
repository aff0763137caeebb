from odoo import fields, models
from odoo.exceptions import UserError

from .cs_delivery_followup import MARKS

ANSWERS = frozenset({"mark", "remarks"})


class CsCallback(models.Model):
    """One dealer of a plan is called and asked how well office and region serve (S-92)."""

    _name = "cs.callback"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.dealer.mixin",
        "cs.overdue.mixin",
        "cs.export.mixin",
        "cs.feedback.link.mixin",
    ]
    _description = "Call-back"
    _order = "deadline_date, id"
    _check_company_auto = True
    _rec_name = "partner_id"

    OVERDUE_PATH = "callbacks"
    FEEDBACK_FIELD = "callback_id"
    TRANSITIONS = {
        "finish": (("open",), "done"),
        "miss": (("open",), "missed"),
        "cancel": (("open",), "cancel"),
    }
    STATE_FIELDS = {"open": ANSWERS | {"user_id"}}
    PROTECTED_FIELDS = frozenset(
        {
            "plan_id", "company_id", "partner_id", "result", "attempt_count", "called_at",
            "called_by_id",
        }
    )  # fmt: skip

    plan_id = fields.Many2one(
        "cs.callback.plan",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    state = fields.Selection(
        [("open", "To Call"), ("done", "Done"), ("missed", "Missed"), ("cancel", "Cancelled")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    phone = fields.Char(related="partner_id.phone")
    user_id = fields.Many2one(
        "res.users",
        string="Caller",
        index=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    region_id = fields.Many2one(
        related="team_id.cs_region_id", string="Region", store=True, index=True
    )
    result = fields.Selection(
        [("reached", "Reached"), ("not_reached", "Not Reached"), ("declined", "Declined")],
        readonly=True,
        copy=False,
    )
    mark = fields.Selection(MARKS, string="Satisfaction", copy=False, tracking=True)
    remarks = fields.Text(copy=False)
    attempt_count = fields.Integer(string="Calls without Answer", readonly=True, copy=False)
    called_at = fields.Datetime(string="Called on", readonly=True, copy=False)
    called_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _partner_unique = models.UniqueIndex(
        "(plan_id, partner_id)", "This dealer is in the plan already."
    )

    def _cs_feedback_values(self):
        return {"callback_id": self.id, "partner_id": self.partner_id.id}

    # Actions

    def action_call(self):
        """Open the questions that are asked on the phone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call %s", self.partner_id.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("cs_feedback.cs_callback_view_form_call").id, "form")],
            "target": "new",
        }

    def action_finish(self):
        """The dealer has answered."""
        self._transition("finish")
        return {"type": "ir.actions.act_window_close"}

    def action_not_reached(self):
        """Nobody answered the phone; the call stays on the list."""
        self.check_access("write")
        self._lock_rows()
        for call in self:
            if call.state != "open":
                raise UserError(call._wrong_state_message(("open",)))
            call._write_protected({"attempt_count": call.attempt_count + 1})
        return {"type": "ir.actions.act_window_close"}

    def action_decline(self):
        """The dealer does not wish to answer."""
        self._transition("miss", result="declined")
        return {"type": "ir.actions.act_window_close"}

    def action_give_up(self):
        """The dealer could not be reached."""
        self._transition("miss", result="not_reached")
        return {"type": "ir.actions.act_window_close"}

    # Rules and effects

    def _check_can_finish(self):
        for call in self:
            if not call.mark:
                raise UserError(
                    self.env._("Ask %s for a mark first.", call.partner_id.display_name)
                )

    def _do_finish(self):
        return self._end("reached")

    def _do_miss(self, result):
        return self._end(result)

    def _do_cancel(self):
        self.activity_unlink(["cs_base.mail_activity_type_deadline"])
        return self._clear_deadline_vals()

    def _end(self, result):
        self.activity_unlink(["cs_base.mail_activity_type_deadline"])
        return {
            "result": result,
            "called_at": fields.Datetime.now(),
            "called_by_id": self.env.uid,
            **self._clear_deadline_vals(),
        }

    def _deadline_responsible_users(self):
        return self.user_id

    def _export_columns(self):
        paths = [
            "plan_id", "partner_id", "phone", "team_id", "region_id", "user_id", "result", "mark",
            "remarks", "called_at", "state",
        ]  # fmt: skip
        return [(self._export_label(self, path), path) for path in paths]
