from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


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

    def write(self, vals):
        contacts = {}
        # a new user brings a new contact
        if {"work_contact_id", "user_id"} & vals.keys():
            contacts = {employee: employee.sudo().work_contact_id for employee in self}
        result = super().write(vals)
        for employee, contact in contacts.items():
            if contact and employee.sudo().work_contact_id != contact:
                employee._check_no_open_trip_money(contact)
        return result

    def _check_no_open_trip_money(self, contact):
        """Open items stay with the contact that they were booked on, so it stays too."""
        self.ensure_one()
        # sudo: who writes on employees need not see the ledger; only numbers are told
        lines_sudo = self.env["account.move.line"].sudo()
        lines_sudo = lines_sudo.search(
            Domain("move_id.cs_trip_id.employee_id", "=", self.id)
            & Domain("partner_id", "=", contact.id)
            & Domain("reconciled", "=", False)
            & Domain("account_type", "in", ("asset_receivable", "liability_payable"))
            & Domain("parent_state", "!=", "cancel")
        )
        advances_sudo = self.env["cs.trip.advance"].sudo()
        waiting_sudo = advances_sudo.search(
            Domain("employee_id", "=", self.id) & Domain("state", "=", "approved")
        )
        trips_sudo = lines_sudo.move_id.cs_trip_id | waiting_sudo.trip_id
        if trips_sudo:
            raise UserError(
                self.env._(
                    "The work contact of %(employee)s stays until the money of these trips is "
                    "settled: %(trips)s.",
                    employee=self.name,
                    trips=trips_sudo._format_list(trips_sudo.mapped("name")),
                )
            )
