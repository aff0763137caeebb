from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    cs_trip_ids = fields.One2many(
        "cs.trip", "employee_id", string="Trips", groups="hr.group_hr_user"
    )
    cs_trip_count = fields.Integer(compute="_compute_cs_trip_count", groups="hr.group_hr_user")

    def _compute_cs_trip_count(self):
        counts = dict(
            self.env["cs.trip"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.cs_trip_count = counts.get(employee, 0)

    def action_open_cs_trips(self):
        trips = self.env["cs.trip"]
        return trips._open_records(self.cs_trip_ids, "cs_travel.cs_trip_action")
