from odoo import fields, models


class CsMisconductIntake(models.TransientModel):
    """A report that comes by phone: whoever takes it down does not see it again."""

    _name = "cs.misconduct.intake"
    _description = "Take Down a Misconduct Report"

    subject = fields.Char(string="In Short", required=True)
    description = fields.Text(string="What Happened", required=True)
    accused_name = fields.Char(string="Who Was It")
    incident_date = fields.Date(string="Day of the Incident")
    partner_id = fields.Many2one("res.partner", string="Dealer")
    contact = fields.Char(string="Reporter's Contact")
    evidence_ids = fields.Many2many("ir.attachment", string="Files")

    def action_confirm(self):
        self.ensure_one()
        company = self.env.company
        # sudo: files that the user may not read are refused, not left out in silence
        evidence = self.sudo().evidence_ids.with_env(self.env)
        report = self.env["cs.misconduct"]._report(
            "phone",
            company,
            {
                "subject": self.subject,
                "description": self.description,
                "accused_name": self.accused_name,
                "contact": self.contact,
                "incident_date": self.incident_date,
            },
            partner_id=self.partner_id.id,
            team_id=self.partner_id._cs_office_in(company) if self.partner_id else False,
            taken_by_id=self.env.uid,
        )
        if evidence:
            # sudo: whoever takes a report down has no right on it
            report.with_env(self.env).sudo()._take_evidence(evidence, self._name)
            report._keep_closed(report.evidence_ids)
        # sudo: nothing of it stays behind
        self.sudo().unlink()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("The report was passed on in confidence."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
