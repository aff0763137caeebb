from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_trip_advance import ASKED_STATES, UNPAID_STATES

RECEIVABLE = "asset_receivable"
PAYABLE = "liability_payable"
# what is open of a trip is paid at once, however many items it is
ONE_PAYMENT = {"default_group_payment": True}


class CsTrip(models.Model):
    """What the ledger says about the money of a trip; nothing of it is stored."""

    _inherit = "cs.trip"

    advance_ids = fields.One2many("cs.trip.advance", "trip_id", string="Advances")
    move_ids = fields.One2many("account.move", "cs_trip_id", string="Entries", readonly=True)
    advance_total = fields.Monetary(
        string="Advances Asked for",
        compute="_compute_advance_total",
        store=True,
        compute_sudo=True,
        help="In company currency, at the rates of the days on which they were asked for.",
    )
    advance_paid = fields.Monetary(
        string="Advances Paid", compute="_compute_ledger", compute_sudo=True
    )
    advance_open = fields.Monetary(
        string="Held by the Traveller",
        compute="_compute_ledger",
        compute_sudo=True,
        help="Advances and claw-backs that have been neither set off nor returned.",
    )
    reimbursed_total = fields.Monetary(
        string="Reimbursed",
        compute="_compute_ledger",
        compute_sudo=True,
        help="Expenses posted, less those clawed back.",
    )
    payable_open = fields.Monetary(
        string="Owed to the Traveller", compute="_compute_ledger", compute_sudo=True
    )
    amount_to_pay = fields.Monetary(string="To Pay", compute="_compute_ledger", compute_sudo=True)
    amount_to_return = fields.Monetary(
        string="To Return", compute="_compute_ledger", compute_sudo=True
    )
    balance = fields.Selection(
        [("open", "Open"), ("paid", "Cleared")],
        compute="_compute_ledger",
        search="_search_balance",
        compute_sudo=True,
        help="Cleared: neither side owes the other anything.",
    )

    @api.depends("advance_ids.company_amount", "advance_ids.state")
    def _compute_advance_total(self):
        """Stored on the trip's row, so that of two vouchers at once the second looks again."""
        for trip in self:
            asked = trip.advance_ids.filtered(lambda advance: advance.state in ASKED_STATES)
            trip.advance_total = sum(asked.mapped("company_amount"))

    @api.depends("state", "move_ids.state", "move_ids.line_ids.amount_residual")
    def _compute_ledger(self):
        sums = self._ledger_sums()
        for trip in self:
            own = sums.get(trip._origin.id, {})

            def total(account_type, column, *parts, own=own):
                return sum(
                    figures[column]
                    for (kind, part), figures in own.items()
                    if kind == account_type and part in (parts or (part,))
                )

            trip.advance_paid = total(RECEIVABLE, "balance", "advance")
            trip.advance_open = total(RECEIVABLE, "residual")
            trip.payable_open = -total(PAYABLE, "residual")
            clawed = total(RECEIVABLE, "balance", "claw_back")
            trip.reimbursed_total = -total(PAYABLE, "balance", "receipt") - clawed
            is_closed = trip.state in ("settled", "cancel")
            trip.amount_to_pay = max(trip.payable_open - trip.advance_open, 0) if is_closed else 0
            trip.amount_to_return = (
                max(trip.advance_open - trip.payable_open, 0) if is_closed else 0
            )
            is_open = trip.advance_open or trip.payable_open
            trip.balance = ("open" if is_open else "paid") if own else False

    def _ledger_sums(self):
        """Sums of the journal items by trip, and by kind of account and part in the trip."""
        groups = self.env["account.move.line"]._read_group(
            self._ledger_domain(self.ids),
            ["move_id", "account_id"],
            ["balance:sum", "amount_residual:sum"],
        )
        sums = {}
        for move, account, balance, residual in groups:
            own = sums.setdefault(move.cs_trip_id.id, {})
            key = account.account_type, move.cs_trip_part
            figures = own.setdefault(key, {"balance": 0.0, "residual": 0.0})
            currency = move.company_id.currency_id
            figures["balance"] = currency.round(figures["balance"] + balance)
            figures["residual"] = currency.round(figures["residual"] + residual)
        return sums

    @api.model
    def _ledger_domain(self, ids):
        return (
            Domain("move_id.cs_trip_id", "in", ids)
            & Domain("parent_state", "=", "posted")
            & Domain("account_type", "in", (RECEIVABLE, PAYABLE))
        )

    def _open_lines(self, account_type):
        """Journal items that are not reconciled in full, oldest first."""
        lines = self.env["account.move.line"].search(
            self._ledger_domain(self.ids)
            & Domain("reconciled", "=", False)
            & Domain("account_type", "=", account_type),
            order="date, id",
        )
        return lines

    def _search_balance(self, operator, value):
        if operator != "in":
            return NotImplemented
        booked = Domain("parent_state", "=", "posted") & Domain(
            "account_type", "in", (RECEIVABLE, PAYABLE)
        )
        # "any!": the ledger decides, whoever asks; only trips come back
        is_booked = Domain("move_ids", "any!", Domain("line_ids", "any!", booked))
        unreconciled = booked & Domain("reconciled", "=", False)
        is_open = Domain("move_ids", "any!", Domain("line_ids", "any!", unreconciled))
        found = {"open": is_open, "paid": is_booked & ~is_open, False: ~is_booked}
        return Domain.OR(found[key] for key in value if key in found)

    # Advances

    def _check_advance_contact(self):
        for trip in self:
            if not trip.employee_id.work_contact_id:
                raise UserError(
                    self.env._(
                        "%s has no work contact to be paid; ask the personnel department to "
                        "enter it on the employee.",
                        trip.employee_id.name,
                    )
                )

    def _check_earlier_advances(self):
        """Whoever has not cleared an old advance gets no new one (S-39)."""
        self.ensure_one()
        days = self.company_id.cs_trip_advance_days
        limit = fields.Date.subtract(self._today(), days=days)
        # sudo: the journal items of the traveller's own trips; only numbers are told
        advances_sudo = self.env["cs.trip.advance"].sudo()
        earlier = advances_sudo._search_open_before(self.employee_id, self.company_id, limit) - self
        if earlier:
            raise UserError(
                self.env._(
                    "Clear the advance of %(trips)s first: a new one is paid only when none is "
                    "open for more than %(days)s days after the trip.",
                    trips=self._format_list(earlier.mapped("name")),
                    days=days,
                )
            )

    def _cancel_open_advances(self):
        """Vouchers that have not been paid lapse with the trip's end."""
        unpaid = self.advance_ids.filtered(lambda advance: advance.state in UNPAID_STATES)
        if unpaid:
            unpaid._transition("lapse")

    def _do_return(self):
        self._cancel_open_advances()
        return super()._do_return()

    def _do_cancel(self):
        self._cancel_open_advances()
        return super()._do_cancel()

    # What finance and travellers press

    def action_register_payment(self):
        """Pay the traveller what is left, by Odoo's own dialog."""
        self.ensure_one()
        self._check_finance()
        lines = self._open_lines(PAYABLE)
        if not lines:
            raise UserError(
                self.env._("Nothing is owed to the traveller for %s.", self.display_name)
            )
        return lines.action_register_payment(ONE_PAYMENT)

    def action_register_return(self):
        """Take back the money that the traveller still holds, by Odoo's own dialog."""
        self.ensure_one()
        self._check_finance()
        lines = self._open_lines(RECEIVABLE)
        if not lines:
            raise UserError(
                self.env._("The traveller has no money of %s to return.", self.display_name)
            )
        return lines.action_register_payment(ONE_PAYMENT)

    def action_open_entries(self):
        action = self._open_records(self.move_ids, "account.action_move_journal_line")
        return {**action, "context": {"create": False}}

    def action_open_payments(self):
        return self._open_records(self._payments(), "account.action_account_payments_payable")

    def action_open_advances(self):
        action = self._open_records(self.advance_ids, "cs_travel.cs_trip_advance_action")
        return {**action, "context": {"default_trip_id": self.id}}

    def _payments(self):
        """Payments of advances, of the rest, and returns of cash."""
        lines = self.move_ids.line_ids
        partials = lines.matched_debit_ids | lines.matched_credit_ids
        moves = self.move_ids | (partials.debit_move_id | partials.credit_move_id).move_id
        return moves.origin_payment_id | self.advance_ids.payment_ids
