from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsReturn(models.Model):
    """Goods that never travel: disposed of at the dealer's, or lost on the way (S-48, S-51).

    Stock and ledger end as if they had come in and been scrapped here.
    """

    _name = "cs.return"
    _inherit = ["cs.return", "cs.evidence.mixin"]

    TRANSITIONS = {"dispose": (("approved",), "appraised")}
    TRANSITION_GROUPS = {
        "dispose": ("cs_base.group_cs_base_office_manager", "cs_base.group_cs_base_manager")
    }
    STATE_FIELDS = {
        "draft": frozenset({"way", "evidence_ids"}),
        "ruled": frozenset({"way", "evidence_ids", "office_appraisal"}),
        "submitted": frozenset({"way", "evidence_ids"}),
        "on_site": frozenset({"line_ids", "evidence_ids"}),
    }

    way = fields.Selection(
        [
            ("factory", "Back to the Factory"),
            ("on_site", "Disposal on Site"),
            ("transit", "Lost in Transit"),
        ],
        default="factory",
        required=True,
        copy=False,
        tracking=True,
        help="Customer service chooses whether the goods travel or are disposed of where they are.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_return_evidence_rel",
        copy=False,
        bypass_search_access=True,
        help="Photos that show the goods and what became of them.",
    )
    can_dispose = fields.Boolean(compute="_compute_can_dispose")
    scrap_ids = fields.One2many("stock.scrap", "cs_return_id", string="Scrapped Goods")

    @api.constrains("way", "claim_id")
    def _check_way(self):
        for record in self:
            if (record.way == "transit") != bool(record.claim_id):
                raise ValidationError(
                    self.env._(
                        "Goods lost in transit are taken off by a claim against the carrier; open "
                        "the claim from their delivery or return."
                    )
                )

    @api.depends("state", "way")
    @api.depends_context("uid")
    def _compute_can_dispose(self):
        may = self._has_any_group(self._merge_tables("TRANSITION_GROUPS")["dispose"])
        for record in self:
            record.can_dispose = may and record._is_awaiting_disposal()

    def action_dispose(self):
        """Confirm, on the evidence, that the goods are gone; they need not arrive."""
        return self._transition("dispose")

    def _is_awaiting_disposal(self):
        return self.state == "approved" and self.way != "factory"

    def _is_evidence_kept(self):
        return self.state not in ("draft", "submitted") and not self._is_awaiting_disposal()

    def _frozen_state(self):
        return "on_site" if self._is_awaiting_disposal() else super()._frozen_state()

    def _do_approve(self):
        result = super()._do_approve()
        for record in self.filtered(lambda record: record.way != "factory"):
            # what is confirmed to be gone may be less
            for line in record.line_ids:
                line._with_key().write({"received_qty": line.quantity})
        return result

    def _check_can_arrive(self):
        for record in self:
            if record.way != "factory":
                raise UserError(
                    self.env._(
                        "The goods of %s do not come back; the office confirms what became of "
                        "them.",
                        record.name,
                    )
                )

    def _check_can_dispose(self):
        for record in self:
            if record.way == "factory":
                raise UserError(
                    self.env._("The goods of %s travel; register their arrival.", record.name)
                )
            if self.env.user in record._approval_authors():
                raise UserError(
                    self.env._(
                        "You made or asked for %s yourself; somebody else has to confirm what "
                        "became of its goods.",
                        record.name,
                    )
                )
            if not record._evidence():
                raise UserError(
                    self.env._(
                        "Attach photos to %s that show what became of the goods.", record.name
                    )
                )
            record._check_gone()
        self.line_ids._check_appraised()

    def _check_gone(self):
        """Nobody counts these goods here, so no more is gone than was approved."""
        for line in self.line_ids:
            if line.product_uom_id.compare(line.received_qty, line.quantity) > 0:
                raise UserError(
                    self.env._(
                        "Only %(quantity)s of %(product)s were approved on %(document)s; make a "
                        "further application for more.",
                        quantity=f"{line._format_qty(line.quantity)} {line.product_uom_id.name}",
                        product=line._goods_label(),
                        document=self.name,
                    )
                )

    def _do_dispose(self):
        self._drop_requester_todo()
        today = fields.Date.context_today(self)
        for record in self:
            record._receive_goods()
            record._scrap_goods()
            deadline = record._prepare_deadline_vals(
                today, record.company_id.cs_return_settlement_days
            )
            record._write_protected(
                {"arrival_date": today, "appraised_at": fields.Datetime.now(), **deadline}
            )

    def _receipt_location(self, picking_type):
        """Where accepted goods are booked in; those that do not travel pass by the warehouse."""
        if self.way == "factory":
            return picking_type.default_location_dest_id
        location = self.company_id.cs_return_write_off_location_id
        if not location:
            raise UserError(
                self.env._(
                    "Choose the location of goods written off under Sales > Configuration > "
                    "Settings."
                )
            )
        return location

    def _scrap_goods(self):
        scraps = self._with_key().env["stock.scrap"]
        lines = self.line_ids.filtered("accepted_qty")
        scraps.create([line._prepare_scrap_vals() for line in lines]).do_scrap()
