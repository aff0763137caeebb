from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CsRosterCoverage(models.Model):
    """How many people a shift needs where it is not what its type says."""

    _name = "cs.roster.coverage"
    _inherit = ["cs.roster.part.mixin"]
    _description = "Need of a Roster"
    _check_company_auto = True
    _order = "roster_id, shift_type_id, date, weekday, id"

    shift_type_id = fields.Many2one(
        "cs.shift.type", required=True, ondelete="restrict", check_company=True
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        help="Every such day of the month; empty together with the date: every day.",
    )
    date = fields.Date(help="This day only. It goes before weekdays.")
    target = fields.Integer(string="People", required=True)
    floor = fields.Integer(string="At Least")

    _people = models.Constraint(
        "CHECK (floor >= 0 AND target >= floor)",
        "A shift needs at least as many people as its lower limit, and no fewer than none.",
    )

    @api.constrains("date", "roster_id")
    def _check_date(self):
        for need in self:
            roster = need.roster_id
            if need.date and not roster.date_from <= need.date <= roster.date_to:
                raise ValidationError(
                    self.env._("A need of %s lies outside of its month.", roster.name)
                )

    def _fits(self, date):
        self.ensure_one()
        if self.date:
            return self.date == date
        return not self.weekday or int(self.weekday) == date.weekday()

    def _rank(self):
        """Days go before weekdays, weekdays before every day."""
        self.ensure_one()
        return 2 if self.date else 1 if self.weekday else 0
