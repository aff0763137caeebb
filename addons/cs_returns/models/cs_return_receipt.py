from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsReturn(models.Model):
    """Arrival and appraisal; what was really received prevails (S-47, S-58)."""

    _inherit = "cs.return"

    TRANSITION_GROUPS = {
        "arrive": ("stock.group_stock_user", "cs_base.group_cs_base_clerk"),
        "undo_arrival": ("stock.group_stock_user", "cs_base.group_cs_base_clerk"),
        "appraise": ("stock.group_stock_user", "cs_base.group_cs_base_technician"),
    }

    def action_arrive(self):
        """Register that the goods are here; the days to appraise them begin."""
        return self._transition("arrive")

    def action_undo_arrival(self):
        """Take back an arrival registered by mistake; what was counted is forgotten."""
        return self._transition("undo_arrival")

    def action_appraise(self):
        """Book what was counted: accepted goods into stock, rejected goods on hold."""
        return self._transition("appraise")

    def _do_arrive(self):
        self._drop_requester_todo()
        today = fields.Date.context_today(self)
        for quantity, lines in self.line_ids.grouped("quantity").items():
            lines._with_key().write({"received_qty": quantity})
        for record in self:
            deadline = record._prepare_deadline_vals(
                today, record.company_id.cs_return_appraisal_days
            )
            record._write_protected({"arrival_date": today, **deadline})

    def _do_undo_arrival(self):
        self.line_ids._with_key().write(
            {"received_qty": 0.0, "rejected_qty": 0.0, "reject_reason": False, "condition": False}
        )
        return {"arrival_date": False, **self._clear_deadline_vals()}

    def _check_can_appraise(self):
        self.line_ids._check_appraised()

    def _do_appraise(self):
        self.line_ids._note_surplus()
        for record in self:
            record._receive_goods()
            deadline = record._prepare_deadline_vals(
                record.arrival_date, record.company_id.cs_return_settlement_days
            )
            answer = record._prepare_answer_deadline_vals()
            record._write_protected(
                {
                    "appraised_at": fields.Datetime.now(),
                    "is_appraised_in_time": not record.is_overdue,
                    **deadline,
                    **answer,
                }
            )

    # Goods

    def _receive_goods(self):
        """Make one done receipt per warehouse that the goods go back to.

        Rejected goods go to a location of customer usage: they are here, but neither
        owned, valued nor on hand, and they still count as delivered.
        """
        self.ensure_one()
        lines = self.line_ids.filtered("received_qty")
        keyed = self._with_key()
        picking_vals, move_vals = [], []
        grouped = lines.grouped(lambda line: line._receipt_type())
        for picking_type in grouped:
            picking_vals.append(self._prepare_receipt_vals(picking_type))
        pickings = keyed.env["stock.picking"].create(picking_vals)
        for picking, typed_lines in zip(pickings, grouped.values(), strict=True):
            for line in typed_lines:
                move_vals += self._prepare_receipt_move_vals(picking, line)
        keyed.env["stock.move"].create(move_vals)
        pickings.with_context(
            skip_sms=True, skip_expired=True, cancel_backorder=True
        )._action_done()

    def _prepare_receipt_vals(self, picking_type):
        return {
            "picking_type_id": picking_type.id,
            "partner_id": self.partner_id.id,
            "location_id": self.line_ids[0].origin_move_id.location_dest_id.id,
            "location_dest_id": self._receipt_location(picking_type).id,
            "company_id": self.company_id.id,
            "origin": self.name,
        }

    def _prepare_receipt_move_vals(self, picking, line):
        """Values of the moves of one line: the accepted and the rejected part."""
        hold = self.company_id.cs_return_hold_location_id
        if line.rejected_qty and not hold:
            raise UserError(
                self.env._(
                    "Choose the location of rejected goods under Sales > Configuration > Settings."
                )
            )
        parts = [
            ("accept", line.accepted_qty, picking.location_dest_id, True),
            ("reject", line.rejected_qty, hold, False),
        ]
        origin = line.origin_move_id
        common = {"picking_id": picking.id, "location_id": origin.location_dest_id.id}
        return [
            {
                **line._prepare_move_vals(role, quantity),
                **common,
                "picking_type_id": picking.picking_type_id.id,
                "warehouse_id": picking.picking_type_id.warehouse_id.id,
                "location_dest_id": location.id,
                "origin_returned_move_id": origin.id,
                "move_orig_ids": [Command.set(origin.ids)],
                "to_refund": is_refunded,
                # on the rejected part too: core would otherwise guess an order line for it
                "sale_line_id": line.sale_line_id.id,
                "picked": True,
                "move_line_ids": [
                    Command.create(
                        {
                            **line._prepare_move_line_vals(quantity),
                            **common,
                            "location_dest_id": location.id,
                        }
                    )
                ],
            }
            for role, quantity, location, is_refunded in parts
            if quantity
        ]
