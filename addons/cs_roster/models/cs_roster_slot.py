from odoo import api, fields, models

from ..domain.sheet import cell_of
from .cs_roster import PLAN_READERS, PLANNER_GROUP

KINDS = [("shift", "Shift"), ("rest", "Rest"), ("leave", "Leave")]
# heads of departments see the plan by the grid
PLAN_GROUPS = ",".join((PLANNER_GROUP, *PLAN_READERS))


class CsRosterSlot(models.Model):
    """What an agent does on a date: a shift, a rest day or a leave (S-76, S-77).

    ``kind`` and ``shift_type_id`` are the plan, which agents do not read. ``published_kind`` and
    ``published_type_id`` are what the agent was told; working hours, attendances and time off
    know only these. A leave keeps the shift that it replaced.

    Slots are written by the roster and by approved swaps and leaves only.
    """

    _name = "cs.roster.slot"
    _inherit = ["cs.protected.mixin"]
    _description = "Roster Slot"
    _order = "date, employee_id"
    _rec_names_search = ["employee_id"]
    _check_company_auto = True

    PROTECTED_FIELDS = frozenset(
        {
            "roster_id",
            "employee_id",
            "date",
            "kind",
            "shift_type_id",
            "is_locked",
            "source",
            "published_kind",
            "published_type_id",
            "start",
            "stop",
        }
    )

    roster_id = fields.Many2one("cs.roster", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="roster_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="roster_id.department_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", string="Agent", required=True, ondelete="restrict")
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    date = fields.Date(required=True)
    kind = fields.Selection(KINDS, string="Plan", required=True, groups=PLAN_GROUPS)
    shift_type_id = fields.Many2one(
        "cs.shift.type", string="Planned Shift", ondelete="restrict", groups=PLAN_GROUPS
    )
    is_locked = fields.Boolean(
        string="Fixed", help="Generation leaves it as it is.", groups=PLAN_GROUPS
    )
    source = fields.Selection(
        [("manual", "By hand"), ("solver", "Generated"), ("swap", "Swap"), ("leave", "Leave")],
        default="manual",
        required=True,
        groups=PLAN_GROUPS,
    )
    published_kind = fields.Selection(KINDS, string="Kind", readonly=True, index="btree_not_null")
    published_type_id = fields.Many2one(
        "cs.shift.type", string="Shift", readonly=True, ondelete="restrict"
    )
    start = fields.Datetime(string="Begins", readonly=True)
    stop = fields.Datetime(string="Ends", readonly=True)

    _one_a_day = models.UniqueIndex(
        "(employee_id, date)", "An agent has one slot a day; change the one that is there."
    )
    _roster_date = models.Index("(roster_id, date)")
    _start = models.Index("(employee_id, start) WHERE start IS NOT NULL")
    _kinds = models.Constraint(
        "CHECK (CASE kind WHEN 'shift' THEN shift_type_id IS NOT NULL "
        "WHEN 'rest' THEN shift_type_id IS NULL ELSE TRUE END)",
        "A shift has a type, a rest day has none.",
    )

    @api.depends("employee_id", "date", "published_type_id", "published_kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for slot in self:
            what = slot.published_type_id.name or labels.get(slot.published_kind, "")
            name = slot.sudo().employee_id.name  # sudo: agents read no employees, only names
            slot.display_name = f"{name} {slot.date} {what}".strip()

    def _cell(self):
        """The plan as a cell of `solver.problem`."""
        self.ensure_one()
        return cell_of(self.kind, self.shift_type_id.code)

    def _published_pair(self):
        self.ensure_one()
        return self.published_kind, self.published_type_id

    def _published_key(self):
        """Slots with the same key are published alike."""
        return self.date, self.kind, self.shift_type_id, self.employee_id.tz

    def _prepare_published_vals(self):
        """What publishing writes on this slot."""
        self.ensure_one()
        return {
            "published_kind": self.kind,
            "published_type_id": self.shift_type_id.id,
            **self._prepare_bounds(self.shift_type_id),
        }

    def _prepare_bounds(self, shift_type):
        """UTC begin and end of the shift on the date of this slot."""
        start = stop = False
        if shift_type:
            start, stop = shift_type._bounds(self.date, self.employee_id.tz)
        return {"start": start, "stop": stop}

    def _has_open_sessions(self):
        """Whether the agent still serves a customer; such a shift is not closed by itself."""
        return False

    @api.model
    def _recompute_bounds_of(self, employees):
        """Shifts that lie ahead follow a new time zone; those that were worked stay."""
        # sudo: whoever may change the zone of an employee moves the shifts with it
        slots_sudo = self.sudo().search(
            [
                ("employee_id", "in", employees.ids),
                ("published_type_id", "!=", False),
                ("start", ">", fields.Datetime.now()),
            ]
        )
        for slot_sudo in slots_sudo:
            bounds = slot_sudo._prepare_bounds(slot_sudo.published_type_id)
            slot_sudo._with_key().write(bounds)

    @api.model
    def _fetch_rows(self, domain, names):
        """Values of fields as plain tuples, for the many slots of a month at once.

        Callers decide what of the plan they tell; which slots are read is a matter of the rules.
        """
        query = self._search(domain)
        # sudo: heads of departments have no group by which they could read the plan
        columns = (self.sudo()._field_to_sql(query.table, name, query) for name in names)
        return self.env.execute_query(query.select(*columns))
