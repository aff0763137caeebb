from odoo import fields, models
from odoo.exceptions import UserError


class CsRosterCover(models.TransientModel):
    """One agent who could take a shift that is short."""

    _name = "cs.roster.cover"
    _inherit = ["cs.dialog.mixin"]
    _description = "Cover for a Shift"
    _order = "date, gap, rank, id"

    SHOWN_FIELDS = ("roster_id",)

    roster_id = fields.Many2one("cs.roster", required=True, readonly=True, ondelete="cascade")
    batch = fields.Char(readonly=True, help="What was searched for together.")
    gap = fields.Char(string="Short", readonly=True)
    date = fields.Date(readonly=True)
    shift_type_id = fields.Many2one("cs.shift.type", readonly=True, ondelete="cascade")
    rank = fields.Integer(readonly=True, aggregator=None)
    employee_id = fields.Many2one("hr.employee", readonly=True, ondelete="cascade")
    agent = fields.Char(readonly=True)
    cell = fields.Char(string="Planned", readonly=True)
    is_allowed = fields.Boolean(string="Within the Rules", readonly=True)
    reason = fields.Char(string="To Consider", readonly=True)

    def action_assign(self):
        """Plan the shift for this agent; publishing tells them."""
        self.ensure_one()
        roster = self.roster_id
        # whether somebody could work says what is planned
        roster._check_planner()
        candidates = roster._rank_cover(self.date, self.shift_type_id)
        # sudo: heads read no employees; the agent was proposed to them
        employee_id = self.sudo().employee_id.id
        if not any(c["employee_id"] == employee_id and c["is_allowed"] for c in candidates):
            raise UserError(
                self.env._(
                    "%(agent)s cannot take %(gap)s any more; search again.",
                    agent=self.agent,
                    gap=self.gap,
                )
            )
        day = (self.date - roster.date_from).days
        roster.grid_write(roster.revision, [[employee_id, day, self.shift_type_id.code]])
        return roster._open_cover(self._open_gaps())

    def _open_gaps(self):
        """Those of the gaps that were searched for together that are still there."""
        asked = self.search([("batch", "=", self.batch), ("roster_id", "=", self.roster_id.id)])
        places = {(cover.date, cover.shift_type_id) for cover in asked}
        return [gap for gap in self.roster_id._gaps() if gap[:2] in places]
