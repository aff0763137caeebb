from odoo import api, fields, models


class CsFeedback(models.Model):
    """By which way a case came to us, as the system saw it."""

    _inherit = "cs.feedback"

    @api.model
    def _default_channel(self):
        """Cases that are entered on an order or a delivery come by way of it."""
        named = ("default_sale_order_id", "default_picking_id")
        return "document" if any(self.env.context.get(name) for name in named) else "phone"

    channel = fields.Selection(default=lambda self: self._default_channel())
