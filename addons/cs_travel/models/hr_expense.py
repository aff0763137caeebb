from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# trips in these states take expenses
OPEN_STATES = ("draft", "submitted", "approved")
# what the trip decides
DECIDED_FIELDS = frozenset({"state", "approval_state", "account_move_id"})
# what the audit counts on, once the expense has been handed in
AUDITED_FIELDS = frozenset(
    {
        "cs_trip_id",
        "cs_receipt_number",
        "date",
        "employee_id",
        "company_id",
        "product_id",
        "quantity",
        "price_unit",
        "currency_id",
        "total_amount",
        "total_amount_currency",
        "payment_mode",
    }
)


class HrExpense(models.Model):
    """Expenses of trips are decided day by day, together with their trip (S-21, S-39)."""

    _name = "hr.expense"
    _inherit = ["hr.expense", "cs.protected.mixin"]

    cs_trip_id = fields.Many2one(
        "cs.trip",
        string="Business Trip",
        index="btree_not_null",
        check_company=True,
        domain="[('employee_id', '=', employee_id), ('state', '=', 'approved')]",
    )
    cs_trip_day_id = fields.Many2one(
        "cs.trip.day",
        string="Day of the Trip",
        compute="_compute_cs_trip_day_id",
        store=True,
        index="btree_not_null",
        help="The day of the trip on which the money was spent.",
    )
    cs_receipt_number = fields.Char(
        string="Invoice Number", copy=False, help="Each invoice can be handed in only once."
    )

    _cs_receipt_number_unique = models.UniqueIndex(
        "(company_id, cs_receipt_number) "
        "WHERE cs_receipt_number IS NOT NULL AND state IS DISTINCT FROM 'refused'",
        "An invoice of this number has been handed in already.",
    )

    @api.depends("cs_trip_id.day_ids.date", "cs_trip_id.day_ids.active", "date")
    def _compute_cs_trip_day_id(self):
        for expense in self:
            # sudo: the days of the trip decide, whoever looks at the expense
            days_sudo = expense.cs_trip_id.sudo()._planned_days()
            expense.cs_trip_day_id = days_sudo.filtered(
                lambda day, expense=expense: day.date == expense.date
            )[:1]

    @api.depends("cs_trip_id")
    def _compute_state(self):
        """A part of a trip's receipt that is still due is not called paid."""
        super()._compute_state()
        for expense in self:
            move = expense.account_move_id
            if expense.cs_trip_id and move.payment_state == "partial" and move.state == "posted":
                expense.state = "posted"

    @api.model_create_multi
    def create(self, vals_list):
        expenses = super().create(vals_list)
        if not self._is_key_present():
            of_trips = expenses.filtered("cs_trip_id")
            # Odoo takes a state that it is given for the one that it would compute
            self.env.add_to_compute(self._fields["state"], of_trips)
            of_trips._check_trip_takes_expenses()
        return expenses

    def write(self, vals):
        if self._is_key_present():
            return super().write(vals)
        self._check_trip_decides(vals)
        result = super().write(vals)
        if AUDITED_FIELDS & vals.keys():
            self.filtered("cs_trip_id")._check_trip_takes_expenses()
        return result

    def _check_trip_decides(self, vals):
        of_trips = self.filtered("cs_trip_id")
        if not of_trips:
            return
        if DECIDED_FIELDS & vals.keys():
            of_trips._refuse_alone()
        if AUDITED_FIELDS & vals.keys():
            of_trips._check_trip_takes_expenses()

    def _check_trip_takes_expenses(self):
        """The trip is under way, the traveller's own, and the traveller paid."""
        self._hold_trips()
        for expense in self:
            # sudo: the trip may be none of the user's; it is only compared
            trip_sudo = expense.cs_trip_id.sudo()
            is_decided = (
                expense.state != "draft" or expense.approval_state or expense.account_move_id
            )
            if trip_sudo.state not in OPEN_STATES or is_decided:
                raise UserError(
                    self.env._(
                        "%(expense)s: the expenses of %(trip)s have been handed in and stay as they "
                        "are.",
                        expense=expense.name,
                        trip=trip_sudo.name,
                    )
                )
            if trip_sudo.employee_id != expense.sudo().employee_id:
                raise UserError(
                    self.env._(
                        "%(expense)s is not an expense of the traveller of %(trip)s.",
                        expense=expense.name,
                        trip=trip_sudo.name,
                    )
                )
            if not self.env.su and trip_sudo.user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(expense)s: only %(traveller)s enters and changes expenses of %(trip)s.",
                        expense=expense.name,
                        traveller=trip_sudo.employee_id.name,
                        trip=trip_sudo.name,
                    )
                )
            if expense.payment_mode != "own_account":
                raise UserError(
                    self.env._(
                        "%s: only what the traveller paid belongs to the trip; book what the "
                        "company paid without the trip.",
                        expense.name,
                    )
                )

    def _hold_trips(self):
        """Whoever hands the trip in meanwhile waits, or makes Odoo look again here.

        Expenses of one trip do not wait for each other.
        """
        # sudo: the trip may be none of the user's; it is only locked
        trip_ids = self.sudo().cs_trip_id.ids
        if trip_ids:
            self.env.execute_query(
                SQL("SELECT 1 FROM cs_trip WHERE id = ANY(%s) FOR SHARE", trip_ids)
            )

    def _refuse_alone(self):
        raise UserError(
            self.env._(
                "%(expenses)s: expenses of a trip are handed in, audited and settled with "
                "their trip %(trips)s.",
                expenses=self._format_list(self.mapped("name")),
                trips=self._format_list(self.sudo().cs_trip_id.mapped("name")),
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_of_open_trip(self):
        self.filtered("cs_trip_id")._check_trip_takes_expenses()

    # Odoo's own buttons leave expenses of trips alone

    def action_submit(self):
        self._check_not_of_trip()
        return super().action_submit()

    def _check_can_approve(self):
        return super(HrExpense, self._without_trip())._check_can_approve()

    def _check_can_refuse(self):
        return super(HrExpense, self._without_trip())._check_can_refuse()

    def _without_trip(self):
        """Those that Odoo decides on; with the key the trip has decided on the others."""
        self._check_not_of_trip()
        return self.filtered(lambda expense: not expense.cs_trip_id)

    def _check_can_reset_approval(self):
        self._check_not_of_trip()
        return super()._check_can_reset_approval()

    def _check_can_create_move(self):
        self._check_not_of_trip()
        return super()._check_can_create_move()

    def _check_not_of_trip(self):
        of_trips = self.filtered("cs_trip_id")
        if of_trips and not self._is_key_present():
            of_trips._refuse_alone()

    def _prepare_receipts_vals(self):
        """One receipt per trip, which carries the attachments of its own expenses only."""
        vals_list = []
        for trip, expenses in self.grouped("cs_trip_id").items():
            for vals in super(HrExpense, expenses)._prepare_receipts_vals():
                vals_list.append({**vals, **expenses._prepare_trip_receipt_vals(trip)})
        return vals_list

    def _prepare_trip_receipt_vals(self, trip):
        return {"ref": trip.name, "cs_trip_id": trip.id, "cs_trip_part": "receipt"} if trip else {}
