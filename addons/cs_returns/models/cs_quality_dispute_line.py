from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsQualityDisputeLine(models.Model):
    """A dealer who has goods of a faulty batch, and the application that takes them back."""

    _name = "cs.quality.dispute.line"
    _inherit = ["cs.protected.mixin", "cs.bulk.mixin"]
    _description = "Dealer Concerned by a Dispute"
    _order = "dispute_id desc, id"
    _rec_name = "partner_id"

    BULK_ACTIONS = frozenset({"action_open_return"})
    PROTECTED_FIELDS = frozenset(
        {"dispute_id", "partner_id", "delivery_count", "quantity", "return_id"}
    )

    dispute_id = fields.Many2one(
        "cs.quality.dispute", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dispute_id.company_id", store=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", required=True, readonly=True)
    delivery_count = fields.Integer(string="Deliveries", readonly=True)
    quantity = fields.Float(
        string="In the Field",
        digits="Product Unit",
        readonly=True,
        help="In the unit of the product, on the day of the verdict.",
    )
    return_id = fields.Many2one(
        "cs.return", string="Application", readonly=True, index="btree_not_null"
    )
    is_waiting = fields.Boolean(
        string="Without Application", compute="_compute_is_waiting", compute_sudo=True
    )

    _dealer_unique = models.Constraint(
        "UNIQUE (dispute_id, partner_id)", "This dealer is on the dispute already."
    )

    @api.depends("return_id.state")
    def _compute_is_waiting(self):
        for line in self:
            line.is_waiting = not line.return_id or line.return_id.state == "cancel"

    def action_open_return(self):
        """Make and submit the application that takes these goods back, free of charge."""
        for line in self:
            line._open_return()
        return True

    def _open_return(self):
        dispute = self.dispute_id
        dispute.check_access("read")
        dispute._check_role("open_returns")
        self._lock_dispute_line()
        if not self.is_waiting:
            raise UserError(
                self.env._(
                    "%(dealer)s has the application %(document)s already.",
                    dealer=self.partner_id.display_name,
                    document=self.return_id.display_name,
                )
            )
        if dispute.state != "confirmed":
            raise UserError(self.env._("The fault of %s is not confirmed.", dispute.display_name))
        goods = dispute._goods_in_field(self.partner_id).get(self.partner_id.sudo(), [])
        if not goods:
            raise UserError(
                self.env._(
                    "%s has nothing left of the batch, or has announced it already.",
                    self.partner_id.display_name,
                )
            )
        application = self.env["cs.return"].create(self._prepare_return_vals(goods))
        application._write_protected({"dispute_id": dispute.id})
        application.action_submit()
        # sudo: nobody writes on these lines; role and state are checked
        self.sudo()._with_key().write({"return_id": application.id})

    def _lock_dispute_line(self):
        # sudo: nobody has write access to these lines, and locking asks for it
        self.sudo().lock_for_update()

    def _prepare_return_vals(self, goods):
        reason = self.env.ref("cs_returns.cs_return_reason_quality")
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "office_appraisal": self.dispute_id.verdict_reason or self.dispute_id.findings,
            "line_ids": [
                Command.create(
                    {
                        "origin_move_id": move.id,
                        "lot_id": lot.id,
                        "quantity": quantity,
                        "reason_id": reason.id,
                    }
                )
                for move, lot, quantity in goods
            ],
        }
