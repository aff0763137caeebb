from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsCarrierClaim(models.Model):
    """Where a claim begins, and the application that takes its goods off."""

    _inherit = "cs.carrier.claim"

    @api.model
    def _open_for_delivery(self, picking):
        """A claim on what a transfer delivered, as much of it as can still be returned."""
        moves = picking.move_ids.filtered("sale_line_id")
        dealer = moves.sale_line_id.order_id.partner_id[:1]
        if picking.state != "done" or picking.location_dest_id.usage != "customer" or not dealer:
            raise UserError(
                self.env._(
                    "%s is not a finished delivery of an order; only such goods are claimed from "
                    "a carrier.",
                    picking.name,
                )
            )
        # sudo: other dealers' and colleagues' applications count as well
        balances = moves.sudo()._cs_return_balances(moves.sudo().move_line_ids.lot_id)
        goods = []
        for move in moves:
            for lot in move.move_line_ids.lot_id or [self.env["stock.lot"]]:
                left = balances[move.id, lot.id].returnable
                quantity = move.product_id.uom_id._compute_quantity(left, move.product_uom)
                goods.append((move, lot, quantity))
        return self._open_new(dealer, picking.company_id, goods)

    @api.model
    def _open_for_return(self, document):
        """A claim on what was announced and has not arrived."""
        goods = [
            (line.origin_move_id, line.lot_id, line.quantity - line.received_qty)
            for line in document.line_ids
        ]
        return self._open_new(
            document.partner_id, document.company_id, goods, source_return_id=document.id
        )

    @api.model
    def _open_new(self, dealer, company, goods, **protected):
        lines = [
            Command.create({"origin_move_id": move.id, "lot_id": lot.id, "quantity": quantity})
            for move, lot, quantity in goods
            if move.product_uom.compare(quantity, 0) > 0
        ]
        # created as the user, whose rights on claims hold
        claim = self.create({"partner_id": dealer.id, "company_id": company.id, "line_ids": lines})
        if protected:
            claim._write_protected(protected)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": claim.id,
            "view_mode": "form",
        }

    def action_take_off(self):
        """Open the application that takes the goods out of the delivered quantity."""
        self.ensure_one()
        self.check_access("write")
        self._lock_rows()
        if self.state in ("draft", "cancel"):
            raise UserError(self.env._("Lodge %s first.", self.display_name))
        if self.has_return:
            raise UserError(
                self.env._("The goods of %s have their application already.", self.name)
            )
        # created as the user, whose rights on applications hold; only the link is protected
        documents = self.env["cs.return"]
        application = documents.create(self._prepare_return_vals())
        application._write_protected({"claim_id": self.id, "way": "transit"})
        return documents._action_open(application)

    def _prepare_return_vals(self):
        reason = self.env.ref("cs_returns.cs_return_reason_transit")
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "line_ids": [
                Command.create(
                    {
                        "origin_move_id": line.origin_move_id.id,
                        "lot_id": line.lot_id.id,
                        "quantity": line.quantity,
                        "reason_id": reason.id,
                    }
                )
                for line in self.line_ids
            ],
        }
