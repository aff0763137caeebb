from odoo import fields, models
from odoo.exceptions import UserError


class CsDealerAgreementPaper(models.TransientModel):
    """The dealer has signed a paper copy; its scan is kept with the agreement."""

    _name = "cs.dealer.agreement.paper"
    _inherit = ["cs.dialog.mixin"]
    _description = "Agreement Signed on Paper"

    SHOWN_FIELDS = ("agreement_id",)

    agreement_id = fields.Many2one("cs.dealer.agreement", required=True)
    name = fields.Char(string="Signed by", required=True)
    date = fields.Date(string="Signed on", required=True, default=fields.Date.context_today)
    file_ids = fields.Many2many("ir.attachment", string="Scan of the Signed Copy")

    def action_confirm(self):
        self.ensure_one()
        if not self.file_ids:
            raise UserError(self.env._("Attach the scan of the signed copy."))
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._("Enter the day on which the dealer signed, not a later one.")
            )
        self.agreement_id._transition("countersign", signer=self.name, day=self.date)
        self.agreement_id._take_evidence(self.file_ids, self._name)
        return {"type": "ir.actions.act_window_close"}
