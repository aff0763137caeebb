from odoo import fields, models
from odoo.exceptions import UserError


class CsFeedback(models.Model):
    """A service that is paid for: quoted, confirmed by the customer, then done (S-119, S-143)."""

    _inherit = "cs.feedback"

    quotation_ids = fields.One2many("sale.order", "cs_feedback_id", string="Quotations")
    quotation_count = fields.Integer(compute="_compute_quotation_count")

    def _compute_quotation_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                [("cs_feedback_id", "in", self.ids)], ["cs_feedback_id"], ["__count"]
            )
            if self.env["sale.order"].has_access("read")
            else []
        )
        for case in self:
            case.quotation_count = counts.get(case, 0)

    def action_quote(self):
        """Begin a quotation for the customer of the case."""
        self.ensure_one()
        if not self.partner_id:
            raise UserError(self.env._("Name the customer on %s first.", self.name))
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "context": {
                "default_partner_id": self.partner_id.id,
                "default_cs_feedback_id": self.id,
                "default_company_id": self.company_id.id,
                "default_origin": self.name,
            },
        }

    def action_open_quotations(self):
        return self._open_records(self.quotation_ids, "sale.action_quotations_with_onboarding")
