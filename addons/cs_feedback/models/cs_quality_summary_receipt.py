from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsQualitySummaryReceipt(models.Model):
    """A department that gets a summary: what it is asked to do, when it read it, what it replied."""

    _name = "cs.quality.summary.receipt"
    _inherit = ["cs.transition.mixin"]
    _description = "Department of a Quality Summary"
    _order = "department_id, id"

    PROTECTED_FIELDS = frozenset(
        {
            "summary_id", "department_id", "read_at", "read_by_id", "reply", "replied_at",
            "replied_by_id",
        }
    )  # fmt: skip
    STATE_FIELDS = {"draft": frozenset({"measure"})}

    summary_id = fields.Many2one(
        "cs.quality.summary", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="summary_id.company_id", store=True, index=True)
    month = fields.Date(related="summary_id.month")
    state = fields.Selection(related="summary_id.state")
    department_id = fields.Many2one("hr.department", required=True, readonly=True, index=True)
    measure = fields.Text(string="Asked to Do")
    read_at = fields.Datetime(string="Read on", readonly=True)
    read_by_id = fields.Many2one("res.users", string="Read by", readonly=True)
    reply = fields.Text(readonly=True)
    replied_at = fields.Datetime(string="Replied on", readonly=True)
    replied_by_id = fields.Many2one("res.users", string="Replied by", readonly=True)
    can_reply = fields.Boolean(compute="_compute_can_reply")

    _department_unique = models.UniqueIndex(
        "(summary_id, department_id)", "This department gets the summary already."
    )

    @api.depends("department_id", "summary_id")
    def _compute_display_name(self):
        for receipt in self:
            names = (receipt.summary_id.display_name, receipt.department_id.name)
            receipt.display_name = " · ".join(filter(None, names))

    @api.depends("state", "department_id")
    @api.depends_context("uid")
    def _compute_can_reply(self):
        for receipt in self:
            is_theirs = self.env.user in receipt._users()
            receipt.can_reply = receipt.state == "issued" and is_theirs

    def action_reply(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply to Customer Service"),
            "res_model": "cs.quality.summary.reply",
            "view_mode": "form",
            "target": "new",
            "context": {"default_receipt_id": self.id},
        }

    def _users(self):
        # sudo: employees are readable by personnel alone
        department_sudo = self.sudo().department_id
        return (department_sudo.manager_id | department_sudo.member_ids).user_id

    def _note_read(self):
        """The first of the department to open the summary is kept, and when."""
        # sudo: a receipt is written by reading alone
        fresh = self.sudo().filtered(lambda receipt: not receipt.read_at)
        mine = fresh.filtered(lambda receipt: self.env.user in receipt._users())
        if mine:
            mine._write_protected({"read_at": fields.Datetime.now(), "read_by_id": self.env.uid})

    def _reply(self, text):
        """What the department says; a further reply goes below the first."""
        self.ensure_one()
        self.check_access("read")
        if self.env.user not in self._users():
            raise AccessError(self.env._("Only %s replies here.", self.department_id.sudo().name))
        if self.state != "issued":
            raise UserError(self.env._("This summary has not been issued yet."))
        self._lock_rows()
        self._note_read()
        self._write_protected(
            {
                "reply": "\n\n".join(filter(None, [self.reply, text.strip()])),
                "replied_at": fields.Datetime.now(),
                "replied_by_id": self.env.uid,
            }
        )
        # sudo: customer service is told in the thread of the summary
        summary_sudo = self.summary_id.sudo()
        name = self.department_id.sudo().name
        summary_sudo.message_notify(
            partner_ids=summary_sudo.issued_by_id.partner_id.ids,
            subject=self.env._("%s has replied to the quality summary", name),
            body=text,
            email_layout_xmlid="mail.mail_notification_light",
        )
