from collections import defaultdict

from odoo import Command, api, models

# one batch of records, of which nobody is told and nothing is logged
SILENT = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
    "tracking_disable": True,
}


class CsDeliveryFollowup(models.Model):
    """How follow-ups begin: with the shipment, many at once."""

    _inherit = "cs.delivery.followup"

    @api.model
    def _open_for(self, pickings):
        """Follow-ups of those deliveries that have none; ``self`` with the new ones."""
        # sudo: whoever ships need not have a right on follow-ups
        followups_sudo = self.sudo()
        known = followups_sudo.search([("picking_id", "in", pickings.ids)]).picking_id
        wanted = (pickings - known).sudo()
        deadlines = {
            company: followups_sudo.new({"company_id": company.id})._prepare_deadline_vals(
                company._cs_today(), company.cs_followup_days
            )
            for company in wanted.company_id
        }
        values = [
            {**self._prepare_opening_vals(picking), **deadlines[picking.company_id]}
            for picking in wanted
        ]
        created = followups_sudo.with_context(**SILENT)._with_key().create(values)
        return created.with_env(self.env)

    @api.model
    def _prepare_opening_vals(self, picking):
        order = picking.sale_id
        promised = picking.date_deadline or picking.scheduled_date
        return {
            "company_id": picking.company_id.id,
            "picking_id": picking.id,
            "sale_order_id": order.id,
            "partner_id": (order.partner_id or picking.partner_id).id,
            "contact_id": picking.partner_id.id,
            "promised_date": promised and picking.company_id._cs_day(promised),
            "line_ids": [
                Command.create(
                    {
                        "move_id": move.id,
                        "product_id": move.product_id.id,
                        "lot_id": lot.id,
                        "delivered_qty": quantity,
                        "received_qty": quantity,
                    }
                )
                for (move, lot), quantity in self._delivered_goods(picking).items()
            ],
        }

    @api.model
    def _delivered_goods(self, picking):
        """Quantity by move and lot, in the unit of the product."""
        goods = defaultdict(float)
        for line in picking.move_line_ids:
            if line.quantity_product_uom > 0:
                goods[line.move_id, line.lot_id] += line.quantity_product_uom
        return goods
