from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

EXCHANGE_MANAGERS = ("cs_base.group_cs_base_manager",)


class CsReturn(models.Model):
    """Goods sent in exchange: the same or others, after the return or ahead of it (S-49)."""

    _inherit = "cs.return"

    PROTECTED_FIELDS = frozenset({"ahead_at", "ahead_user_id", "ahead_reason"})
    TRANSITION_GROUPS = {"send_ahead": EXCHANGE_MANAGERS}

    ahead_at = fields.Datetime(string="Sent Ahead on", readonly=True, copy=False)
    ahead_user_id = fields.Many2one("res.users", string="Sent Ahead by", readonly=True, copy=False)
    ahead_reason = fields.Char(string="Sent Ahead because", readonly=True, copy=False)
    can_send_ahead = fields.Boolean(compute="_compute_can_send_ahead")
    exchange_amount = fields.Monetary(
        compute="_compute_balance",
        compute_sudo=True,
        help="Other goods sent in exchange, untaxed.",
    )
    credited_amount = fields.Monetary(
        compute="_compute_balance", compute_sudo=True, help="Credited to the dealer, untaxed."
    )
    balance_amount = fields.Monetary(
        string="Balance",
        compute="_compute_balance",
        compute_sudo=True,
        help="What the dealer has to pay for the exchange beyond the credit; negative in the "
        "dealer's favour.",
    )

    @api.depends("state", "line_ids.settlement", "ahead_at")
    @api.depends_context("uid")
    def _compute_can_send_ahead(self):
        may = self._has_any_group(EXCHANGE_MANAGERS)
        for record in self:
            record.can_send_ahead = (
                may
                and record.state == "approved"
                and not record.ahead_at
                and "exchange" in record.line_ids.mapped("settlement")
            )

    @api.depends("exchange_order_ids.amount_untaxed", "credit_note_ids.amount_untaxed_signed")
    def _compute_balance(self):
        for record in self:
            orders = record.exchange_order_ids.filtered(lambda order: order.state == "sale")
            credit_notes = record.credit_note_ids.filtered(lambda move: move.state == "posted")
            record.exchange_amount = sum(
                order.amount_untaxed / (order.currency_rate or 1.0) for order in orders
            )
            record.credited_amount = -sum(credit_notes.mapped("amount_untaxed_signed"))
            record.balance_amount = record.exchange_amount - record.credited_amount

    def action_send_ahead(self):
        """Open the dialog that shows the risk of sending the exchange before the goods are back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send the Exchange Ahead"),
            "res_model": "cs.return.ahead",
            "view_mode": "form",
            "target": "new",
            "context": {"default_return_id": self.id},
        }

    def _send_ahead(self, reason):
        """Deliver what was announced for exchange before it has come back.

        :raises UserError: nothing is to be exchanged, or it was sent already
        """
        self.ensure_one()
        self._check_role("send_ahead")
        self._lock_rows()
        lines = self.line_ids.filtered(lambda line: line.settlement == "exchange")
        if self.state != "approved" or self.ahead_at or not lines:
            raise UserError(
                self.env._("%s has nothing to exchange that could be sent ahead.", self.name)
            )
        now = fields.Datetime.now()
        self._write_protected(
            {"ahead_at": now, "ahead_user_id": self.env.uid, "ahead_reason": reason}
        )
        for line in lines:
            line._write_protected({"ahead_qty": line.quantity})
        # sudo: role and state are checked; customer service has no right on orders
        lines_sudo = lines.sudo()
        same = lines_sudo.filtered(lambda line: line._is_same_product_exchange())
        record_sudo = self.sudo()
        record_sudo._send_same_products({line: line.quantity for line in same})
        record_sudo._order_other_products({line: line.quantity for line in lines_sudo - same})
        return True

    def _check_sent_ahead(self):
        """What was sent ahead is settled by exchange, of the product that was sent."""
        for line in self.line_ids.filtered("ahead_qty"):
            if line.settlement != "exchange" or line._exchanged_for() != line.ahead_product_id:
                raise UserError(
                    self.env._(
                        "%(product)s was sent ahead in exchange for %(goods)s; settle that line "
                        "by exchange.",
                        product=line.ahead_product_id.display_name,
                        goods=line._goods_label(),
                    )
                )

    def _tell_kept_ahead(self):
        """Say what the dealer got ahead and did not give back; it is invoiced."""
        kept = [
            f"{line._goods_label()}: {line._format_qty(line.ahead_qty - line.accepted_qty)} "
            f"{line.product_uom_id.name}"
            for line in self.line_ids
            if line.product_uom_id.compare(line.ahead_qty, line.accepted_qty) > 0
        ]
        if kept:
            self.message_post(
                body=self.env._(
                    "Sent ahead and not given back, to be invoiced: %s", self._format_list(kept)
                )
            )

    def _check_can_cancel(self):
        for record in self:
            # sudo: only whether something was sent
            sent = record.sudo().move_ids.filtered(lambda move: move.state != "cancel")
            orders = record.sudo().exchange_order_ids.filtered(lambda o: o.state != "cancel")
            if sent or orders:
                raise UserError(
                    self.env._(
                        "The exchange of %s is under way; cancel its transfer or order first.",
                        record.name,
                    )
                )

    def _send_same_products(self, quantities):
        """Deliver the same goods again on the original orders.

        :param quantities: ``{return line: quantity in its unit}``
        """
        rule = self._with_key().env["stock.rule"]
        procurements = [
            rule.Procurement(
                line.product_id,
                quantity,
                line.product_uom_id,
                line.sale_line_id._get_location_final(),
                line.sale_line_id.name,
                self.name,
                self.company_id,
                self._prepare_exchange_values(line),
            )
            for line, quantity in quantities.items()
        ]
        if procurements:
            rule.run(procurements)

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

    def _order_other_products(self, quantities):
        """Sell the goods that the dealer takes instead, at the dealer's own prices.

        :param quantities: ``{return line: quantity in its unit}``
        """
        if not quantities:
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
                            "product_uom_qty": line._in_product_unit(quantity),
                        }
                    )
                    for line, quantity in quantities.items()
                ],
            }
        )
        order.with_env(self.env).action_confirm()
