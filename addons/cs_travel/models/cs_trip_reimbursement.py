from odoo import api, fields, models


class CsTripReimbursement(models.Model):
    """What is reimbursed of a trip: signed by sales manager or general manager (S-39)."""

    _name = "cs.trip.reimbursement"
    _inherit = ["cs.trip.part.mixin"]
    _description = "Reimbursement of a Trip"
    _order = "id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "approve": (("submitted",), "approved"),
        "send_back": (("submitted",), "draft"),
        "settle": (("approved",), "settled"),
    }
    TRANSITION_GROUPS = {
        "submit": ("cs_base.group_cs_base_clerk",),
        "settle": ("account.group_account_invoice",),
    }
    BULK_ACTIONS = frozenset({"action_approve", "action_settle"})
    PROTECTED_FIELDS = frozenset({"trip_id", "settled_at"})

    trip_id = fields.Many2one(readonly=True, index=False)
    name = fields.Char(related="trip_id.name", string="Number", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "To Settle"),
            ("settled", "Settled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    amount = fields.Monetary(
        compute="_compute_amount",
        compute_sudo=True,
        help="Expenses of the days travelled as planned, taxes included.",
    )
    settled_at = fields.Datetime(string="Settled on", readonly=True, copy=False)
    expense_ids = fields.One2many(related="trip_id.expense_ids", string="Expenses")
    advance_open = fields.Monetary(related="trip_id.advance_open")

    _trip_unique = models.UniqueIndex("(trip_id)", "This trip has its reimbursement already.")

    @api.depends("trip_id.expense_ids.total_amount", "trip_id.expense_ids.approval_state")
    def _compute_amount(self):
        for record in self:
            record.amount = sum(record._expenses().mapped("total_amount"))

    def _expenses(self):
        """The expenses that are reimbursed."""
        expenses = self.trip_id.expense_ids
        # all at once: the filter below forgets which records are read together
        expenses.fetch()
        expenses.cs_trip_day_id.fetch(["result"])
        return expenses.filtered(
            lambda expense: (
                expense.approval_state in ("submitted", "approved")
                and expense.cs_trip_day_id.is_reimbursable
            )
        )

    def action_submit(self):
        """Ask for the signature once more, after a refusal."""
        return self._transition("submit")

    def _do_submit(self):
        self._approval_start()

    # What the approval chain asks

    def _approval_amount(self):
        return self.amount
