from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class CsReturnOverride(models.TransientModel):
    """A manager overrules the policy's verdict on a line; the reason stays on record."""

    _name = "cs.return.override"
    _inherit = ["cs.dialog.mixin"]
    _description = "Overrule a Verdict"

    SHOWN_FIELDS = ("line_id",)

    line_id = fields.Many2one("cs.return.line", required=True, readonly=True)
    policy_explanation = fields.Char(related="line_id.policy_explanation")
    outcome = fields.Selection(
        lambda self: self.env["cs.return.line"]._outcomes(), string="New Verdict", required=True
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        if not self.env.user.has_group("cs_base.group_cs_base_manager"):
            raise AccessError(self.env._("Only managers of customer service overrule a verdict."))
        line = self.line_id
        document = line.return_id
        if self.env.user in document._approval_authors():
            raise UserError(
                self.env._(
                    "You made or asked for %s yourself; another manager has to overrule its "
                    "verdicts.",
                    document.display_name,
                )
            )
        document._lock_rows()
        if document.state not in ("draft", "submitted"):
            raise UserError(
                self.env._(
                    "The verdict on %s can be overruled only until it is approved.", document.name
                )
            )
        line._write_protected(
            {
                "override_outcome": self.outcome,
                "override_reason": self.reason,
                "override_user_id": self.env.uid,
            }
        )
        # sudo: the note says what has been done with the right checked above
        document.sudo().message_post(
            body=self.env._(
                "Verdict on %(product)s overruled: %(outcome)s. %(reason)s",
                product=line._goods_label(),
                outcome=dict(line._outcomes())[self.outcome],
                reason=self.reason,
            ),
            author_id=self.env.user.partner_id.id,
        )
        return {"type": "ir.actions.act_window_close"}
