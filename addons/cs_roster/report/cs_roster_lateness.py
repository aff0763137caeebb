from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.cs_roster import PLANNER_GROUP


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
        "cs.conduct": ["slot_id"],
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
    conduct_id = fields.Many2one("cs.conduct", string="Conduct Entry", readonly=True)
    can_enter = fields.Boolean(compute="_compute_can_enter")

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
                   1 AS shifts, conduct.id AS conduct_id
              FROM cs_roster_slot AS slot
              JOIN hr_employee AS employee ON employee.id = slot.employee_id
         LEFT JOIN cs_conduct AS conduct ON conduct.slot_id = slot.id
             WHERE slot.published_kind = 'shift'
               AND (slot.checked_in IS NOT NULL OR slot.is_absent)
            """
        )

    @api.depends("conduct_id", "late_minutes")
    @api.depends_context("uid")
    def _compute_can_enter(self):
        for row in self:
            row.can_enter = row.late_minutes and not row.conduct_id and row._may_enter()

    def _may_enter(self):
        """Whether the rules of the register let the user enter what is about this agent."""
        self.ensure_one()
        user = self.env.user
        # sudo: heads read no employees
        employee_sudo = self.sudo().employee_id
        is_head = employee_sudo.department_id.manager_id.user_id == user
        return employee_sudo.user_id != user and (is_head or user.has_group(PLANNER_GROUP))

    def action_enter_conduct(self):
        """Report the lateness in the conduct register; personnel decides there."""
        self.check_access("read")
        entries = self.env["cs.conduct"]
        for row in self:
            row._check_late()
            entry = entries.create(row._prepare_conduct_vals())
            entry._write_protected({"slot_id": row.id})
        return True

    def _check_late(self):
        self.ensure_one()
        if not self.late_minutes:
            raise UserError(
                self.env._("%s was not late on this shift; choose another one.", self.employee_name)
            )

    def _prepare_conduct_vals(self):
        self.ensure_one()
        return {
            "employee_id": self.employee_id.id,
            "date": self.date,
            "kind": "late",
            "description": self.env._(
                "%(minutes)s minutes late for the shift %(shift)s.",
                minutes=self.late_minutes,
                shift=self.shift_type_id.name,
            ),
        }
