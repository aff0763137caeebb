from odoo import api, fields, models
from odoo.exceptions import UserError


class CsOrderTag(models.TransientModel):
    """The work number of an order that was confirmed without it, with the reason (S-85)."""

    _name = "cs.order.tag"
    _inherit = ["cs.dialog.mixin"]
    _description = "Tag an Order Late"

    SHOWN_FIELDS = ("order_id",)

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    work_no = fields.Char(string="Work Number", required=True)
    agent_name = fields.Char(string="Agent", compute="_compute_agent_name")
    reason = fields.Text(required=True)

    @api.depends("work_no", "order_id")
    def _compute_agent_name(self):
        for dialog in self:
            dialog.agent_name = dialog._agent_sudo().name

    def _agent_sudo(self):
        # sudo: employees are not readable by heads; who may tag whom is checked by the order
        return (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("cs_work_no", "=", (self.work_no or "").strip() or False),
                    ("cs_work_no", "!=", False),
                    ("company_id", "=", self.order_id.company_id.id),
                ],
                limit=1,
            )
        )

    def action_confirm(self):
        self.ensure_one()
        agent_sudo = self._agent_sudo()
        if not agent_sudo:
            raise UserError(
                self.env._(
                    "Nobody in %(company)s has work number %(number)s.",
                    company=self.order_id.company_id.name,
                    number=self.work_no,
                )
            )
        self.order_id._cs_tag_late(agent_sudo, self.reason)
        return {"type": "ir.actions.act_window_close"}
