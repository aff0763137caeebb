from odoo import fields, models
from odoo.exceptions import UserError


class CsDealerAgreement(models.Model):
    """What a dealer and the company agree for a period: targets, conditions, rebate (S-17)."""

    _name = "cs.dealer.agreement"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.number.mixin",
        "cs.dealer.mixin",
        "cs.approval.mixin",
        "cs.export.mixin",
    ]
    _description = "Dealer Agreement"
    _order = "date_start desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "submit": (("draft",), "submitted"),
        "approve": (("submitted",), "approved"),
        "send_back": (("submitted",), "draft"),
        "countersign": (("approved",), "signed"),
        "end": (("signed",), "ended"),
        "cancel": (("draft", "submitted", "approved"), "cancel"),
    }
    TRANSITION_GROUPS = {"end": ("cs_base.group_cs_base_manager",)}
    STATE_FIELDS = {
        "draft": frozenset(
            {
                "partner_id",
                "company_id",
                "date_start",
                "date_end",
                "basis",
                "method",
                "categ_ids",
                "band_ids",
                "terms",
            }
        ),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "In Approval"),
            ("approved", "For Signature"),
            ("signed", "Signed"),
            ("ended", "Ended"),
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
    date_start = fields.Date(string="From", required=True, tracking=True)
    date_end = fields.Date(string="To", required=True, tracking=True)
    basis = fields.Selection(
        [("invoiced", "Invoiced"), ("paid", "Paid"), ("delivered", "Delivered")],
        string="Sales Counted",
        default="invoiced",
        required=True,
        tracking=True,
        help="Amounts without taxes, in the company's currency. Credit notes and goods that come "
        "back are deducted.",
    )
    method = fields.Selection(
        [("whole", "Whole Amount"), ("slice", "By Slice")],
        string="Rebate",
        default="slice",
        required=True,
        tracking=True,
        help="Whole Amount: the band that is reached pays on all sales. By Slice: each band pays "
        "on what lies within it.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="Only products of these categories and those below them count; empty: all.",
    )
    band_ids = fields.One2many("cs.dealer.agreement.band", "agreement_id", copy=True)
    terms = fields.Html(string="Further Terms")

    _dates_in_order = models.Constraint(
        "CHECK(date_start <= date_end)", "An agreement ends on the day it begins or later."
    )

    def action_submit(self):
        """Ask for the signatures of the chain."""
        return self._transition("submit")

    def action_cancel(self):
        """Give an agreement up that the dealer has not signed."""
        return self._transition("cancel")

    def action_end(self):
        """Close an agreement; what it has earned stays to be settled."""
        return self._transition("end")

    def _check_can_submit(self):
        for agreement in self:
            if not agreement.band_ids:
                raise UserError(
                    self.env._("Enter the rebate bands of %s first.", agreement.display_name)
                )

    def _do_submit(self):
        self.filtered(lambda agreement: not agreement.approval_round)._give_number()
        self._approval_start()

    def _do_cancel(self):
        for agreement in self:
            agreement._approval_void_open_steps()

    def _do_end(self):
        """What is ended before its time counts no sales of later days."""
        for agreement in self:
            today = agreement.company_id._cs_today()
            last = max(agreement.date_start, min(agreement.date_end, today))
            agreement._write_protected({"date_end": last})

    # What the approval chain asks

    def _approval_team(self):
        return self.team_id
