from odoo import fields, models
from odoo.tools import SQL


class CsMisconductRegister(models.Model):
    """Misconduct reports and findings on trips in one list, to read only (S-42, S-53).

    A finding that a report has brought about is that report, so it is not listed again.
    """

    _name = "cs.misconduct.register"
    _description = "All Misconduct Reports"
    _auto = False
    _order = "reported_at desc, id desc"

    name = fields.Char(string="Number", readonly=True)
    reported_at = fields.Datetime(string="Reported on", readonly=True)
    incident_date = fields.Date(string="Day of the Incident", readonly=True)
    accused_names = fields.Char(string="Accused", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    channel = fields.Selection(
        selection=lambda self: [
            *self.env["cs.misconduct"]._fields["channel"]._description_selection(self.env),
            ("travel", self.env._("Business Trip")),
        ],
        readonly=True,
    )
    state = fields.Selection(
        selection=lambda self: self.env["cs.misconduct"]._fields["state"].selection,
        string="Status",
        readonly=True,
    )
    penalty = fields.Selection(
        selection=lambda self: self.env["cs.misconduct"]._fields["penalty"].selection,
        readonly=True,
    )
    company_id = fields.Many2one("res.company", readonly=True)
    misconduct_id = fields.Many2one("cs.misconduct", string="Report", readonly=True)
    trip_report_id = fields.Many2one(
        "cs.trip.misconduct", string="Finding on a Trip", readonly=True
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT 2 * report.id AS id, report.name, report.reported_at, report.incident_date,
                   COALESCE(accused.names, report.accused_name) AS accused_names,
                   report.partner_id, report.channel, report.state, report.penalty,
                   report.company_id, report.id AS misconduct_id, NULL::integer AS trip_report_id
              FROM cs_misconduct report
              LEFT JOIN LATERAL (
                    SELECT string_agg(employee.name, ', ' ORDER BY employee.name) AS names
                      FROM cs_misconduct_accused_rel link
                      JOIN hr_employee employee ON employee.id = link.employee_id
                     WHERE link.misconduct_id = report.id
                   ) accused ON TRUE
             UNION ALL
            SELECT 2 * finding.id + 1, trip.name, finding.reported_at, finding.date,
                   employee.name, finding.partner_id, 'travel',
                   CASE finding.state WHEN 'reported' THEN 'received' ELSE finding.state END,
                   finding.penalty, finding.company_id, NULL, finding.id
              FROM cs_trip_misconduct finding
              JOIN cs_trip trip ON trip.id = finding.trip_id
              LEFT JOIN hr_employee employee ON employee.id = finding.employee_id
             WHERE NOT EXISTS (
                    SELECT 1 FROM cs_misconduct_trip_report_rel link
                     WHERE link.trip_report_id = finding.id
                   )
            """
        )

    def action_open(self):
        """Open what the row stands for."""
        self.ensure_one()
        record = self.misconduct_id or self.trip_report_id
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
