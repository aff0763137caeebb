from odoo import models
from odoo.fields import Domain


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _mark_done(self):
        result = super()._mark_done()
        passed = self.filtered(
            lambda answer: (
                answer.survey_id.certification and answer.scoring_success and not answer.test_entry
            )
        )
        if passed:
            # sudo: who takes a test has no right on trainings; only what it passes is marked
            results_sudo = self.env["cs.training.result"].sudo()
            results_sudo.search(
                Domain("state", "=", "open")
                & Domain("requirement_id.active", "=", True)
                & Domain("requirement_id.survey_id", "in", passed.survey_id.ids)
            )._take_certifications()
        return result
