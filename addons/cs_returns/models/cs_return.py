from odoo import api, fields, models
from odoo.exceptions import UserError

DRAFT_FIELDS = frozenset({"partner_id", "company_id", "line_ids"})


class CsReturn(models.Model):
    """A dealer's application to give goods back, up to its settlement (S-43..S-50)."""

    _name = "cs.return"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.number.mixin",
        "cs.dealer.mixin",
        "cs.approval.mixin",
        "cs.deadline.mixin",
        "cs.export.mixin",
        "cs.bulk.mixin",
    ]
    _description = "Return Application"
    _order = "application_date desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "approve": (("submitted",), "approved"),
        "send_back": (("submitted",), "draft"),
        "arrive": (("approved",), "arrived"),
        "undo_arrival": (("arrived",), "approved"),
        "appraise": (("arrived",), "appraised"),
        "settle": (("appraised",), "done"),
        "cancel": (("draft", "submitted", "approved"), "cancel"),
    }
    BULK_ACTIONS = frozenset(
        {"action_submit", "action_approve", "action_arrive", "action_appraise", "action_settle"}
    )
    PROTECTED_FIELDS = frozenset(
        {
            "user_id",
            "application_date",
            "arrival_date",
            "approved_at",
            "appraised_at",
            "settled_at",
            "is_appraised_in_time",
            "is_settled_in_time",
        }
    )
    STATE_FIELDS = {
        "draft": DRAFT_FIELDS | {"office_appraisal"},
        "submitted": frozenset({"office_appraisal"}),
        "approved": frozenset(),
        "arrived": frozenset({"line_ids"}),
        "appraised": frozenset({"line_ids", "freight_charge"}),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("arrived", "To Appraise"),
            ("appraised", "To Settle"),
            ("done", "Settled"),
            ("cancel", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    team_id = fields.Many2one(
        help="The office that looks after the dealer. Its leader signs first."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_user_id",
        store=True,
        index=True,
    )
    application_date = fields.Date(
        default=fields.Date.context_today, readonly=True, copy=False, index=True
    )
    arrival_date = fields.Date(readonly=True, copy=False)
    approved_at = fields.Datetime(string="Approved on", readonly=True, copy=False)
    appraised_at = fields.Datetime(string="Appraised on", readonly=True, copy=False)
    settled_at = fields.Datetime(string="Settled on", readonly=True, copy=False)
    # judged on the day itself: settings and calendars change later
    is_appraised_in_time = fields.Boolean(readonly=True, copy=False)
    is_settled_in_time = fields.Boolean(readonly=True, copy=False)
    office_appraisal = fields.Text(
        string="First Appraisal", help="What the office found when it looked at the goods."
    )
    line_ids = fields.One2many("cs.return.line", "return_id", string="Goods", copy=True)
    note = fields.Html(string="Remarks")

    order_ids = fields.Many2many(
        "sale.order", compute="_compute_order_ids", compute_sudo=True, string="Orders"
    )
    order_count = fields.Integer(compute="_compute_order_ids", compute_sudo=True)
    move_ids = fields.One2many("stock.move", "cs_return_id", string="Stock Moves")
    picking_ids = fields.Many2many(
        "stock.picking", compute="_compute_picking_ids", compute_sudo=True, string="Transfers"
    )
    picking_count = fields.Integer(compute="_compute_picking_ids", compute_sudo=True)
    credit_note_ids = fields.One2many(
        "account.move",
        "cs_return_id",
        string="Credit Notes",
        domain=[("cs_return_part", "=", "credit")],
    )
    exchange_order_ids = fields.One2many("sale.order", "cs_return_id", string="Exchange Orders")
    exchange_order_count = fields.Integer(
        compute="_compute_exchange_order_count", compute_sudo=True
    )
    credit_note_count = fields.Integer(compute="_compute_credit_note_count", compute_sudo=True)

    expected_amount = fields.Monetary(
        compute="_compute_expected_amount",
        compute_sudo=True,
        help="Announced goods at their order prices, untaxed.",
    )
    freight_payer = fields.Selection(
        [("company", "Company"), ("customer", "Dealer"), ("both", "Both")],
        compute="_compute_freight_payer",
    )
    freight_charge = fields.Monetary(
        string="Freight Charged",
        groups="cs_base.group_cs_base_clerk,account.group_account_invoice",
        copy=False,
        tracking=True,
        help="Untaxed freight that the dealer bears; it is deducted from the credit note.",
    )
    has_rejected = fields.Boolean(compute="_compute_has_rejected")
    can_arrive = fields.Boolean(compute="_compute_can_act")
    can_undo_arrival = fields.Boolean(compute="_compute_can_act")
    can_appraise = fields.Boolean(compute="_compute_can_act")
    can_settle = fields.Boolean(compute="_compute_can_act")
    can_answer_rejected = fields.Boolean(compute="_compute_can_act")

    _name_unique = models.UniqueIndex(
        # a draft that is cancelled never got a number
        "(company_id, name) WHERE approval_round > 0",
        "This return number is taken already.",
    )

    @api.depends("partner_id")
    def _compute_user_id(self):
        for record in self:
            partner = record.partner_id
            record.user_id = partner.user_id or partner.commercial_partner_id.user_id

    @api.depends("line_ids.sale_line_id")
    def _compute_order_ids(self):
        for record in self:
            orders = record.line_ids.sale_line_id.order_id
            record.order_ids = orders
            record.order_count = len(orders)

    @api.depends("move_ids.picking_id")
    def _compute_picking_ids(self):
        for record in self:
            record.picking_ids = record.move_ids.picking_id
            record.picking_count = len(record.picking_ids)

    @api.depends("credit_note_ids")
    def _compute_credit_note_count(self):
        for record in self:
            record.credit_note_count = len(record.credit_note_ids)

    @api.depends("exchange_order_ids")
    def _compute_exchange_order_count(self):
        for record in self:
            record.exchange_order_count = len(record.exchange_order_ids)

    @api.depends("line_ids.quantity", "line_ids.sale_line_id")
    def _compute_expected_amount(self):
        for record in self:
            record.expected_amount = sum(line._expected_amount() for line in record.line_ids)

    @api.depends("line_ids.outcome")
    def _compute_freight_payer(self):
        payers = {"free": "company", "customer_pays": "customer"}
        for record in self:
            found = {payers[line.outcome] for line in record.line_ids if line.outcome in payers}
            record.freight_payer = "both" if len(found) == 2 else next(iter(found), False)

    @api.depends("line_ids.rejected_qty")
    def _compute_has_rejected(self):
        for record in self:
            record.has_rejected = any(record.line_ids.mapped("rejected_qty"))

    @api.depends(
        "state", "line_ids.rejected_qty",
        "move_ids.state", "move_ids.quantity", "move_ids.product_uom_qty",
    )  # fmt: skip
    @api.depends_context("uid")
    def _compute_can_act(self):
        groups = self._merge_tables("TRANSITION_GROUPS")
        may = {name: self._has_any_group(allowed) for name, allowed in groups.items()}
        for record in self:
            record.can_arrive = record.state == "approved" and may["arrive"]
            record.can_undo_arrival = record.state == "arrived" and may["undo_arrival"]
            record.can_appraise = record.state == "arrived" and may["appraise"]
            record.can_settle = record.state == "appraised" and may["settle"]
            record.can_answer_rejected = (
                may["answer_rejected"]
                and record.state in ("appraised", "done")
                and bool(record._rejected_left())
            )

    @api.constrains("partner_id", "company_id")
    def _check_goods(self):
        self.line_ids._check_origin()
        self.line_ids._check_company()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_cancelled(self):
        for record in self:
            if record.state == "cancel":
                raise UserError(
                    self.env._("%s is cancelled and stays on record.", record.display_name)
                )

    # Opening what belongs to the return

    def action_open_orders(self):
        return self._open_records(self.order_ids, "sale.action_orders")

    def action_open_pickings(self):
        return self._open_records(self.picking_ids, "stock.action_picking_tree_all")

    def action_open_credit_notes(self):
        action = "account.action_move_out_refund_type"
        return self._open_records(self.credit_note_ids, action)

    def action_open_exchange_orders(self):
        return self._open_records(self.exchange_order_ids, "sale.action_orders")

    def action_add_goods(self):
        """Choose from what was delivered to the dealer."""
        return self._open_selection()

    def _open_selection(self, order=None):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Delivered Goods"),
            "res_model": "cs.return.selection",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_return_id": self.id,
                "default_order_id": order.id if order else False,
                # begun on the order, the application is not on the screen yet
                "cs_open_return": bool(order),
            },
        }

    @api.model
    def _action_open(self, returns):
        """The window on these returns: the form of a single one, else the list."""
        return returns._open_records(returns, "cs_returns.cs_return_action")

    # Deadlines and export

    def _deadline_responsible_users(self):
        self.ensure_one()
        xmlids = {"arrived": "stock.group_stock_user", "appraised": "cs_base.group_cs_base_clerk"}
        xmlid = xmlids.get(self.state)
        return self._deadline_group_users(xmlid) if xmlid else self.env["res.users"]

    def _export_columns(self):
        paths = [
            "return_id.name", "return_id.partner_id", "return_id.team_id",
            "return_id.application_date", "return_id.state", "order_id", "product_id", "lot_id",
            "reason_id", "outcome", "quantity", "received_qty", "accepted_qty", "rejected_qty",
        ]  # fmt: skip
        lines = self.env["cs.return.line"]
        return [(self._export_label(lines, path), path) for path in paths]

    def _export_lines(self):
        return self.line_ids
