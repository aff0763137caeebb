from odoo import api, fields, models
from odoo.exceptions import UserError

CLERKS = ("cs_base.group_cs_base_clerk", "account.group_account_invoice")


class CsCarrierClaim(models.Model):
    """Damage or loss on the way, claimed from the carrier (S-51).

    The goods leave the delivered quantity by an application of their own; here are the
    letters and the money. What was recovered is read from the journal entry.
    """

    _name = "cs.carrier.claim"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.number.mixin",
        "cs.dealer.mixin",
        "cs.deadline.mixin",
        "cs.evidence.mixin",
        "cs.export.mixin",
    ]
    _description = "Carrier Claim"
    _order = "incident_date desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "lodge": (("draft",), "lodged"),
        "agree": (("lodged",), "agreed"),
        "recover": (("agreed",), "recovered"),
        "give_up": (("lodged", "agreed"), "written_off"),
        "cancel": (("draft", "lodged"), "cancel"),
    }
    TRANSITION_GROUPS = {
        "agree": CLERKS,
        "recover": CLERKS,
        "give_up": ("cs_base.group_cs_base_manager",),
    }
    PROTECTED_FIELDS = frozenset({"lodged_date", "amount", "recovered_amount", "source_return_id"})
    STATE_FIELDS = {
        "draft": frozenset(
            {"company_id", "partner_id", "carrier_id", "line_ids", "incident_date", "waybill"}
        ),
        "lodged": frozenset({"agreed_amount", "give_up_reason"}),
        "agreed": frozenset({"give_up_reason"}),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("lodged", "Lodged"),
            ("agreed", "Agreed"),
            ("recovered", "Recovered"),
            ("written_off", "Written Off"),
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
    carrier_id = fields.Many2one(
        "res.partner",
        index=True,
        check_company=True,
        tracking=True,
    )
    waybill = fields.Char(help="Number of the carrier's consignment note.")
    incident_date = fields.Date(
        string="Noticed on", default=fields.Date.context_today, required=True, index=True
    )
    lodged_date = fields.Date(string="Lodged on", readonly=True, copy=False)
    description = fields.Text(
        string="What Happened", help="Goes into the letter to the carrier, as it is."
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_carrier_claim_evidence_rel",
        copy=False,
        bypass_search_access=True,
        help="Photos, the consignment note, what the dealer wrote.",
    )
    line_ids = fields.One2many("cs.carrier.claim.line", "claim_id", string="Goods", copy=True)
    source_return_id = fields.Many2one(
        "cs.return",
        string="Noticed at the Arrival of",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    return_ids = fields.One2many("cs.return", "claim_id", string="Applications")
    has_return = fields.Boolean(compute="_compute_has_return")
    move_ids = fields.One2many("account.move", "cs_claim_id", string="Journal Entries")
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)
    amount = fields.Monetary(string="Claimed", compute="_compute_amount", store=True)
    agreed_amount = fields.Monetary(
        string="Agreed", copy=False, tracking=True, help="Untaxed; what the carrier will bear."
    )
    recovered_amount = fields.Monetary(
        string="Recovered",
        compute="_compute_recovered_amount",
        store=True,
        help="Paid by the carrier, or set off against its bills.",
    )
    give_up_reason = fields.Text(string="Why the Rest Is Written Off", copy=False)

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE lodged_date IS NOT NULL", "This claim number is taken already."
    )

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for claim in self:
            claim.amount = sum(claim.line_ids.mapped("amount"))

    @api.depends("return_ids.state")
    def _compute_has_return(self):
        for claim in self:
            # sudo: whether there is an application, not what it says
            claim.has_return = any(r.state != "cancel" for r in claim.sudo().return_ids)

    @api.depends("move_ids")
    def _compute_move_count(self):
        for claim in self:
            claim.move_count = len(claim.move_ids)

    @api.depends(
        "move_ids.state", "move_ids.amount_residual_signed", "move_ids.amount_untaxed_signed",
        "move_ids.amount_total_signed", "move_ids.payment_state",
    )  # fmt: skip
    def _compute_recovered_amount(self):
        for claim in self:
            claim.recovered_amount = sum(
                move._cs_settled_share() * abs(move.amount_untaxed_signed)
                for move in claim.move_ids
            )

    @api.constrains("partner_id", "company_id")
    def _check_goods(self):
        self.line_ids._check_origin()
        self.line_ids._check_company()

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for claim in self:
            if claim.state != "draft":
                raise UserError(
                    self.env._(
                        "%s has been lodged and stays on record; cancel it instead.",
                        claim.display_name,
                    )
                )

    # Actions

    def action_lodge(self):
        """Put the claim to the carrier."""
        return self._transition("lodge")

    def action_invoice(self):
        """Bill the agreed amount to the carrier."""
        return self._transition("agree", move_type="out_invoice")

    def action_deduct(self):
        """Deduct the agreed amount from the carrier's bills."""
        return self._transition("agree", move_type="in_refund")

    def action_recover(self):
        """Close the claim, once the carrier has paid."""
        return self._transition("recover")

    def action_give_up(self):
        """Write off what the carrier does not pay."""
        return self._transition("give_up")

    def action_cancel(self):
        return self._transition("cancel")

    def action_send_letter(self):
        """Write to the carrier, with the letter attached; the answer comes to this claim."""
        self.ensure_one()
        template = self.env.ref("cs_returns.mail_template_cs_carrier_claim_letter")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_template_id": template.id,
                "default_composition_mode": "comment",
            },
        }

    def action_open_returns(self):
        return self.env["cs.return"]._action_open(self.return_ids | self.source_return_id)

    def action_open_moves(self):
        return self._open_records(self.move_ids, "account.action_move_journal_line")

    # Rules and effects

    def _check_can_lodge(self):
        for claim in self:
            if not claim.carrier_id:
                raise UserError(self.env._("Name the carrier on %s first.", claim.display_name))
            if not claim.line_ids:
                raise UserError(
                    self.env._("Add the lost or damaged goods to %s first.", claim.display_name)
                )
            if not claim._evidence():
                raise UserError(self.env._("Attach the evidence to %s first.", claim.display_name))
        self.line_ids._check_claimed()

    def _do_lodge(self):
        self._give_number()
        today = fields.Date.context_today(self)
        for claim in self:
            days = claim.company_id.cs_claim_answer_days
            deadline = claim._prepare_deadline_vals(today, days)
            claim._write_protected({"lodged_date": today, **deadline})

    def _do_give_up(self):
        return self._clear_deadline_vals()

    def _do_cancel(self):
        return self._clear_deadline_vals()

    def _check_can_cancel(self):
        for claim in self:
            if claim.has_return:
                raise UserError(
                    self.env._("Cancel the application for the goods of %s first.", claim.name)
                )

    # Deadline and export

    def _deadline_responsible_users(self):
        return self._deadline_group_users("cs_base.group_cs_base_clerk")

    def _export_columns(self):
        paths = [
            "name", "carrier_id", "partner_id", "waybill", "incident_date", "lodged_date", "state",
            "amount", "agreed_amount", "recovered_amount",
        ]  # fmt: skip
        return [(self._export_label(self, path), path) for path in paths]
