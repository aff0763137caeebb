from odoo import Command, api, fields, models


class CsMisconductAccused(models.TransientModel):
    """Who is accused: whoever belongs to them stops reading the report, the user included."""

    _name = "cs.misconduct.accused"
    _inherit = ["cs.dialog.mixin"]
    _description = "Name the Accused"

    SHOWN_FIELDS = ("misconduct_id",)

    misconduct_id = fields.Many2one("cs.misconduct", required=True, readonly=True)
    accused_name = fields.Char(related="misconduct_id.accused_name")
    accused_ids = fields.Many2many(
        "hr.employee.public", "cs_misconduct_accused_dialog_rel", "dialog_id", "employee_id",
        compute="_compute_known", store=True, readonly=False,
    )  # fmt: skip
    team_id = fields.Many2one(
        "crm.team", string="Office", compute="_compute_known", store=True, readonly=False
    )
    partner_id = fields.Many2one(
        "res.partner", string="Dealer", compute="_compute_known", store=True, readonly=False
    )
    incident_date = fields.Date(
        string="Day of the Incident", compute="_compute_known", store=True, readonly=False
    )

    @api.depends("misconduct_id")
    def _compute_known(self):
        for dialog in self:
            report = dialog.misconduct_id
            # sudo: the employees are named to whoever reads the report
            dialog.accused_ids = dialog.accused_ids.browse(report.sudo().accused_ids.ids)
            dialog.team_id = report.team_id
            dialog.partner_id = report.partner_id
            dialog.incident_date = report.incident_date

    def action_confirm(self):
        self.ensure_one()
        report = self.misconduct_id
        report._name_accused(
            {
                "accused_ids": [Command.set(self.accused_ids.ids)],
                "team_id": self.team_id.id,
                "partner_id": self.partner_id.id,
                "incident_date": self.incident_date,
            }
        )
        # sudo: nothing of it stays behind
        self.sudo().unlink()
        if report._is_read_by(self.env.user):
            return {"type": "ir.actions.act_window_close"}
        action = self.env["ir.actions.act_window"]._for_xml_id("cs_feedback.cs_misconduct_action")
        return {**action, "target": "main"}
