from odoo import models


class CsTrip(models.Model):
    """The days of an approved trip stand in the traveller's calendar."""

    _inherit = "cs.trip"

    def _do_approve(self):
        values = super()._do_approve()
        self.day_ids._create_events()
        return values

    def _do_cancel(self):
        self.plan_day_ids._delete_events()
        return super()._do_cancel()

    def _plan_has_changed(self, old_days, new_days):
        super()._plan_has_changed(old_days, new_days)
        old_days._delete_events()
        new_days._create_events()
