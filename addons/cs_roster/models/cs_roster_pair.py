from odoo import fields, models


class CsRosterPair(models.Model):
    """A new agent who works the shifts of a mentor (S-89)."""

    _name = "cs.roster.pair"
    _inherit = ["cs.roster.part.mixin"]
    _description = "Mentor of a Roster"
    _order = "roster_id, id"

    mentor_id = fields.Many2one("hr.employee", required=True, ondelete="cascade")
    employee_id = fields.Many2one(
        "hr.employee", string="New Agent", required=True, ondelete="cascade"
    )

    _unique = models.UniqueIndex("(roster_id, employee_id)", "A new agent has one mentor.")
    _two = models.Constraint("CHECK (mentor_id != employee_id)", "Nobody is their own mentor.")
