from odoo import api, fields, models
from odoo.exceptions import UserError

UNSETTLED = ("new", "open", "waiting")


class CsFeedback(models.Model):
    """What a case leads to: goods that come back (S-54)."""

    _inherit = "cs.feedback"

    return_id = fields.Many2one(
        "cs.return",
        string="About Return",
        index="btree_not_null",
        check_company=True,
    )
    effect_return_ids = fields.One2many("cs.return", "feedback_id", string="Returns")
    effect_return_count = fields.Integer(compute="_compute_effect_return_count")

    @api.depends("effect_return_ids")
    @api.depends_context("uid")
    def _compute_effect_return_count(self):
        returns = self.env["cs.return"]
        counts = {}
        if returns.has_access("read"):
            counts = dict(
                returns._read_group([("feedback_id", "in", self.ids)], ["feedback_id"], ["__count"])
            )
        for case in self:
            case.effect_return_count = counts.get(case, 0)

    def action_new_return(self):
        """Begin a return for the customer of the case; open the draft that is there already."""
        self.ensure_one()
        self.check_access("write")
        self._lock_rows()
        self._check_can_return()
        # sudo: a colleague's draft counts as well
        draft = self.sudo().effect_return_ids.filtered(lambda found: found.state == "draft")
        if not draft:
            # created as the user, whose rights on returns hold; only the link is protected
            draft = self.env["cs.return"].create(self._prepare_return_vals())
            draft._write_protected({"feedback_id": self.id})
        return self._open_records(draft[:1].with_env(self.env), "cs_returns.cs_return_action")

    def action_open_returns(self):
        return self._open_records(self.effect_return_ids, "cs_returns.cs_return_action")

    def _check_can_return(self):
        if self.state not in UNSETTLED:
            raise UserError(self._wrong_state_message(UNSETTLED))
        if not self.partner_id:
            raise UserError(self.env._("Enter the customer of %s first.", self.display_name))

    def _prepare_return_vals(self):
        return {
            "partner_id": self.partner_id.commercial_partner_id.id,
            "company_id": self.company_id.id,
        }
