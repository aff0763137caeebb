from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import hours
from .cs_roster import PLANNER_GROUP


class CsShiftBookMixin(models.AbstractModel):
    """What an agent writes down at work: whose it is, on which shift, and who heads the team.

    The shift is found when it is written; a roster that changes later does not move it.
    """

    _name = "cs.shift.book.mixin"
    _inherit = ["cs.transition.mixin"]
    _description = "Written by an Agent on a Shift"

    PROTECTED_FIELDS = frozenset({"employee_id", "noted_at"})

    employee_id = fields.Many2one(
        "hr.employee",
        string="Agent",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    noted_at = fields.Datetime(
        string="Time",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: fields.Datetime.now(),
    )
    slot_id = fields.Many2one(
        "cs.roster.slot",
        compute="_compute_shift",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )
    shift_type_id = fields.Many2one(related="slot_id.published_type_id", string="Shift")
    department_id = fields.Many2one(
        "hr.department", compute="_compute_shift", store=True, index=True, ondelete="restrict"
    )
    date = fields.Date(
        compute="_compute_shift",
        store=True,
        index=True,
        help="The date of the shift; a night shift keeps the date on which it begins.",
    )

    @api.depends("employee_id", "noted_at")
    def _compute_shift(self):
        slots = self.env["cs.roster.slot"]
        for record in self:
            # sudo: agents read neither employees nor every slot; it is their own shift
            employee_sudo = record.employee_id.sudo()
            slot_sudo = slots.sudo()._find_at(employee_sudo, record.noted_at)
            record.slot_id = slot_sudo
            record.department_id = slot_sudo.department_id or employee_sudo.department_id
            record.date = slot_sudo.date or hours.local_date(record.noted_at, employee_sudo.tz)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_key_present():
            self._own_employee()
        return super().create(vals_list)

    @api.model
    def _own_employee(self):
        """:raises UserError: the user is nobody who works here"""
        employee = self.env.user.employee_id
        if not employee:
            raise UserError(
                self.env._(
                    "Your user is not linked to an employee; ask the personnel department to link "
                    "it."
                )
            )
        return employee

    def _head(self):
        """The user who heads the department."""
        self.ensure_one()
        return self.sudo().department_id.manager_id.user_id  # sudo: heads are not readable by all

    def _is_supervised(self):
        """Whether the user heads the department, or plans rosters."""
        self.ensure_one()
        return self._head() == self.env.user or self.env.user.has_group(PLANNER_GROUP)
