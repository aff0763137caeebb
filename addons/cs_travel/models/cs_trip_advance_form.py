from odoo import models


class CsTripAdvance(models.Model):
    """What the printed voucher of an advance shows (借款单)."""

    _name = "cs.trip.advance"
    _inherit = ["cs.trip.advance", "cs.form.mixin"]

    def _form_amount(self):
        return self._form_amount_in_words(self.amount, self.currency_id)

    def _form_signatures(self):
        """The borrower, those who signed, and the boxes for pen and ink."""
        return [
            self._form_signature(self.env._("Traveller"), self.employee_id.name),
            *self._form_step_signatures("approved", "pending", "waiting"),
            self._form_signature(self.env._("Accountant")),
            self._form_signature(self.env._("Cashier")),
            self._form_signature(self.env._("Money received by")),
        ]
