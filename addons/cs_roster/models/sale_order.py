from odoo import api, fields, models
from odoo.exceptions import UserError

SALES_MANAGER = "sales_team.group_sale_manager"
HR = "hr.group_hr_manager"
TAG_FIELDS = frozenset({"cs_work_no", "cs_is_flagged"})


class SaleOrder(models.Model):
    """Orders carry the work number and the red flag of who won them (S-85).

    Agents type their number into the quotation. The first confirmation freezes the tag for good,
    even if the order becomes a quotation again; what is missing then is recorded by the head.
    """

    _name = "sale.order"
    _inherit = ["sale.order", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset(
        {"cs_is_tag_frozen", "cs_late_tag_reason", "cs_late_tagged_by_id", "cs_late_tagged_at"}
    )

    cs_work_no = fields.Char(
        string="Work Number",
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="Of the agent who earns the commission; cannot be changed once the order is "
        "confirmed.",
    )
    cs_agent_id = fields.Many2one(
        "hr.employee",
        string="Agent",
        compute="_compute_cs_agent_id",
        store=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    cs_is_flagged = fields.Boolean(
        string="Red Flag",
        compute="_compute_cs_is_flagged",
        store=True,
        readonly=False,
        copy=False,
        tracking=True,
        help="An order without it earns no commission.",
    )
    cs_is_tag_frozen = fields.Boolean(string="Tag Is Fixed", copy=False, readonly=True)
    cs_late_tag_reason = fields.Text(string="Reason for Late Tag", copy=False, readonly=True)
    cs_late_tagged_by_id = fields.Many2one(
        "res.users", string="Tagged Late by", copy=False, readonly=True
    )
    cs_late_tagged_at = fields.Datetime(string="Tagged Late on", copy=False, readonly=True)
    cs_can_tag_late = fields.Boolean(string="May Tag Late", compute="_compute_cs_can_tag_late")

    @api.depends("cs_work_no", "company_id")
    def _compute_cs_agent_id(self):
        employees = self.env["hr.employee"].search_fetch(
            [
                ("cs_work_no", "in", [number.strip() for number in self._cs_numbers()]),
                ("company_id", "in", self.company_id.ids),
            ],
            ["cs_work_no", "company_id"],
        )
        by_number = {(each.company_id.id, each.cs_work_no): each for each in employees}
        for order in self:
            if order.cs_is_tag_frozen:
                # a number may pass on to somebody else, the order stays with whom it named
                order.cs_agent_id = order.cs_agent_id
            else:
                key = (order.company_id.id, (order.cs_work_no or "").strip())
                order.cs_agent_id = by_number.get(key)

    def _cs_numbers(self):
        return {order.cs_work_no for order in self if order.cs_work_no}

    @api.depends("cs_agent_id")
    def _compute_cs_is_flagged(self):
        for order in self:
            if order.cs_is_tag_frozen:
                order.cs_is_flagged = order.cs_is_flagged
            else:
                order.cs_is_flagged = bool(order.cs_agent_id)

    @api.depends("cs_agent_id", "cs_is_flagged", "state")
    @api.depends_context("uid")
    def _compute_cs_can_tag_late(self):
        heads = self.env["hr.department"].sudo()  # sudo: who heads what is no secret
        is_head = bool(heads.search_count([("manager_id.user_id", "=", self.env.uid)], limit=1))
        may_tag = is_head or self.env.user.has_group(HR)
        for order in self:
            is_tagged = order.cs_agent_id and order.cs_is_flagged
            order.cs_can_tag_late = may_tag and order.state == "sale" and not is_tagged

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create([self._cs_without_blanks(vals) for vals in vals_list])
        # whatever brought the tag: values, a context, somebody's defaults
        orders._cs_check_tags()
        orders.filtered(lambda order: order.state == "sale")._cs_freeze_tags()
        return orders

    def write(self, vals):
        vals = self._cs_without_blanks(vals)
        is_tagging = not self._is_key_present() and (TAG_FIELDS | {"company_id"}) & vals.keys()
        if is_tagging:
            self._cs_check_open(vals)
        result = super().write(vals)
        if is_tagging:
            self._cs_check_tags()
        if vals.get("state") == "sale":
            self._cs_freeze_tags()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_not_with_commission(self):
        # sudo: whoever deletes orders need not read statements
        lines_sudo = self.env["cs.commission.statement.line"].sudo()
        line = lines_sudo.search([("order_id", "in", self.ids)], limit=1)
        if line:
            raise UserError(
                self.env._("Commission counts on %s, so it is kept.", line.order_id.name)
            )

    @api.model
    def _cs_without_blanks(self, vals):
        if "cs_work_no" not in vals:
            return vals
        return {**vals, "cs_work_no": (vals["cs_work_no"] or "").strip() or False}

    def _cs_check_open(self, vals):
        """:raises UserError: the tag is frozen, or that of somebody else"""
        for order in self:
            if not any(order[name] != vals[name] for name in TAG_FIELDS & vals.keys()):
                continue
            if order.cs_is_tag_frozen or order.state == "sale":
                raise UserError(
                    self.env._(
                        "%s is confirmed: its work number and flag stay as they are. What is "
                        "missing is recorded by the head of the agent's department.",
                        order.name,
                    )
                )
            order._cs_check_own_number()

    def _cs_check_tags(self):
        """:raises UserError: an order has a number that is nobody's, or not the user's to give"""
        for order in self.filtered("cs_work_no"):
            if order.cs_is_tag_frozen:
                continue
            if not order.cs_agent_id:
                raise UserError(
                    self.env._(
                        "Nobody in %(company)s has work number %(number)s.",
                        company=order.company_id.name,
                        number=order.cs_work_no,
                    )
                )
            order._cs_check_own_number()

    def _cs_check_own_number(self):
        self.ensure_one()
        # sudo: employees are not readable by salespeople; only whose user they are counts here
        agent_sudo = self.sudo().cs_agent_id
        allowed = agent_sudo.user_id | agent_sudo.department_id.manager_id.user_id
        if (
            agent_sudo
            and not self.env.su
            and self.env.user not in allowed
            and not self.env.user.has_group(SALES_MANAGER)
        ):
            raise UserError(
                self.env._(
                    "Work number %(number)s is not yours: orders are tagged by the agent, the "
                    "head of the agent's department or a sales manager.",
                    number=self.cs_work_no,
                )
            )

    def _cs_freeze_tags(self):
        """Keep the tag as it is at the first confirmation."""
        # sudo: customers confirm orders as well, on the portal
        open_sudo = self.sudo().filtered(lambda order: not order.cs_is_tag_frozen)._with_key()
        # a frozen tag is no longer computed, so this is the last time
        open_sudo.mapped("cs_is_flagged")
        open_sudo.write({"cs_is_tag_frozen": True})
        for order in open_sudo.filtered("cs_agent_id"):
            number = order.cs_agent_id.cs_work_no or order.cs_work_no
            if number != order.cs_work_no:
                order.write({"cs_work_no": number})

    def action_cs_tag_late(self):
        """Open the dialog for an order that was confirmed without a tag."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tag Late"),
            "res_model": "cs.order.tag",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id, "default_work_no": self.cs_work_no},
        }

    def _cs_tag_late(self, agent_sudo, reason):
        """Tag a confirmed order, on record, for the agent's next open statement."""
        self.ensure_one()
        self.check_access("read")
        self.lock_for_update()
        self._cs_check_tag_late(agent_sudo)
        # sudo: heads and personnel need no right to change orders; who they are is checked
        order_sudo = self.sudo()._with_key()
        order_sudo.write(
            {
                "cs_is_tag_frozen": True,
                "cs_work_no": agent_sudo.cs_work_no,
                "cs_agent_id": agent_sudo.id,
                "cs_is_flagged": True,
                "cs_late_tag_reason": reason,
                "cs_late_tagged_by_id": self.env.uid,
                "cs_late_tagged_at": fields.Datetime.now(),
            }
        )
        self.sudo().message_post(
            body=self.env._(
                "Work number %(number)s (%(agent)s) was recorded after the confirmation: "
                "%(reason)s",
                number=agent_sudo.cs_work_no,
                agent=agent_sudo.name,
                reason=reason,
            )
        )

    def _cs_check_tag_late(self, agent_sudo):
        if self.state != "sale":
            raise UserError(
                self.env._("%s is not confirmed; type the number into the order.", self.name)
            )
        if self.cs_agent_id and self.cs_is_flagged:
            raise UserError(
                self.env._(
                    "%(order)s has work number %(number)s already, and that stays.",
                    order=self.name,
                    number=self.cs_work_no,
                )
            )
        user = self.env.user
        is_head = agent_sudo.department_id.manager_id.user_id == user
        if agent_sudo.user_id == user or not (is_head or user.has_group(HR)):
            raise UserError(
                self.env._(
                    "The head of the agent's department or an HR manager tags confirmed orders, "
                    "and nobody their own."
                )
            )
