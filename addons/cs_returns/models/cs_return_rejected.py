from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

ANSWERS = ("take_back", "destroy")


class CsReturn(models.Model):
    """What becomes of the goods that were not accepted (S-49, S-58)."""

    _inherit = "cs.return"

    PROTECTED_FIELDS = frozenset({"rejected_answer", "rejected_answered_at"})
    TRANSITION_GROUPS = {"answer_rejected": ("cs_base.group_cs_base_clerk",)}

    rejected_answer = fields.Selection(
        [("take_back", "Send Back to the Dealer"), ("destroy", "Destroy")],
        string="Answer on Rejected Goods",
        readonly=True,
        copy=False,
        tracking=True,
    )
    rejected_answered_at = fields.Datetime(
        string="Rejected Goods Answered on", readonly=True, copy=False
    )

    def action_take_back_rejected(self):
        """Send the rejected goods back to the dealer, at the dealer's cost."""
        return self._answer_rejected("take_back")

    def action_destroy_rejected(self):
        """Destroy the rejected goods, as the dealer agreed."""
        return self._answer_rejected("destroy")

    def _answer_rejected(self, answer):
        self.ensure_one()
        self._check_role("answer_rejected")
        self._lock_rows()
        self._check_can_answer_rejected()
        self._do_answer_rejected(answer)
        return True

    def _do_answer_rejected(self, answer):
        """The transfer that the answer asks for. Call it only behind a check."""
        # sudo: role and state are checked; customer service has no right on transfers
        picking = self.sudo()._with_key()._create_rejected_picking(answer)
        if answer == "destroy":
            picking.with_context(skip_expired=True, cancel_backorder=True)._action_done()
        else:
            picking.action_confirm()
            # confirmed after goods that are here already, they are ready and do not wait
            picking.move_ids._recompute_state()
        self._write_protected(
            {"rejected_answer": answer, "rejected_answered_at": fields.Datetime.now()}
        )

    def _rejected_left(self):
        """Rejected goods of each line for which nothing is done or under way.

        What a cancelled transfer, or the cancelled rest of one, leaves asks for an answer again.

        :return: ``{return line: quantity in its unit}``
        """
        left = {}
        # sudo: only the quantities of the transfers are looked at
        for line in self.sudo().line_ids.filtered("rejected_qty"):
            moves = line.move_ids.filtered(
                lambda move: move.cs_return_role in ANSWERS and move.state != "cancel"
            )
            answered = sum(
                move.quantity if move.state == "done" else move.product_uom_qty for move in moves
            )
            if line.product_uom_id.compare(line.rejected_qty, answered) > 0:
                left[line] = line.rejected_qty - answered
        return left

    def _check_can_answer_rejected(self):
        if self.has_rejected and not self._rejected_left():
            labels = dict(self._fields["rejected_answer"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The dealer's answer on the rejected goods of %(name)s is on record: %(answer)s.",
                    name=self.name,
                    answer=labels[self.rejected_answer],
                )
            )
        if self.state not in ("appraised", "done") or not self.has_rejected:
            raise UserError(self.env._("%s has no rejected goods on hold.", self.display_name))

    def _create_rejected_picking(self, answer):
        left = self._rejected_left()
        lines = self.line_ids.filtered(lambda line: line in left)
        receipts = lines.move_ids.filtered(lambda move: move.cs_return_role == "reject")
        warehouse = receipts.warehouse_id[:1]
        hold = self.company_id.cs_return_hold_location_id
        if answer == "destroy":
            picking_type, dest = warehouse.int_type_id, self._destruction_location()
        else:
            picking_type = warehouse.out_type_id
            dest = lines.origin_move_id.location_dest_id[:1]
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": picking_type.id,
                "partner_id": self.partner_id.id,
                "location_id": hold.id,
                "location_dest_id": dest.id,
                "company_id": self.company_id.id,
                "origin": self.name,
            }
        )
        moves = {move.cs_return_line_id: move for move in receipts}
        self.env["stock.move"].create(
            [
                self._prepare_rejected_move_vals(picking, moves[line], left[line], answer)
                for line in lines
            ]
        )
        return picking

    def _prepare_rejected_move_vals(self, picking, receipt, quantity, answer):
        line = receipt.cs_return_line_id
        locations = {
            "location_id": receipt.location_dest_id.id,
            "location_dest_id": picking.location_dest_id.id,
        }
        vals = {
            **line._prepare_move_vals(answer, quantity),
            **locations,
            "picking_id": picking.id,
            "picking_type_id": picking.picking_type_id.id,
            "warehouse_id": picking.picking_type_id.warehouse_id.id,
            "origin_returned_move_id": receipt.id,
            "to_refund": False,
            "move_orig_ids": [Command.set(receipt.ids)],
        }
        is_done = answer == "destroy"
        # named here in both cases: core would reserve goods without their lot
        move_line = {
            **line._prepare_move_line_vals(quantity),
            **locations,
            "picking_id": picking.id,
            "picked": is_done,
        }
        return {**vals, "picked": is_done, "move_line_ids": [Command.create(move_line)]}

    def _destruction_location(self):
        product = self.line_ids.product_id[:1].with_company(self.company_id)
        return product.property_stock_inventory
