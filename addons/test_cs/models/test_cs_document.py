from odoo import api, fields, models


class TestCsDocument(models.Model):
    """The smallest document that uses every mixin of cs_base."""

    _name = "test.cs.document"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.approval.mixin",
        "cs.deadline.mixin",
        "cs.export.mixin",
        "cs.bulk.mixin",
    ]
    _description = "Test Document"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "approve": (("submitted",), "approved"),
        "refuse": (("submitted",), "draft"),
        "send_back": (("submitted", "approved"), "draft"),
        "finish": (("approved",), "done"),
        "cancel": (("draft", "submitted", "approved"), "cancel"),
    }
    TRANSITION_GROUPS = {
        "send_back": ("cs_base.group_cs_base_manager",),
        "finish": ("cs_base.group_cs_base_clerk", "cs_base.group_cs_base_general_manager"),
    }
    BULK_ACTIONS = frozenset({"action_submit", "action_approve", "action_break"})
    PROTECTED_FIELDS = frozenset({"finished_by_id"})
    STATE_FIELDS = {
        "draft": frozenset({"amount", "team_id", "company_id", "reviewer_id", "line_ids"}),
        "submitted": frozenset({"remark"}),
        "approved": frozenset({"remark"}),
    }

    name = fields.Char(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("done", "Done"),
            ("cancel", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    team_id = fields.Many2one("crm.team", check_company=True)
    reviewer_id = fields.Many2one("res.users")
    amount = fields.Float()
    remark = fields.Text()
    happened_at = fields.Datetime()
    finished_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many("test.cs.line", "document_id", copy=True)
    total = fields.Float(compute="_compute_total", store=True)

    @api.depends("line_ids.quantity")
    def _compute_total(self):
        for document in self:
            document.total = sum(document.line_ids.mapped("quantity"))

    def action_submit(self):
        return self._transition("submit")

    def action_send_back(self):
        return self._transition("send_back")

    def action_break(self):
        """Fails as no action should."""
        raise ZeroDivisionError

    def action_finish(self):
        return self._transition("finish")

    def action_cancel(self):
        return self._transition("cancel")

    def _do_submit(self):
        self._approval_start()
        self._write_protected(self._prepare_deadline_vals(fields.Date.context_today(self), 3))

    def _do_send_back(self):
        return self._close_chain()

    def _do_refuse(self):
        return self._close_chain()

    def _do_cancel(self):
        return self._close_chain()

    def _do_finish(self):
        return {"finished_by_id": self.env.uid, **self._clear_deadline_vals()}

    def _close_chain(self):
        for record in self:
            record._approval_void_open_steps()
        return self._clear_deadline_vals()

    def _approval_amount(self):
        return self.amount

    def _approval_team(self):
        return self.team_id

    def _approval_refused(self):
        # sudo: the signer need not be able to write on the document
        self.sudo()._transition("refuse")

    def _deadline_responsible_users(self):
        return self.requester_id

    def _export_columns(self):
        paths = ["name", "state", "amount", "team_id.user_id", "deadline_date", "happened_at"]
        return [(self._export_label(self, path), path) for path in paths]
