from odoo import models

DAYS_PER_PAGE = 14


class CsTrip(models.Model):
    """What the printed application shows (出差申请表)."""

    _name = "cs.trip"
    _inherit = ["cs.trip", "cs.form.mixin"]

    def _form_pages(self):
        self.ensure_one()
        return self._form_pages_of(self.day_ids.sorted("date"), DAYS_PER_PAGE)

    def _form_signatures(self):
        """The traveller, those who signed, and a box for finance."""
        traveller = self._form_signature(self.env._("Traveller"), self.employee_id.name)
        finance = self._form_signature(self.env._("Finance"))
        return [traveller, *self._form_step_signatures("approved", "pending", "waiting"), finance]
