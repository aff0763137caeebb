from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsCarrierClaim(models.Model):
    """The money side of a claim: an invoice to the carrier, or a deduction from its bills."""

    _inherit = "cs.carrier.claim"

    def _check_can_agree(self, move_type):
        for claim in self:
            currency = claim.currency_id
            if currency.compare_amounts(claim.agreed_amount, 0) <= 0:
                raise UserError(
                    self.env._("Enter the amount that the carrier agreed to on %s.", claim.name)
                )
            if currency.compare_amounts(claim.agreed_amount, claim.amount) > 0:
                raise UserError(
                    self.env._("The carrier cannot agree to more than %s claims.", claim.name)
                )

    def _do_agree(self, move_type):
        moves = self._with_key().env["account.move"]
        for claim in self:
            moves.with_company(claim.company_id).create(claim._prepare_move_vals(move_type))
        return self._clear_deadline_vals()

    def _prepare_move_vals(self, move_type):
        product = self.company_id.cs_claim_product_id
        if not product:
            raise UserError(
                self.env._(
                    "Choose the product for carrier claims under Sales > Configuration > Settings."
                )
            )
        return {
            "move_type": move_type,
            "cs_claim_id": self.id,
            "partner_id": self.carrier_id.id,
            "company_id": self.company_id.id,
            "currency_id": self.currency_id.id,
            "invoice_origin": self.name,
            "ref": self.env._("Carrier claim %s", self.name),
            "invoice_date": fields.Date.context_today(self),
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": self.env._("Goods lost or damaged in transit, %s", self.name),
                        "quantity": 1,
                        "price_unit": self.agreed_amount,
                        # damages are no supply
                        "tax_ids": [Command.clear()],
                    }
                )
            ],
        }

    def _check_can_recover(self):
        for claim in self:
            if claim.currency_id.compare_amounts(claim.recovered_amount, claim.agreed_amount) < 0:
                raise UserError(self.env._("The carrier has not paid %s in full yet.", claim.name))

    def _check_can_give_up(self):
        for claim in self:
            if not (claim.give_up_reason or "").strip():
                raise UserError(self.env._("Say why the rest of %s is written off.", claim.name))
            # sudo: customer service does not read the ledger; only whether it is open counts
            if claim.sudo()._is_open_in_ledger():
                raise UserError(
                    self.env._(
                        "%s is still open in the books; cancel its entry or credit the rest of it "
                        "first.",
                        claim.name,
                    )
                )

    def _is_open_in_ledger(self):
        return any(
            move.state == "draft"
            or move.state == "posted"
            and not move.currency_id.is_zero(move.amount_residual)
            for move in self.move_ids
        )
