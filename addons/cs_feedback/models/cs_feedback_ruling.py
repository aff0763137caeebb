from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

DRAFT = frozenset({"facts", "new_fact", "decision", "basis", "share_ids", "goodwill_amount"})


class CsFeedbackRuling(models.Model):
    """The ruling of customer service on a dispute that the office could not settle (S-09, S-54).

    Once issued it stays as it is. A new fact makes a new ruling, which names the one before.
    """

    _name = "cs.feedback.ruling"
    _inherit = ["mail.thread", "cs.number.mixin", "cs.transition.mixin", "cs.form.mixin"]
    _description = "Ruling"
    _order = "issued_at desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {"issue": (("draft",), "issued")}
    TRANSITION_GROUPS = {"issue": ("cs_base.group_cs_base_manager",)}
    PROTECTED_FIELDS = frozenset({"issued_at", "issued_by_id", "move_ids", "previous_id"})
    STATE_FIELDS = {"draft": DRAFT}

    feedback_id = fields.Many2one(
        "cs.feedback", string="Case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="feedback_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="feedback_id.partner_id")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    previous_id = fields.Many2one(
        "cs.feedback.ruling",
        string="Replaces",
        compute="_compute_previous_id",
        store=True,
        index="btree_not_null",
    )
    new_fact = fields.Text(help="What was not known when the case was ruled on before.")
    facts = fields.Text(string="Facts Found")
    share_ids = fields.One2many("cs.feedback.ruling.share", "ruling_id", string="Liability")
    share_total = fields.Float(string="Total (%)", compute="_compute_share_total")
    decision = fields.Text(help="What is done. The customer reads it.")
    basis = fields.Text(help="The agreement, policy or rule that the decision rests on.")
    goodwill_amount = fields.Monetary(
        string="Goodwill Credit", help="Untaxed amount that is credited to the customer."
    )
    issued_at = fields.Datetime(string="Issued on", readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", string="Issued by", readonly=True, copy=False)
    is_replaced = fields.Boolean(compute="_compute_is_replaced")
    move_ids = fields.One2many("account.move", "cs_ruling_id", string="Credit Notes", readonly=True)
    can_credit = fields.Boolean(compute="_compute_can_credit")

    _one_draft = models.UniqueIndex(
        "(feedback_id) WHERE state = 'draft'", "A ruling on this case is being drafted already."
    )
    _goodwill_not_negative = models.Constraint(
        "CHECK (goodwill_amount >= 0)", "A goodwill credit cannot be negative."
    )
    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE state = 'issued'", "This ruling number is taken already."
    )

    @api.depends("feedback_id")
    def _compute_previous_id(self):
        for ruling in self:
            others = ruling.feedback_id.ruling_ids - ruling._origin
            issued = others.filtered(lambda other: other.state == "issued")
            ruling.previous_id = issued[:1]

    @api.depends("share_ids.percent")
    def _compute_share_total(self):
        for ruling in self:
            ruling.share_total = sum(ruling.share_ids.mapped("percent"))

    @api.depends("state")
    def _compute_is_replaced(self):
        later = self.search([("previous_id", "in", self.ids), ("state", "=", "issued")])
        for ruling in self:
            ruling.is_replaced = ruling in later.previous_id

    @api.depends("state", "goodwill_amount", "move_ids.state")
    @api.depends_context("uid")
    def _compute_can_credit(self):
        may = self._has_any_group(("account.group_account_invoice",))
        for ruling in self:
            # sudo: whether there is a credit note
            is_done = any(move.state != "cancel" for move in ruling.sudo().move_ids)
            ruling.can_credit = (
                may and ruling.state == "issued" and ruling.goodwill_amount and not is_done
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if any(ruling.state == "issued" for ruling in self):
            raise UserError(self.env._("An issued ruling stays on record."))

    def action_issue(self):
        """Issue the ruling: it is told to the customer and never changed again."""
        return self._transition("issue")

    def action_print(self):
        return self.env.ref("cs_feedback.cs_feedback_ruling_report").report_action(self)

    def _form_signatures(self):
        """Who issued the ruling, and boxes for the two who take note of it."""
        # sudo: the name of a colleague
        issuer_sudo = self.issued_by_id.sudo()
        return [
            self._form_signature(self.env._("Customer Service"), issuer_sudo.name, self.issued_at),
            self._form_signature(self.env._("Office")),
            self._form_signature(self.env._("Customer")),
        ]

    def action_credit(self):
        """Draft the goodwill credit note; the accountant posts it."""
        self.ensure_one()
        self.check_access("read")
        self._lock_rows()
        self._check_can_credit()
        # sudo: checked above; the ruling is written by code alone
        move = self.sudo()._do_credit()
        return self._open_records(move.with_env(self.env), "account.action_move_out_refund_type")

    # Rules

    def _check_can_issue(self):
        for ruling in self:
            ruling._check_complete()
            case = ruling.feedback_id
            if case.state not in ("new", "open", "waiting"):
                raise UserError(
                    self.env._("%s is no longer open; reopen it for a new ruling.", case.name)
                )
            if case._needs_mediation():
                raise UserError(case._needs_mediation_message())

    def _check_complete(self):
        missing = [
            name for name in ("facts", "decision", "basis") if not (self[name] or "").strip()
        ]
        if self.previous_id and not (self.new_fact or "").strip():
            missing.append("new_fact")
        if missing:
            raise UserError(
                self.env._(
                    "Write down %(fields)s on the ruling first.", fields=self._field_labels(missing)
                )
            )
        if any(share.percent <= 0 for share in self.share_ids) or float_compare(
            self.share_total, 100, precision_digits=2
        ):
            raise UserError(
                self.env._(
                    "The shares of liability must make 100 %%; now they make %s %%.",
                    f"{self.share_total:g}",
                )
            )

    def _check_can_credit(self):
        if not self.can_credit:
            raise UserError(
                self.env._(
                    "%s grants no credit, or it is credited already, or you do not keep accounts.",
                    self.display_name,
                )
            )
        if not self.partner_id:
            raise UserError(self.env._("Name the customer on %s first.", self.feedback_id.name))

    # Effects

    def _do_issue(self):
        self._give_number()
        now = fields.Datetime.now()
        for ruling in self:
            ruling.feedback_id._tell_customer(
                self.env._("Ruling %(name)s: %(text)s", name=ruling.name, text=ruling.decision)
            )
        return {"issued_at": now, "issued_by_id": self.env.uid}

    def _do_credit(self):
        moves = self.env["account.move"].with_company(self.company_id)._with_key()
        return moves.create(self._prepare_credit_vals()).with_env(self.env)

    def _prepare_credit_vals(self):
        address = self.partner_id.address_get(["invoice"])["invoice"]
        product = self.env.ref("cs_feedback.product_product_goodwill", raise_if_not_found=False)
        label = self.env._("Goodwill credit by ruling %s", self.name)
        return {
            "move_type": "out_refund",
            "company_id": self.company_id.id,
            "partner_id": address,
            "currency_id": self.currency_id.id,
            "invoice_origin": self.name,
            "ref": self.feedback_id.name,
            "cs_ruling_id": self.id,
            "invoice_line_ids": [
                (
                    0,
                    0,
                    {
                        "product_id": product.id if product else False,
                        "name": label,
                        "quantity": 1,
                        "price_unit": self.goodwill_amount,
                    },
                )
            ],
        }
