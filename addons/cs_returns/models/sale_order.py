from odoo import api, fields, models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_return_id"})

    cs_return_id = fields.Many2one(
        "cs.return",
        string="Exchange for Return",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="This order delivers what the dealer gets in exchange.",
    )
    cs_return_count = fields.Integer(compute="_compute_cs_return_count")

    @api.depends("order_line.cs_return_line_ids")
    def _compute_cs_return_count(self):
        counts = dict(
            self.env["cs.return.line"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["return_id:count_distinct"]
            )
        )
        for order in self:
            order.cs_return_count = counts.get(order, 0)

    def action_open_cs_returns(self):
        """Open the returns of this order."""
        lines = self.env["cs.return.line"].search([("order_id", "in", self.ids)])
        return self.env["cs.return"]._action_open(lines.return_id)

    def action_new_cs_return(self):
        """Start an application with the goods that this order delivered."""
        self.ensure_one()
        application = self.env["cs.return"].create(
            {"partner_id": self.partner_id.id, "company_id": self.company_id.id}
        )
        return application._open_selection(self)
