from odoo import fields, models
from odoo.exceptions import UserError


class CsReturn(models.Model):
    """Settlement of the accepted goods (S-49, S-50)."""

    _inherit = "cs.return"

    TRANSITION_GROUPS = {"settle": ("cs_base.group_cs_base_clerk", "account.group_account_invoice")}

    def action_settle(self):
        """Credit or exchange the accepted goods, and reconcile with the open invoices."""
        return self._transition("settle")

    def _check_can_settle(self):
        # sudo: clerks do not read invoices; only whether a draft exists is looked at
        for line in self.line_ids.sale_line_id.sudo().invoice_lines:
            if line.parent_state == "draft":
                raise UserError(
                    self.env._(
                        "Post or delete the draft %(move)s of %(order)s first; it bills or "
                        "credits goods of this return.",
                        move=line.move_id.display_name,
                        order=line.sale_line_ids.order_id[:1].name,
                    )
                )
        self._check_freight()
        self._check_sent_ahead()

    def _do_settle(self):
        for record in self:
            accepted = record.line_ids.filtered("accepted_qty")
            exchanged = accepted.filtered(lambda line: line.settlement == "exchange")
            resent = exchanged.filtered(lambda line: line._is_same_product_exchange())
            record._create_credit_notes(accepted - resent)
            record._send_same_products(resent._left_to_send())
            record._order_other_products((exchanged - resent)._left_to_send())
            record._tell_kept_ahead()
            record._write_protected({"is_settled_in_time": not record.is_overdue})
        return {"settled_at": fields.Datetime.now(), **self._clear_deadline_vals()}
