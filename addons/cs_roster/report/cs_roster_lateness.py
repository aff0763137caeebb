from odoo import fields, models
from odoo.tools import SQL


class CsRosterLateness(models.Model):
    """Lateness and absence, shift by shift (S-86).

    Who is late is read by the agent, by who heads the department and by who manages attendances;
    slots themselves are read by colleagues too, without these figures.
    """

    _name = "cs.roster.lateness"
    _description = "Lateness and Absence"
    _auto = False
    _order = "date desc, id"
    _depends = {
        "cs.roster.slot": [
            "date",
            "employee_id",
            "user_id",
            "department_id",
            "company_id",
            "published_kind",
            "published_type_id",
            "start",
            "stop",
            "checked_in",
            "checked_out",
            "late_minutes",
            "early_minutes",
            "extension_minutes",
            "is_absent",
        ],
        "hr.employee": ["name", "cs_work_no"],
    }

    date = fields.Date(readonly=True)
    employee_id = fields.Many2one("hr.employee", string="Agent", readonly=True)
    employee_name = fields.Char(string="Agent Name", readonly=True)
    work_no = fields.Char(string="Work Number", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    shift_type_id = fields.Many2one("cs.shift.type", string="Shift", readonly=True)
    start = fields.Datetime(string="Shift Begins", readonly=True)
    stop = fields.Datetime(string="Shift Ends", readonly=True)
    checked_in = fields.Datetime(readonly=True)
    checked_out = fields.Datetime(readonly=True)
    late_minutes = fields.Integer(string="Minutes Late", readonly=True)
    times_late = fields.Integer(readonly=True)
    early_minutes = fields.Integer(string="Minutes Left Early", readonly=True)
    times_early = fields.Integer(string="Times Left Early", readonly=True)
    extension_minutes = fields.Integer(string="Minutes Run On", readonly=True)
    absences = fields.Integer(readonly=True)
    shifts = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT slot.id, slot.date, slot.employee_id, employee.name AS employee_name,
                   employee.cs_work_no AS work_no, slot.user_id, slot.department_id,
                   slot.company_id, slot.published_type_id AS shift_type_id,
                   slot.start, slot.stop, slot.checked_in, slot.checked_out,
                   COALESCE(slot.late_minutes, 0) AS late_minutes,
                   (COALESCE(slot.late_minutes, 0) > 0)::int AS times_late,
                   COALESCE(slot.early_minutes, 0) AS early_minutes,
                   (COALESCE(slot.early_minutes, 0) > 0)::int AS times_early,
                   COALESCE(slot.extension_minutes, 0) AS extension_minutes,
                   COALESCE(slot.is_absent, FALSE)::int AS absences,
                   1 AS shifts
              FROM cs_roster_slot AS slot
              JOIN hr_employee AS employee ON employee.id = slot.employee_id
             WHERE slot.published_kind = 'shift'
               AND (slot.checked_in IS NOT NULL OR slot.is_absent)
            """
        )
