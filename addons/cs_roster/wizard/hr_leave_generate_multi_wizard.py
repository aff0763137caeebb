from odoo import models


class HrLeaveGenerateMultiWizard(models.TransientModel):
    _inherit = "hr.leave.generate.multi.wizard"

    def action_generate_time_off(self):
        """What personnel gives to many at once is no request, so no slip is signed for it."""
        keyed = self.with_context(**self.env["hr.leave"]._with_key().env.context)
        return super(HrLeaveGenerateMultiWizard, keyed).action_generate_time_off()
