from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..domain.delivery import late_days, rate

OPEN = ("due", "asked")
ANSWERS = frozenset(
    {"carrier_id", "waybill", "arrival_date", "mark", "charge_amount", "charge_note", "remarks"}
)
MARKS = [
    ("1", "Very Poor"),
    ("2", "Poor"),
    ("3", "Fair"),
    ("4", "Good"),
    ("5", "Very Good"),
]
BAD_MARKS = ("1", "2")


class CsDeliveryFollowup(models.Model):
    """After each delivery the dealer is asked when and how the goods arrived (S-08, S-36).

    One per transfer. What is asked about the goods is on the lines.
    """

    _name = "cs.delivery.followup"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.dealer.mixin",
        "cs.overdue.mixin",
        "cs.export.mixin",
        "cs.feedback.link.mixin",
        "cs.bulk.mixin",
    ]
    _description = "Delivery Follow-up"
    _order = "shipped_at desc, id desc"
    _check_company_auto = True

    OVERDUE_PATH = "delivery-followups"
    FEEDBACK_FIELD = "followup_id"
    BULK_ACTIONS = frozenset({"action_ask_by_mail", "action_close"})
    TRANSITIONS = {
        "ask": (("due",), "asked"),
        "answer": (OPEN, "answered"),
        "close": (("answered",), "closed"),
        "reopen": (("closed",), "answered"),
        "skip": (OPEN, "skipped"),
        "resume": (("skipped",), "due"),
    }
    STATE_FIELDS = dict.fromkeys((*OPEN, "answered"), ANSWERS)
    PROTECTED_FIELDS = frozenset(
        {
            "company_id", "partner_id", "contact_id", "picking_id", "sale_order_id",
            "promised_date", "channel", "asked_at", "answered_at", "answered_by", "call_count",
            "reminder_count", "not_arrived_on", "skip_reason",
        }
    )  # fmt: skip

    name = fields.Char(related="picking_id.name", string="Delivery", store=True, index="trigram")
    picking_id = fields.Many2one(
        "stock.picking",
        string="Transfer",
        required=True,
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    sale_order_id = fields.Many2one(
        "sale.order", string="Order", readonly=True, index="btree_not_null"
    )
    contact_id = fields.Many2one(
        "res.partner", string="Delivered to", readonly=True, index="btree_not_null"
    )
    phone = fields.Char(compute="_compute_phone")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        tracking=True,
        help="Is reminded of this delivery; without one it waits in the list of all.",
    )
    state = fields.Selection(
        [
            ("due", "To Ask"),
            ("asked", "Asked"),
            ("answered", "Answered"),
            ("closed", "Closed"),
            ("skipped", "Skipped"),
        ],
        string="Status",
        default="due",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    channel = fields.Selection(
        [("phone", "Phone"), ("portal", "Portal"), ("mail", "Mail")],
        string="Answered via",
        readonly=True,
        copy=False,
    )
    shipped_at = fields.Datetime(
        related="picking_id.date_done", string="Shipped on", store=True, index=True
    )
    promised_date = fields.Date(
        string="Promised for",
        readonly=True,
        help="The day promised by the order; without one, the day for which the transfer was "
        "scheduled.",
    )
    arrival_date = fields.Date(string="Arrived on", copy=False, tracking=True)
    late_days = fields.Integer(
        string="Days Late", compute="_compute_late_days", store=True, aggregator="avg"
    )
    not_arrived_on = fields.Date(
        string="Not Arrived by",
        readonly=True,
        copy=False,
        help="On this day the dealer said that the goods had not arrived yet.",
    )
    carrier_id = fields.Many2one(
        "res.partner",
        compute="_compute_carrier_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    waybill = fields.Char(
        compute="_compute_carrier_id",
        store=True,
        readonly=False,
        help="Number of the carrier's consignment note.",
    )
    mark = fields.Selection(MARKS, string="Carrier's Service", copy=False, tracking=True)
    charge_amount = fields.Monetary(
        string="Arbitrary Charges",
        copy=False,
        tracking=True,
        help="What the carrier took from the dealer beyond what was agreed.",
    )
    charge_note = fields.Char(string="Charged for", copy=False)
    remarks = fields.Text(copy=False)
    line_ids = fields.One2many("cs.delivery.followup.line", "followup_id", string="Goods")
    breakage_rate = fields.Float(compute="_compute_breakage_rate")
    has_issue = fields.Boolean(
        string="Needs Attention",
        compute="_compute_has_issue",
        store=True,
        help="Goods are broken, missing or too many, charges were taken, or the mark is poor.",
    )
    asked_at = fields.Datetime(string="Asked on", readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    answered_by = fields.Char(string="Who Answered", readonly=True, copy=False)
    call_count = fields.Integer(string="Calls without Answer", readonly=True, copy=False)
    reminder_count = fields.Integer(string="Reminders", readonly=True, copy=False)
    skip_reason = fields.Char(string="Why Skipped", readonly=True, copy=False, tracking=True)

    _picking_unique = models.UniqueIndex(
        "(picking_id)", "This transfer has its delivery follow-up already."
    )
    _charge_positive = models.Constraint(
        "CHECK (charge_amount >= 0)", "The charges cannot be negative."
    )

    @api.depends("contact_id.phone", "partner_id.phone")
    def _compute_phone(self):
        for record in self:
            record.phone = record.contact_id.phone or record.partner_id.phone

    @api.depends("picking_id.cs_carrier_id", "picking_id.cs_waybill")
    def _compute_carrier_id(self):
        for record in self:
            if record.state in (*OPEN, False):
                record.carrier_id = record.picking_id._cs_carrier() or record.carrier_id
                record.waybill = record.picking_id._cs_waybill() or record.waybill
            else:
                record.carrier_id, record.waybill = record.carrier_id, record.waybill

    @api.depends("arrival_date", "promised_date")
    def _compute_late_days(self):
        for record in self:
            record.late_days = late_days(record.promised_date, record.arrival_date)

    @api.depends("line_ids.broken_qty", "line_ids.received_qty")
    def _compute_breakage_rate(self):
        for record in self:
            lines = record.line_ids
            record.breakage_rate = rate(
                sum(lines.mapped("broken_qty")), sum(lines.mapped("received_qty"))
            )

    @api.depends(
        "charge_amount", "mark", "line_ids.broken_qty", "line_ids.missing_qty", "line_ids.extra_qty"
    )
    def _compute_has_issue(self):
        for record in self:
            lines = record.line_ids
            goods = ("broken_qty", "missing_qty", "extra_qty")
            record.has_issue = (
                record.mark in BAD_MARKS
                or record.charge_amount > 0
                or any(any(lines.mapped(name)) for name in goods)
            )

    @api.constrains("arrival_date")
    def _check_arrival_date(self):
        for record in self.filtered("arrival_date"):
            shipped = record.shipped_at and record.company_id._cs_day(record.shipped_at)
            if shipped and record.arrival_date < shipped:
                raise ValidationError(
                    self.env._(
                        "%(name)s was shipped on %(date)s and cannot have arrived before.",
                        name=record.display_name,
                        date=fields.Date.to_string(shipped),
                    )
                )
            if record.arrival_date > record.company_id._cs_today():
                raise ValidationError(
                    self.env._(
                        "Enter a day of arrival of %s that is not in the future.",
                        record.display_name,
                    )
                )

    # Actions

    def action_call(self):
        """Open the questions that are asked on the phone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call about %s", self.name),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(self.env.ref("cs_feedback.cs_delivery_followup_view_form_call").id, "form")],
            "target": "new",
        }

    def action_answer(self):
        """What the dealer said on the phone is complete."""
        self.ensure_one()
        self._transition("answer", channel="phone", by=self.env.user.name)
        return {"type": "ir.actions.act_window_close"}

    def action_not_reached(self):
        """Nobody answered the phone; it is tried again tomorrow."""
        self.ensure_one()
        self._check_open()
        self._postpone(1, call_count=self.call_count + 1)
        self._message_log(body=self.env._("Called, but nobody answered."))
        return {"type": "ir.actions.act_window_close"}

    def action_not_arrived(self):
        """The goods are still on the way; the dealer is asked again in some days."""
        self.ensure_one()
        self._check_open()
        self._note_not_arrived()
        return {"type": "ir.actions.act_window_close"}

    def action_close(self):
        """What the answer called for has been done."""
        return self._transition("close")

    def action_reopen(self):
        return self._transition("reopen")

    def action_skip(self):
        """Ask why these dealers are not asked."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Skip Follow-ups"),
            "res_model": "cs.delivery.skip",
            "view_mode": "form",
            "target": "new",
            "context": {"default_followup_ids": self.ids},
        }

    def action_resume(self):
        """Ask after all."""
        return self._transition("resume")

    def action_open_picking(self):
        return self._open_records(self.picking_id, "stock.action_picking_tree_all")

    def _cs_feedback_values(self):
        return {
            "followup_id": self.id,
            "picking_id": self.picking_id.id,
            "sale_order_id": self.sale_order_id.id,
            "partner_id": self.partner_id.id,
        }

    # Rules and effects

    def _check_open(self):
        """The dealer has not answered yet; the rows are locked (raises)."""
        self.check_access("write")
        self._lock_rows()
        for record in self:
            if record.state not in OPEN:
                raise UserError(record._wrong_state_message(OPEN))

    def _postpone(self, days, **values):
        today = self.company_id._cs_today()
        self._write_protected({**self._prepare_deadline_vals(today, days), **values})

    def _note_not_arrived(self):
        today = self.company_id._cs_today()
        self._postpone(self.company_id.cs_followup_answer_days, not_arrived_on=today)
        self._message_log(body=self.env._("The goods have not arrived yet."))

    def _check_can_answer(self, **kwargs):
        for record in self:
            if any(record.line_ids.mapped("received_qty")) and not record.arrival_date:
                raise UserError(
                    self.env._(
                        "Enter when the goods of %s arrived; where nothing did, enter 0 as "
                        "received.",
                        record.display_name,
                    )
                )

    def _do_answer(self, channel, by):
        """An answer that calls for nothing is closed at once."""
        self._end_deadline()
        values = {
            "channel": channel,
            "answered_at": fields.Datetime.now(),
            "answered_by": by,
            **self._clear_deadline_vals(),
        }
        return values if self.has_issue else {**values, "state": "closed"}

    def _do_skip(self, reason):
        self._end_deadline()
        return {"skip_reason": reason, **self._clear_deadline_vals()}

    def _do_resume(self):
        for record in self:
            record._postpone(0)
        return {"skip_reason": False}

    def _end_deadline(self):
        self.activity_unlink(["cs_base.mail_activity_type_deadline"])

    # Deadline and export

    def _deadline_responsible_users(self):
        """Whoever has taken it on, unless a mail asks by itself."""
        return self.env["res.users"] if self._is_asked_by_job() else self.user_id

    def _export_columns(self):
        paths = [
            "followup_id.name", "followup_id.sale_order_id", "followup_id.partner_id",
            "followup_id.team_id", "followup_id.carrier_id", "followup_id.waybill",
            "followup_id.shipped_at", "followup_id.promised_date", "followup_id.arrival_date",
            "followup_id.late_days", "product_id", "lot_id", "delivered_qty", "received_qty",
            "broken_qty", "missing_qty", "breakage_rate", "followup_id.mark",
            "followup_id.charge_amount", "followup_id.charge_note", "followup_id.state",
        ]  # fmt: skip
        lines = self.env["cs.delivery.followup.line"]
        return [(self._export_label(lines, path), path) for path in paths]

    def _export_lines(self):
        return self.line_ids
