from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class CsReturn(models.Model):
    """Settlement of the accepted goods, and their exchange (S-49, S-50)."""

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

    def _do_settle(self):
        for record in self:
            accepted = record.line_ids.filtered("accepted_qty")
            exchanged = accepted.filtered(lambda line: line.settlement == "exchange")
            resent = exchanged.filtered(lambda line: line._is_same_product_exchange())
            record._create_credit_notes(accepted - resent)
            record._send_same_products(resent)
            record._order_other_products(exchanged - resent)
        return {"settled_at": fields.Datetime.now(), **self._clear_deadline_vals()}

    # Exchange

    def _send_same_products(self, lines):
        """Deliver the same goods again on the original orders."""
        if not lines:
            return
        rule = self._with_key().env["stock.rule"]
        rule.run([
            rule.Procurement(
                line.product_id,
                line.accepted_qty,
                line.product_uom_id,
                line.sale_line_id._get_location_final(),
                line.sale_line_id.name,
                self.name,
                self.company_id,
                self._prepare_exchange_values(line),
            )
            for line in lines
        ])  # fmt: skip

    def _prepare_exchange_values(self, line):
        now = fields.Datetime.now()
        return {
            **line.sale_line_id._prepare_procurement_values(),
            "date_planned": now,
            "date_deadline": now,
            "cs_return_id": self.id,
            "cs_return_line_id": line.id,
            "cs_return_role": "exchange",
        }

    def _order_other_products(self, lines):
        """Sell the goods that the dealer takes instead, at the dealer's own prices."""
        if not lines:
            return
        orders = self._with_key().env["sale.order"]
        order = orders.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "origin": self.name,
                "cs_return_id": self.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": line.exchange_product_id.id,
                            "product_uom_qty": line._in_product_unit(line.accepted_qty),
                        }
                    )
                    for line in lines
                ],
            }
        )
        order.with_env(self.env).action_confirm()
