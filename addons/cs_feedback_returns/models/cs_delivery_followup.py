from odoo import Command, api, fields, models
from odoo.exceptions import UserError

ANSWERED = ("answered", "closed")


class CsDeliveryFollowup(models.Model):
    """What is broken or missing is claimed from the carrier, once (S-51)."""

    _inherit = "cs.delivery.followup"

    claim_ids = fields.One2many("cs.carrier.claim", "followup_id", string="Carrier Claims")
    claim_count = fields.Integer(compute="_compute_claim_count")
    is_claimable = fields.Boolean(compute="_compute_is_claimable")

    @api.depends("claim_ids")
    def _compute_claim_count(self):
        claims = self.env["cs.carrier.claim"]
        counts = {}
        if claims.has_access("read"):
            counts = dict(
                claims._read_group([("followup_id", "in", self.ids)], ["followup_id"], ["__count"])
            )
        for followup in self:
            followup.claim_count = counts.get(followup, 0)

    @api.depends("state", "claim_ids.state", "line_ids.broken_qty", "line_ids.missing_qty")
    def _compute_is_claimable(self):
        for followup in self:
            # sudo: whether there is a claim, not what it says
            claims_sudo = followup.sudo().claim_ids
            followup.is_claimable = bool(
                followup.state in ANSWERED
                and followup._claimed_goods()
                and all(claim.state == "cancel" for claim in claims_sudo)
            )

    def action_claim(self):
        """Open the claim against the carrier; begin it if there is none."""
        self.ensure_one()
        self.check_access("write")
        self._lock_rows()
        if self.state not in ANSWERED:
            raise UserError(self._wrong_state_message(ANSWERED))
        # sudo: a colleague's claim counts as well
        if not any(claim.state != "cancel" for claim in self.sudo().claim_ids):
            self._create_claim()
        return self.action_open_claims()

    def action_open_claims(self):
        return self._open_records(self.claim_ids, "cs_returns.cs_carrier_claim_action")

    def _create_claim(self):
        goods = self._claimed_goods()
        if not goods:
            raise UserError(
                self.env._(
                    "Nothing that can be claimed from a carrier is broken or missing on %s.",
                    self.display_name,
                )
            )
        # created as the user, whose rights on claims hold; only the link is protected
        claim = self.env["cs.carrier.claim"].create(self._prepare_claim_vals(goods))
        claim._write_protected({"followup_id": self.id})
        return claim

    def _prepare_claim_vals(self, goods):
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "carrier_id": self.carrier_id.id,
            "waybill": self.waybill,
            "incident_date": self.arrival_date or fields.Date.context_today(self),
            "description": self.remarks,
            "line_ids": [
                Command.create(
                    {
                        "origin_move_id": line.move_id.id,
                        "lot_id": line.lot_id.id,
                        "kind": kind,
                        "quantity": line.product_uom_id._compute_quantity(
                            quantity, line.move_id.product_uom, round=False
                        ),
                    }
                )
                for line, kind, quantity in goods
            ],
        }

    def _claimed_goods(self):
        """What is lost and damaged of what orders delivered; kits are no goods of their own."""
        goods = []
        # sudo: the moves of the deliveries, only to be asked which order they are of
        for line_sudo in self.sudo().line_ids:
            move = line_sudo.move_id
            if not move.sale_line_id or move.product_id != move.sale_line_id.product_id:
                continue
            for kind, quantity in (
                ("lost", line_sudo.missing_qty),
                ("damaged", line_sudo.broken_qty),
            ):
                if quantity > 0:
                    goods.append((line_sudo, kind, quantity))
        return goods
