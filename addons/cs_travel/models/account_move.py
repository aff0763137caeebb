from odoo import api, fields, models
from odoo.exceptions import UserError

# entries that settle a trip; the payment of an advance may be taken back instead
FIXED_PARTS = ("receipt", "offset", "claw_back")


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

    def _post(self, soft=True):
        posted = super()._post(soft)
        # sudo: who may post may pay; own advances are refused by the transition
        advances_sudo = posted._cs_advances_sudo()
        if advances_sudo:
            advances_sudo._transition("pay")
        return posted

    def _cs_advances_sudo(self):
        """The advances that these entries pay, behind the right to the entries."""
        moves_sudo = self.sudo().filtered(lambda move: move.cs_trip_part == "advance")
        return moves_sudo.payment_ids.cs_trip_advance_id

    def button_draft(self):
        self._check_cs_trip_stays()
        paid_sudo = self._cs_advances_sudo().filtered(lambda advance: advance.state == "paid")
        if paid_sudo:
            paid_sudo._transition("unpay")
        return super().button_draft()

    def button_cancel(self):
        self._check_cs_trip_stays()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_cs_trip_stays(("advance", *FIXED_PARTS))
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_of_trip(self):
        self._check_cs_trip_stays()

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
