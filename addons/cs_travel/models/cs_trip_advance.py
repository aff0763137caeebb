from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# a voucher in one of these states takes up a part of the trip's planned cost
ASKED_STATES = ("submitted", "approved", "paid")
UNPAID_STATES = ("draft", "submitted", "approved")


class CsTripAdvance(models.Model):
    """Money that a traveller takes along: signed, paid, and cleared by the ledger (S-39)."""

    _name = "cs.trip.advance"
    _inherit = ["cs.number.mixin", "cs.trip.part.mixin"]
    _description = "Trip Advance"
    _order = "id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "approve": (("submitted",), "approved"),
        "send_back": (("submitted",), "draft"),
        "pay": (("approved",), "paid"),
        "unpay": (("paid",), "approved"),
        "cancel": (UNPAID_STATES, "cancel"),
        # with the end of the trip
        "lapse": (UNPAID_STATES, "cancel"),
    }
    BULK_ACTIONS = frozenset({"action_approve"})
    PROTECTED_FIELDS = frozenset({"company_amount", "account_id"})
    STATE_FIELDS = {
        "draft": frozenset({"trip_id", "amount", "currency_id", "purpose"}),
    }

    trip_id = fields.Many2one(domain="[('state', '=', 'approved'), ('user_id', '=', uid)]")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    amount = fields.Monetary(required=True)
    company_amount = fields.Monetary(
        string="Amount in Company Currency",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="At the rate of the day on which the advance was asked for.",
    )
    purpose = fields.Char(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "To Pay"),
            ("paid", "Paid"),
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
    account_id = fields.Many2one(
        "account.account", string="Advance Account", readonly=True, copy=False, check_company=True
    )
    payment_ids = fields.One2many("account.payment", "cs_trip_advance_id", readonly=True)
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_amount_open",
        compute_sudo=True,
        help="What has been neither set off nor returned, by the journal items.",
    )
    is_cleared = fields.Boolean(compute="_compute_amount_open", compute_sudo=True)
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "The advance must be greater than zero."
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE approval_round > 0", "This number of an advance is taken already."
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for advance in self:
            advance.is_mine = advance.user_id == self.env.user

    @api.depends("state", "payment_ids.move_id.line_ids.amount_residual_currency")
    def _compute_amount_open(self):
        for advance in self:
            lines = advance._ledger_lines()
            advance.amount_open = sum(lines.mapped("amount_residual_currency"))
            advance.is_cleared = bool(lines) and all(lines.mapped("reconciled"))

    def _ledger_lines(self):
        """Posted journal items by which these advances were paid."""
        moves = self.payment_ids.move_id.filtered(lambda move: move.state == "posted")
        return moves.line_ids.filtered(lambda line: line.account_type == "asset_receivable")

    def action_submit(self):
        """Ask for the signature of the sales manager or the general manager."""
        return self._transition("submit")

    def action_cancel(self):
        """Withdraw the voucher, as long as it has not been paid."""
        return self._transition("cancel")

    def _check_can_submit(self):
        self.trip_id._check_is_traveller()
        self.trip_id._lock_rows()
        for advance in self:
            trip = advance.trip_id
            if trip.state != "approved":
                raise UserError(
                    self.env._(
                        "Ask for an advance once %s is approved and before you return.",
                        trip.display_name,
                    )
                )
            # sudo: the contact is on the employee's record, which not everybody reads
            trip.sudo()._check_advance_contact()
            trip._check_earlier_advances()
            advance._check_rate()
            advance._check_within_plan()

    def _check_rate(self):
        """Without a rate Odoo takes any foreign money for the company's own."""
        self.ensure_one()
        currency = self.currency_id
        if currency == self.company_currency_id:
            return
        rates = self.env["res.currency.rate"].search_count(
            Domain("currency_id", "=", currency.id)
            & Domain("company_id", "in", [False, self.company_id.root_id.id])
            & Domain("name", "<=", fields.Date.context_today(self)),
            limit=1,
        )
        if not currency.active or not rates:
            raise UserError(
                self.env._(
                    "There is no rate of %(currency)s; ask finance to enter it, or ask for "
                    "%(company_currency)s.",
                    currency=currency.name,
                    company_currency=self.company_currency_id.name,
                )
            )

    def _check_within_plan(self):
        self.ensure_one()
        trip = self.trip_id
        left = trip._approved_cost() - trip.advance_total
        if trip.currency_id.compare_amounts(self._worth(), left) > 0:
            raise UserError(
                self.env._(
                    "%(trip)s is planned at %(planned)s, of which %(asked)s has been asked for "
                    "already; ask for no more than %(left)s.",
                    trip=trip.display_name,
                    planned=trip.currency_id.format(trip._approved_cost()),
                    asked=trip.currency_id.format(trip.advance_total),
                    left=trip.currency_id.format(max(left, 0.0)),
                )
            )

    def _worth(self):
        """The amount in company currency, at today's rate."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return self.currency_id._convert(
            self.amount, self.company_currency_id, self.company_id, today
        )

    def _do_submit(self):
        self.filtered(lambda advance: not advance.approval_round)._give_number()
        for advance in self:
            advance._write_protected({"company_amount": advance._worth()})
        self._approval_start()

    def _check_can_approve(self):
        for advance in self:
            if advance.trip_id.state != "approved":
                raise UserError(
                    self.env._(
                        "%(advance)s comes too late: %(trip)s is no longer under way. Refuse it.",
                        advance=advance.display_name,
                        trip=advance.trip_id.display_name,
                    )
                )

    def _do_approve(self):
        self._create_payments()

    def _check_can_cancel(self):
        self.trip_id._check_is_traveller()

    def _do_cancel(self):
        self._do_lapse()

    def _do_lapse(self):
        """Nothing more is signed or paid of these vouchers."""
        for advance in self:
            advance._approval_void_open_steps()
        self.payment_ids.filtered(lambda payment: payment.state == "draft").action_cancel()

    # What the approval chain asks

    def _approval_amount(self):
        return self.company_amount

    @api.model
    def _search_open_before(self, employee, company, day):
        """Trips of the employee that ended before ``day`` and still hold money."""
        lines = self.env["account.move.line"].search(
            Domain("move_id.cs_trip_id.employee_id", "=", employee.id)
            & Domain("move_id.cs_trip_id.date_to", "<", day)
            & Domain("company_id", "=", company.id)
            & Domain("parent_state", "=", "posted")
            & Domain("account_type", "=", "asset_receivable")
            & Domain("reconciled", "=", False)
        )
        return lines.move_id.cs_trip_id
