import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..domain import hours


class CsShiftType(models.Model):
    """A kind of shift: its local hours, how many people it needs, what is late (S-76)."""

    _name = "cs.shift.type"
    _description = "Shift Type"
    _order = "sequence, hour_from, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(string="Letter", required=True, size=1, help="The letter in the roster.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave it empty for a shift of all companies."
    )
    hour_from = fields.Float(string="Begins", required=True)
    hour_to = fields.Float(
        string="Ends", required=True, help="25:00 is one o'clock in the night after the date."
    )
    break_from = fields.Float(string="Break Begins")
    break_to = fields.Float(
        string="Break Ends", help="Leave both ends of the break equal for none."
    )
    work_hours = fields.Float(string="Working Hours", compute="_compute_hours", store=True)
    is_night = fields.Boolean(string="Runs Past Midnight", compute="_compute_hours", store=True)
    color = fields.Integer()
    target = fields.Integer(string="People per Day", default=2)
    floor = fields.Integer(
        string="At Least", default=1, help="A roster with fewer people on a day is not published."
    )
    grace_in = fields.Integer(string="Minutes Late Tolerated")
    grace_out = fields.Integer(string="Minutes Early Tolerated")
    is_extendable = fields.Boolean(
        string="Runs On", help="The shift runs on while a customer is being served."
    )
    max_extension = fields.Float(string="Runs On for at Most", help="Hours after the end.")

    _code_unique = models.UniqueIndex(
        "(COALESCE(company_id, 0), code)", "Another shift type has this letter already."
    )
    _hours = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to > hour_from "
        "AND hour_to - hour_from <= 24)",
        "A shift begins between 00:00 and 24:00 and ends after that, within 24 hours.",
    )
    _break = models.Constraint(
        "CHECK (break_from = break_to OR "
        "(break_from > hour_from AND break_to > break_from AND break_to < hour_to))",
        "The break lies within the shift and ends after it begins.",
    )
    _people = models.Constraint(
        "CHECK (floor >= 0 AND target >= floor)",
        "A shift needs at least as many people as its lower limit, and no fewer than none.",
    )
    _tolerances = models.Constraint(
        "CHECK (grace_in >= 0 AND grace_out >= 0 AND max_extension >= 0 AND max_extension <= 12)",
        "Tolerances are not negative, and a shift runs on for 12 hours at most.",
    )

    @api.constrains("code", "company_id")
    def _check_code(self):
        # sudo: the letter must be free in every company that would see both
        for shift_type in self:
            if not re.fullmatch(r"[A-Z]", shift_type.code or ""):
                raise ValidationError(
                    self.env._("The letter of “%s” has to be one of A to Z.", shift_type.name)
                )
            same = Domain("code", "=", shift_type.code) & Domain("id", "!=", shift_type.id)
            if shift_type.company_id:
                same &= Domain("company_id", "=", False)
            if other := self.sudo().with_context(active_test=False).search(same, limit=1):
                raise ValidationError(
                    self.env._(
                        "“%(other)s” has the letter %(letter)s already; choose another one.",
                        other=other.name,
                        letter=shift_type.code,
                    )
                )

    @api.depends("hour_from", "hour_to", "break_from", "break_to")
    def _compute_hours(self):
        for shift_type in self:
            parts = shift_type._pieces()
            shift_type.work_hours = sum(end - start for start, end in parts)
            shift_type.is_night = hours.is_night(shift_type.hour_from, shift_type.hour_to)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for shift_type in self:
            shift_type.display_name = f"{shift_type.code} {shift_type.name}"

    def _pieces(self):
        """The working pieces as pairs of local hours."""
        self.ensure_one()
        return hours.pieces(self.hour_from, self.hour_to, self.break_from, self.break_to)

    def _bounds(self, date, tz_name):
        """Naive UTC begin and end of this shift on a date in a time zone."""
        self.ensure_one()
        return (
            hours.to_utc(date, self.hour_from, tz_name),
            hours.to_utc(date, self.hour_to, tz_name),
        )

    def _hours_label(self):
        """Begin and end by the clock."""
        self.ensure_one()
        ends = (self.hour_from, self.hour_to % hours.HOURS_PER_DAY)
        return "–".join(f"{int(hour):02d}:{round(hour % 1 * 60):02d}" for hour in ends)
