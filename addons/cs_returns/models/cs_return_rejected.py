from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ANSWERS = ("take_back", "destroy")


class CsReturn(models.Model):
    """What becomes of the goods that were not accepted (S-49, S-58).

    The dealer is asked and reminded; once the time is up the office decides, on record.
    """

    _inherit = "cs.return"

    PROTECTED_FIELDS = frozenset(
        {"rejected_answer", "rejected_answered_at", "rejected_answered_by", "rejected_reason"}
        | {"rejected_deadline_date", "rejected_reminded_date", "rejected_escalated_date"}
    )
    TRANSITION_GROUPS = {
        "answer_rejected": ("cs_base.group_cs_base_clerk",),
        "decide_rejected": (
            "cs_base.group_cs_base_office_manager", "cs_base.group_cs_base_manager",
        ),
    }  # fmt: skip

    rejected_answer = fields.Selection(
        [("take_back", "Send Back to the Dealer"), ("destroy", "Destroy")],
        string="Answer on Rejected Goods",
        readonly=True,
        copy=False,
        tracking=True,
    )
    rejected_answered_at = fields.Datetime(
        string="Rejected Goods Answered on", readonly=True, copy=False
    )
    rejected_answered_by = fields.Selection(
        [
            ("dealer", "The dealer, in the portal"),
            ("clerk", "The dealer, noted by customer service"),
            ("office", "The office, for want of an answer"),
        ],
        string="Answered by",
        readonly=True,
        copy=False,
        tracking=True,
    )
    rejected_reason = fields.Char(string="Reason of the Office", readonly=True, copy=False)
    rejected_deadline_date = fields.Date(
        string="Answer Expected by", readonly=True, copy=False, index="btree_not_null"
    )
    rejected_reminded_date = fields.Date(readonly=True, copy=False)
    rejected_escalated_date = fields.Date(readonly=True, copy=False)
    can_decide_rejected = fields.Boolean(compute="_compute_can_decide_rejected")

    @api.depends("rejected_deadline_date", "state", "move_ids.state")
    @api.depends_context("uid")
    def _compute_can_decide_rejected(self):
        may = self._has_any_group(self._merge_tables("TRANSITION_GROUPS")["decide_rejected"])
        for record in self:
            record.can_decide_rejected = (
                may and record._is_answer_overdue() and bool(record._rejected_left())
            )

    def action_take_back_rejected(self):
        """Send the rejected goods back to the dealer, at the dealer's cost."""
        return self._answer_rejected("take_back")

    def action_destroy_rejected(self):
        """Destroy the rejected goods, as the dealer agreed."""
        return self._answer_rejected("destroy")

    def action_decide_rejected(self):
        """Open the dialog in which the office decides for want of an answer."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decide on the Rejected Goods"),
            "res_model": "cs.return.decision",
            "view_mode": "form",
            "target": "new",
            "context": {"default_return_id": self.id},
        }

    def _answer_rejected(self, answer):
        """Note what the dealer answered, and do it."""
        self._check_role("answer_rejected")
        return self._do_answer_rejected(answer, rejected_answered_by="clerk")

    def _decide_rejected(self, answer, reason):
        """Decide in the dealer's place.

        :raises UserError: the dealer still has time to answer
        """
        self._check_role("decide_rejected")
        self._check_can_answer_rejected()
        if not self._is_answer_overdue():
            raise UserError(
                self.env._(
                    "The dealer may answer until %(date)s; the office decides after that.",
                    date=fields.Date.to_string(self.rejected_deadline_date),
                )
            )
        return self._do_answer_rejected(
            answer, rejected_answered_by="office", rejected_reason=reason
        )

    def _do_answer_rejected(self, answer, **vals):
        """Carry the answer out and put it on record; the caller has checked the right to."""
        self.ensure_one()
        self._lock_rows()
        self._check_can_answer_rejected()
        # sudo: right and state are checked; who answers has no right on transfers
        picking = self.sudo()._with_key()._create_rejected_picking(answer)
        if answer == "destroy":
            picking.with_context(skip_expired=True, cancel_backorder=True)._action_done()
        else:
            picking.action_confirm()
            # confirmed after goods that are here already, they are ready and do not wait
            picking.move_ids._recompute_state()
        now = fields.Datetime.now()
        self._write_protected({"rejected_answer": answer, "rejected_answered_at": now, **vals})
        return True

    def _is_answer_overdue(self):
        due = self.rejected_deadline_date
        return bool(due) and due < fields.Date.context_today(self)

    def _rejected_left(self):
        """Rejected goods of each line for which nothing is done or under way.

        What a cancelled transfer, or the cancelled rest of one, leaves asks for an answer again.

        :return: ``{return line: quantity in its unit}``
        """
        left = {}
        # sudo: only the quantities of the transfers are looked at
        for line in self.sudo().line_ids.filtered("rejected_qty"):
            moves = line.move_ids.filtered(
                lambda move: move.cs_return_role in ANSWERS and move.state != "cancel"
            )
            answered = sum(
                move.quantity if move.state == "done" else move.product_uom_qty for move in moves
            )
            if line.product_uom_id.compare(line.rejected_qty, answered) > 0:
                left[line] = line.rejected_qty - answered
        return left

    def _check_can_answer_rejected(self):
        if self.has_rejected and not self._rejected_left():
            labels = dict(self._fields["rejected_answer"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The dealer's answer on the rejected goods of %(name)s is on record: %(answer)s.",
                    name=self.name,
                    answer=labels[self.rejected_answer],
                )
            )
        if self.state not in ("appraised", "done") or not self.has_rejected:
            raise UserError(self.env._("%s has no rejected goods on hold.", self.display_name))

    # Asking, reminding, and telling the office

    def _prepare_answer_deadline_vals(self):
        """The days in which the dealer answers begin with the appraisal."""
        if not self.has_rejected:
            return {}
        today = fields.Date.context_today(self)
        days = self.company_id.cs_return_answer_days
        return {"rejected_deadline_date": self._deadline_after(today, days, self.company_id)}

    @api.model
    def _check_deadlines(self, company, limit):
        super()._check_deadlines(company, limit)
        today = company._cs_today()
        ahead = today + timedelta(days=company.cs_return_answer_reminder_days)
        unanswered = Domain("company_id", "=", company.id) & Domain("rejected_answer", "=", False)
        for comparison, day, done_field, step in (
            ("<=", ahead, "rejected_reminded_date", self._remind_answer),
            ("<", today, "rejected_escalated_date", self._escalate_answer),
        ):
            domain = unanswered & Domain("rejected_deadline_date", comparison, day)
            domain &= Domain(done_field, "=", False)
            self._run_deadline_step(domain, {done_field: today}, step, limit)

    @api.model
    def _remind_answer(self, record):
        record._send_notice("rejected")

    @api.model
    def _escalate_answer(self, record):
        leader = record.team_id.user_id
        users = leader or record._deadline_group_users("cs_base.group_cs_base_manager")
        record._schedule_deadline_activity(
            users,
            record.env._("%s: decide on the rejected goods, the dealer is silent", record.name),
            record.rejected_deadline_date,
        )
