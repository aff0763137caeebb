from odoo import fields, models


class CsTripFinding(models.TransientModel):
    """A day is judged badly: the reason and the evidence are asked for (S-40, S-42)."""

    _name = "cs.trip.finding"
    _inherit = ["cs.dialog.mixin"]
    _description = "Finding about a Day"

    SHOWN_FIELDS = ("day_id",)

    day_id = fields.Many2one("cs.trip.day", required=True, readonly=True)
    result = fields.Selection(
        [("deviated", "Deviated"), ("solicited", "Benefits Solicited")],
        string="Finding",
        required=True,
    )
    reason = fields.Text(required=True)
    evidence_ids = fields.Many2many("ir.attachment")
    day_partner_ids = fields.Many2many(related="day_id.partner_ids")
    partner_id = fields.Many2one("res.partner", string="Dealer")
    penalty = fields.Selection(
        lambda self: self._penalties(),
        string="Proposed Penalty",
        default="warning",
    )
    penalty_note = fields.Char(string="On the Penalty")

    def _penalties(self):
        penalty = self.env["cs.trip.misconduct"]._fields["penalty"]
        return penalty._description_selection(self.env)

    def action_confirm(self):
        self.ensure_one()
        report = {"penalty": self.penalty or "none", "penalty_note": self.penalty_note}
        if self.partner_id:
            report["partner_id"] = self.partner_id.id
        # sudo: files that the user may not read are refused, not left out in silence
        evidence = self.sudo().evidence_ids.with_env(self.env)
        self.day_id._record_finding(self.result, self.reason, evidence, report)
        return {"type": "ir.actions.act_window_close"}
