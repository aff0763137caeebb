from odoo import fields, models

from ..solver.problem import REST


class CsRosterWish(models.Model):
    """What an agent would like on a day; kept where the rules and the others allow."""

    _name = "cs.roster.wish"
    _description = "Wish for a Roster"
    _order = "date, employee_id, id"

    employee_id = fields.Many2one(
        "hr.employee",
        string="Agent",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user.employee_id,
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True)
    date = fields.Date(required=True, index=True)
    kind = fields.Selection([("rest", "Rest"), ("shift", "Shift")], default="rest", required=True)
    shift_type_id = fields.Many2one("cs.shift.type", string="Shift", ondelete="cascade")
    weight = fields.Selection(
        [("1", "Would be nice"), ("3", "Important"), ("5", "Very important")],
        string="Importance",
        default="1",
        required=True,
    )
    note = fields.Char()

    _one_a_day = models.UniqueIndex(
        "(employee_id, date)", "An agent has one wish for a day; change the one that is there."
    )
    _shift = models.Constraint(
        "CHECK ((kind = 'shift') = (shift_type_id IS NOT NULL))", "Choose the shift that is wished."
    )

    def _cell(self):
        """The cell that is wished, see `solver.problem`."""
        self.ensure_one()
        return self.shift_type_id.code if self.kind == "shift" else REST
