from odoo import api, fields, models
from odoo.exceptions import UserError

LINE_FIELDS = frozenset(
    {"handover_id", "sequence", "partner_id", "customer_name", "is_urgent", "is_prospect", "due_at",
     "todo"}
)  # fmt: skip


class CsHandoverLine(models.Model):
    """A customer or a matter that the next shift takes over, acknowledged by one of it (S-80)."""

    _name = "cs.handover.line"
    _inherit = ["cs.link.mixin", "cs.transition.mixin"]
    _description = "Line of a Handover"
    _order = "is_urgent desc, due_at, sequence, id"
    _check_company_auto = True

    PROTECTED_FIELDS = frozenset({"session_id", "acknowledged_by_id", "acknowledged_at"})
    STATE_FIELDS = {"draft": LINE_FIELDS}
    LINK_FIELDS = ("partner_id",)

    handover_id = fields.Many2one("cs.handover", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    state = fields.Selection(related="handover_id.state", store=True, index=True)
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="handover_id.department_id", store=True, index=True)
    employee_id = fields.Many2one(related="handover_id.employee_id", string="From")
    user_id = fields.Many2one(related="handover_id.user_id", store=True, index=True)
    date = fields.Date(related="handover_id.date")
    session_id = fields.Many2one(
        "cs.service.session", readonly=True, copy=False, index="btree_not_null", ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_customer",
        store=True,
        readonly=False,
        check_company=True,
    )
    customer_name = fields.Char(
        string="Customer's Name", compute="_compute_customer", store=True, readonly=False
    )
    is_urgent = fields.Boolean(string="Urgent")
    is_prospect = fields.Boolean(string="Prospect", help="May buy: contact again.")
    due_at = fields.Datetime(string="Due")
    todo = fields.Text(string="What to Do")
    acknowledged_by_id = fields.Many2one(
        "hr.employee", readonly=True, copy=False, ondelete="restrict"
    )
    acknowledged_at = fields.Datetime(string="Acknowledged on", readonly=True, copy=False)
    can_acknowledge = fields.Boolean(compute="_compute_can_acknowledge")

    _session_once = models.UniqueIndex(
        "(handover_id, session_id) WHERE session_id IS NOT NULL AND acknowledged_at IS NULL",
        "This customer is in the handover already.",
    )
    _to_acknowledge = models.Index(
        "(department_id) WHERE state = 'given' AND acknowledged_at IS NULL"
    )
    _says_something = models.Constraint(
        "CHECK (session_id IS NOT NULL OR todo IS NOT NULL)", "Write down what is to be done."
    )

    @api.depends("session_id")
    def _compute_customer(self):
        for line in self.filtered("session_id"):
            line.partner_id = line.session_id.partner_id
            line.customer_name = line.session_id.customer_name

    @api.depends("partner_id", "customer_name", "todo")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.partner_id.name or line.customer_name or line.todo or ""

    @api.depends("state", "acknowledged_at", "user_id")
    @api.depends_context("uid")
    def _compute_can_acknowledge(self):
        for line in self:
            line.can_acknowledge = line._is_left() and line.user_id != self.env.user

    def _frozen_state(self):
        return "acknowledged" if self.acknowledged_at else self.state

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._is_key_present():
            lines._check_draft()
        return lines

    def _check_draft(self):
        for line in self:
            if line._frozen_state() != "draft":
                raise UserError(
                    self.env._(
                        "%s is handed over; take it back to change its lines.",
                        line.handover_id.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_of_drafts(self):
        if not self._is_key_present():
            self._check_draft()

    def _is_left(self):
        self.ensure_one()
        return not self.acknowledged_at and self.state == "given"

    def _left(self):
        """The lines that nobody has acknowledged."""
        return self.filtered(lambda line: not line.acknowledged_at)

    def action_acknowledge(self):
        """The user knows of it from now on, and serves the customer."""
        self.check_access("read")
        # sudo: who acknowledges need not be able to write what others have written
        lines_sudo = self.sudo()
        lines_sudo.handover_id._lock_rows()
        self._lock_rows()
        employee = lines_sudo.handover_id._own_employee()
        for line in self:
            line._check_can_acknowledge(employee)
        lines_sudo._with_key().write(
            {"acknowledged_by_id": employee.id, "acknowledged_at": fields.Datetime.now()}
        )
        waiting = lines_sudo.session_id.filtered(lambda session: session.state == "waiting")
        if waiting:
            waiting._transition("take_over", employee=employee)
        finished = lines_sudo.handover_id.filtered(lambda handover: not handover.left_count)
        if finished:
            finished._transition("finish")
        return True

    def _check_can_acknowledge(self, employee):
        self.ensure_one()
        line_sudo = self.sudo()  # sudo: names, and the shift that the user is on
        if self.acknowledged_at:
            raise UserError(
                self.env._(
                    "%(agent)s has acknowledged %(line)s already.",
                    agent=line_sudo.acknowledged_by_id.name,
                    line=self.display_name,
                )
            )
        if self.state != "given":
            raise UserError(
                self.env._(
                    "%(line)s is not handed over; %(agent)s is still writing.",
                    line=self.display_name,
                    agent=line_sudo.employee_id.name,
                )
            )
        if line_sudo.employee_id == employee:
            raise UserError(
                self.env._(
                    "You wrote %s yourself; the next shift acknowledges it.", self.display_name
                )
            )
        slot_sudo = line_sudo.env["cs.roster.slot"]._find_at(employee, fields.Datetime.now())
        is_next = slot_sudo and slot_sudo.department_id == line_sudo.department_id
        if not is_next and line_sudo.handover_id._head() != self.env.user:
            raise UserError(
                self.env._(
                    "%(line)s is acknowledged by who is on a shift of %(department)s now, or by its "
                    "head.",
                    line=self.display_name,
                    department=line_sudo.department_id.name,
                )
            )
