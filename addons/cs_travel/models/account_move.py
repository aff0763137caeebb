from odoo import api, fields, models
from odoo.exceptions import UserError

# entries that settle a trip; the payment of an advance may be taken back instead
FIXED_PARTS = ("receipt", "offset", "claw_back")
ALL_PARTS = ("advance", *FIXED_PARTS)
HEAD_FIELDS = frozenset({"partner_id", "currency_id", "company_id", "move_type"})


class AccountMove(models.Model):
    """Advances, receipts, offsets and claw-backs of trips."""

    _name = "account.move"
    _inherit = ["account.move", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_trip_id", "cs_trip_part", "cs_clawed_expense_id"})

    cs_trip_id = fields.Many2one(
        "cs.trip", string="Business Trip", copy=False, index="btree_not_null", readonly=True
    )
    cs_trip_part = fields.Selection(
        [
            ("advance", "Advance"),
            ("receipt", "Expenses"),
            ("offset", "Offset of the Advance"),
            ("claw_back", "Claw-back"),
        ],
        string="Part in the Trip",
        copy=False,
        readonly=True,
    )
    cs_clawed_expense_id = fields.Many2one(
        "hr.expense",
        string="Expense Clawed Back",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _cs_clawed_expense_unique = models.UniqueIndex(
        "(cs_clawed_expense_id) WHERE cs_clawed_expense_id IS NOT NULL",
        "This expense has been clawed back already.",
    )
    _cs_trip_receipt_unique = models.UniqueIndex(
        "(cs_trip_id) WHERE cs_trip_part = 'receipt'",
        "The expenses of this trip have been posted already.",
    )

    def write(self, vals):
        """Whatever writes the state, a button or a client: the advance goes with its entry."""
        if HEAD_FIELDS & vals.keys():
            self._check_cs_trip_head(vals)
        if "state" not in vals:
            return super().write(vals)
        posted = self.filtered(lambda move: move.cs_trip_part and move.state == "posted")
        if vals["state"] != "posted":
            posted._cs_leave_books()
        result = super().write(vals)
        if vals["state"] == "posted":
            (self - posted)._cs_enter_books()
        return result

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._cs_enter_books()
        return posted

    def _cs_enter_books(self):
        # sudo: who may post may pay; own advances are refused by the transition
        unpaid_sudo = self._cs_advances_sudo().filtered(lambda advance: advance.state != "paid")
        if unpaid_sudo:
            unpaid_sudo._transition("pay")

    def _check_cs_trip_head(self, vals):
        """The items take over from the head of their entry, so it stays as it was posted too."""
        for move in self:
            if (
                move.cs_trip_part
                and move.state == "posted"
                and any(move._cs_is_changed(name, vals[name]) for name in HEAD_FIELDS & vals.keys())
            ):
                move._check_cs_trip_stays(ALL_PARTS)

    def _cs_is_changed(self, name, value):
        field = self._fields[name]
        present = field.convert_to_cache(self[name], self)
        return field.convert_to_cache(value, self) != present

    def _cs_advances_sudo(self):
        """The advances that these entries pay, behind the right to the entries."""
        moves_sudo = self.sudo().filtered(lambda move: move.cs_trip_part == "advance")
        return moves_sudo.payment_ids.cs_trip_advance_id

    def _cs_leave_books(self):
        """Only the payment of an advance is taken back, and the advance is to be paid again."""
        self._check_cs_trip_stays()
        paid_sudo = self._cs_advances_sudo().filtered(lambda advance: advance.state == "paid")
        if paid_sudo:
            paid_sudo._transition("unpay")

    def button_draft(self):
        # before Odoo loosens what has been set off
        self._cs_leave_books()
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_cs_trip_stays(ALL_PARTS)
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_of_trip(self):
        self._check_cs_trip_stays()
        self.filtered(lambda move: move.state == "posted")._check_cs_trip_stays(ALL_PARTS)

    def _check_cs_trip_stays(self, parts=FIXED_PARTS):
        for move in self:
            if move.cs_trip_part in parts:
                raise UserError(
                    self.env._(
                        "%(entry)s belongs to trip %(trip)s and stays as it is; what is found "
                        "out later is taken back by customer service, with the finding on the "
                        "day.",
                        entry=move.name,
                        trip=move.cs_trip_id.sudo().name,  # sudo: only its number
                    )
                )

    def _compute_show_reset_to_draft_button(self):
        super()._compute_show_reset_to_draft_button()
        for move in self:
            if move.cs_trip_part in FIXED_PARTS:
                move.show_reset_to_draft_button = False
