from odoo import models

LINES_PER_PAGE = 12


class CsReturn(models.Model):
    """What the printed application shows (S-57)."""

    _name = "cs.return"
    _inherit = ["cs.return", "cs.form.mixin"]

    def _form_pages(self):
        self.ensure_one()
        return self._form_pages_of(self.line_ids, LINES_PER_PAGE)

    def _form_appraisal(self):
        """What the office found; the copy that the dealer prints leaves room for it."""
        return "" if self.env.context.get("cs_for_dealer") else self.office_appraisal

    def _form_signatures(self):
        """Who signed, in the order of the chain, and the boxes left for pen and ink."""
        requester = self._form_signature(
            self.env._("Requested by"),
            self.dealer_signed_by or self.requester_id.name,
            self.dealer_signed_at,
            self.dealer_signature,
        )
        receiver = self._form_signature(self.env._("Received and counted by"))
        return [requester, *self._form_step_signatures(), receiver]
