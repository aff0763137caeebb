from odoo import api, fields, models
from odoo.exceptions import UserError

TECHNICIANS = ("cs_base.group_cs_base_technician",)
CLERKS = ("cs_base.group_cs_base_clerk",)


class CsQualityDispute(models.Model):
    """A dealer disputes the quality of whole batches (S-45).

    Customer service coordinates, a technician visits or a sample comes in, and the quality
    role gives the verdict within days. Where that stays unclear, the case is handed over to
    the manager of customer service for a ruling (S-54).
    """

    _name = "cs.quality.dispute"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.number.mixin",
        "cs.dealer.mixin",
        "cs.deadline.mixin",
        "cs.evidence.mixin",
        "cs.export.mixin",
    ]
    _description = "Batch Quality Dispute"
    _order = "raised_date desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "raise": (("draft",), "raised"),
        "examine": (("raised",), "examining"),
        "hand_over": (("raised", "examining"), "ruling"),
        "confirm": (("examining", "ruling"), "confirmed"),
        "dismiss": (("examining", "ruling"), "dismissed"),
        "cancel": (("draft", "raised"), "cancel"),
    }
    TRANSITION_GROUPS = {
        "examine": CLERKS,
        "open_returns": CLERKS,
        "hand_over": CLERKS + TECHNICIANS,
        "confirm": TECHNICIANS + ("cs_base.group_cs_base_manager",),
        "dismiss": TECHNICIANS + ("cs_base.group_cs_base_manager",),
    }
    PROTECTED_FIELDS = frozenset({"raised_date", "verdict_at", "verdict_user_id", "line_ids"})
    STATE_FIELDS = {
        "draft": frozenset({"partner_id", "company_id", "lot_ids", "description"}),
        "raised": frozenset({"method", "technician_id", "visit_date", "sample_date"}),
        "examining": frozenset(
            {"technician_id", "visit_date", "sample_date", "findings", "verdict_reason"}
        ),
        "ruling": frozenset({"findings", "verdict_reason"}),
    }

    STATE_GROUPS = {
        "draft": CLERKS
        + ("cs_base.group_cs_base_office_manager", "sales_team.group_sale_salesman"),
        "raised": CLERKS,
        "examining": CLERKS + TECHNICIANS,
        "ruling": TECHNICIANS + ("cs_base.group_cs_base_manager",),
    }

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("raised", "Raised"),
            ("examining", "In Examination"),
            ("ruling", "For a Ruling"),
            ("confirmed", "Fault Confirmed"),
            ("dismissed", "Dismissed"),
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
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Disputed Lots",
        check_company=True,
        help="The verdict holds for all deliveries of these lots, to whichever dealer.",
    )
    product_ids = fields.Many2many(
        "product.product", compute="_compute_product_ids", string="Products"
    )
    description = fields.Text(string="What Is Wrong")
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_quality_dispute_evidence_rel",
        copy=False,
        bypass_search_access=True,
    )
    raised_date = fields.Date(readonly=True, copy=False, index=True)
    method = fields.Selection(
        [("visit", "A Technician Visits"), ("sample", "The Dealer Sends a Sample")],
        copy=False,
        tracking=True,
    )
    technician_id = fields.Many2one(
        "res.users",
        copy=False,
        tracking=True,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("cs_base.group_cs_base_technician").ids)
        ],
    )
    visit_date = fields.Date(copy=False)
    sample_date = fields.Date(string="Sample Received on", copy=False)
    findings = fields.Text(copy=False, help="What the technician found.")
    verdict_reason = fields.Text(
        string="Reasons of the Verdict", copy=False, help="The dealer reads them."
    )
    verdict_at = fields.Datetime(string="Verdict on", readonly=True, copy=False)
    verdict_user_id = fields.Many2one(
        "res.users", string="Verdict by", readonly=True, copy=False, tracking=True
    )
    line_ids = fields.One2many(
        "cs.quality.dispute.line", "dispute_id", string="Dealers Concerned", readonly=True
    )
    return_ids = fields.One2many("cs.return", "dispute_id", string="Applications")
    return_count = fields.Integer(compute="_compute_return_count", compute_sudo=True)
    waiting_count = fields.Integer(compute="_compute_waiting_count")
    can_rule = fields.Boolean(compute="_compute_can_rule")

    _name_unique = models.UniqueIndex(
        "(company_id, name) WHERE raised_date IS NOT NULL", "This dispute number is taken already."
    )

    @api.depends("lot_ids")
    def _compute_product_ids(self):
        for dispute in self:
            dispute.product_ids = dispute.lot_ids.product_id

    @api.depends("return_ids")
    def _compute_return_count(self):
        for dispute in self:
            dispute.return_count = len(dispute.return_ids)

    @api.depends("line_ids.is_waiting")
    def _compute_waiting_count(self):
        for dispute in self:
            dispute.waiting_count = len(dispute.line_ids.filtered("is_waiting"))

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_rule(self):
        for dispute in self:
            dispute.can_rule = self._has_any_group(dispute._ruling_groups())

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for dispute in self:
            if dispute.state != "draft":
                raise UserError(
                    self.env._(
                        "%s has been raised and stays on record; cancel it instead.",
                        dispute.display_name,
                    )
                )

    # Actions

    def action_raise(self):
        """Put the dispute to customer service; the days to the verdict begin."""
        return self._transition("raise")

    def action_examine(self):
        """Have a technician look at the goods, at the dealer's or by a sample."""
        return self._transition("examine")

    def action_hand_over(self):
        """Hand the case over to the manager of customer service, who rules."""
        return self._transition("hand_over")

    def action_confirm(self):
        """The batch is faulty: it is taken back everywhere, and the company pays."""
        return self._transition("confirm")

    def action_dismiss(self):
        """The batch is not faulty; the ordinary policy stays open to the dealer."""
        return self._transition("dismiss")

    def action_cancel(self):
        return self._transition("cancel")

    def action_open_all(self):
        """Open the applications of all dealers who have none yet."""
        self.ensure_one()
        waiting = self.line_ids.filtered("is_waiting")
        return waiting._bulk_start("action_open_return", self.env._("Open the Applications"))

    def action_open_returns(self):
        return self.env["cs.return"]._action_open(self.return_ids)

    # Rules and effects

    def _check_can_raise(self):
        for dispute in self:
            if not dispute.lot_ids:
                raise UserError(
                    self.env._("Name the disputed lots on %s first.", dispute.display_name)
                )
            if not (dispute.description or "").strip():
                raise UserError(
                    self.env._("Say what is wrong with the goods on %s.", dispute.display_name)
                )
            # sudo: whether the dealer got these lots, wherever they lie
            delivered = dispute.sudo()._delivered_goods(dispute.partner_id)
            missing = dispute.lot_ids - dispute.lot_ids.browse(lot.id for _move, lot in delivered)
            if missing:
                raise UserError(
                    self.env._(
                        "%(lots)s was not delivered to %(dealer)s; name lots of this dealer.",
                        lots=self._format_list(missing.mapped("name")),
                        dealer=dispute.partner_id.display_name,
                    )
                )

    def _do_raise(self):
        self._give_number()
        today = fields.Date.context_today(self)
        for dispute in self:
            deadline = dispute._prepare_deadline_vals(today, dispute.company_id.cs_dispute_days)
            dispute._write_protected({"raised_date": today, **deadline})
            dispute._tell_customer_service()

    def _tell_customer_service(self):
        for user in self._deadline_group_users(CLERKS[0]) - self.env.user:
            own_words = self.with_context(lang=user.lang)
            own_words.message_notify(
                partner_ids=user.partner_id.ids,
                subject=own_words.env._("%s: examine the disputed batch", self.name),
                body=f"{self.partner_id.display_name}: {self.description}",
            )

    def _check_can_examine(self):
        for dispute in self:
            if not dispute.method or dispute.method == "visit" and not dispute.technician_id:
                raise UserError(
                    self.env._(
                        "Choose on %s whether a technician visits, and who, or a sample comes in.",
                        dispute.name,
                    )
                )

    def _do_examine(self):
        for dispute in self.filtered("technician_id"):
            dispute.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=dispute.visit_date or dispute.deadline_date,
                summary=self.env._("Examine the disputed goods"),
                user_id=dispute.technician_id.id,
            )

    def _ruling_groups(self):
        """Who gives the verdict at this stage."""
        return {
            "examining": TECHNICIANS,
            "ruling": ("cs_base.group_cs_base_manager",),
        }.get(self.state, ())

    def _check_can_confirm(self):
        self._check_verdict()

    def _check_can_dismiss(self):
        self._check_verdict()
        for dispute in self:
            if not (dispute.verdict_reason or "").strip():
                raise UserError(self.env._("Give the reasons why %s is dismissed.", dispute.name))

    def _check_verdict(self):
        for dispute in self:
            if not self.env.su and not self._has_any_group(dispute._ruling_groups()):
                raise UserError(
                    self.env._(
                        "The verdict on %(name)s belongs to: %(groups)s.",
                        name=dispute.name,
                        groups=self._group_names(dispute._ruling_groups()),
                    )
                )
            if self.env.user == dispute.create_uid:
                raise UserError(
                    self.env._(
                        "You raised %s yourself; somebody else has to give the verdict.",
                        dispute.name,
                    )
                )
            if not (dispute.findings or "").strip():
                raise UserError(self.env._("Write down what was found on %s first.", dispute.name))
            if dispute.method == "sample" and not dispute.sample_date:
                raise UserError(self.env._("Enter when the sample of %s came in.", dispute.name))

    def _tell_dealer(self):
        """The dealer reads the verdict and its reasons."""
        template = self.env.ref("cs_returns.mail_template_cs_quality_dispute_verdict")
        for dispute in self.filtered("partner_id.email"):
            template.send_mail(dispute.id, email_layout_xmlid="mail.mail_notification_light")

    def _verdict_vals(self):
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._tell_dealer()
        now = fields.Datetime.now()
        # the user who rules: the effect runs as superuser, but for the same user
        return {
            "verdict_at": now,
            "verdict_user_id": self.env.uid,
            **self._clear_deadline_vals(),
        }

    def _do_confirm(self):
        for dispute in self:
            dispute._list_dealers()
        return self._verdict_vals()

    def _do_dismiss(self):
        return self._verdict_vals()

    def _do_cancel(self):
        return self._clear_deadline_vals()

    def _deadline_responsible_users(self):
        if self.state == "examining":
            return self.technician_id or self._deadline_group_users(TECHNICIANS[0])
        return self._deadline_group_users(CLERKS[0])

    def _export_columns(self):
        paths = [
            "name", "partner_id", "team_id", "lot_ids", "raised_date", "method", "technician_id",
            "state", "verdict_at", "verdict_user_id",
        ]  # fmt: skip
        return [(self._export_label(self, path), path) for path in paths]
