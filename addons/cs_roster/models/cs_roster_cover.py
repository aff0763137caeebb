from uuid import uuid4

from odoo import api, fields, models

from ..solver.checker import BLOCK, check_agent
from ..solver.problem import EMPTY, LEAVE, OFF, REST

# what it costs to ask somebody: the cheapest is asked first
CALL_IN = 5
WARNING = 20
WISH = 4


class CsRoster(models.Model):
    """Who could take a shift that is short, best first; judged by the rules of the solver."""

    _inherit = "cs.roster"

    gap_count = fields.Integer(string="Shifts with Too Few People", compute="_compute_gap_count")

    @api.depends("slot_ids.kind", "slot_ids.shift_type_id", "published_at")
    def _compute_gap_count(self):
        today = fields.Date.today()
        for roster in self:
            is_told = roster.published_at and roster._sees_plan()
            roster.gap_count = len(roster._gaps(today)) if is_told else 0

    def action_find_cover(self):
        """The list of who could step in, for each shift that is short from today on."""
        self.ensure_one()
        return self._open_cover(self._gaps(fields.Date.today()))

    def _open_cover(self, gaps):
        self.ensure_one()
        self._check_planner()
        problem = self._prepare_problem()
        plan = self._plan(problem)
        batch = uuid4().hex
        lines = [
            {**self._prepare_cover(gap, rank, candidate), "roster_id": self.id, "batch": batch}
            for gap in gaps
            for rank, candidate in enumerate(self._rank_cover(gap[0], gap[1], problem, plan), 1)
        ]
        covers = self.env["cs.roster.cover"].create(lines)
        action = self.env["ir.actions.act_window"]._for_xml_id("cs_roster.cs_roster_cover_action")
        return {**action, "domain": [("id", "in", covers.ids)]}

    def _prepare_cover(self, gap, rank, candidate):
        date, shift_type, count, target = gap
        return {
            "gap": self._gap_label(date, shift_type, count, target),
            "date": date,
            "shift_type_id": shift_type.id,
            "rank": rank,
            "employee_id": candidate["employee_id"],
            "agent": candidate["agent"],
            "cell": candidate["cell"],
            "is_allowed": candidate["is_allowed"],
            "reason": candidate["reason"],
        }

    def _rank_cover(self, date, shift_type, problem=None, plan=None):
        """Those who could take the shift on the date as dicts, the best first.

        Whoever breaks a rule that must be kept comes last, with the rule.
        """
        problem = problem or self._prepare_problem()
        plan = plan or self._plan(problem)
        day = (date - self.date_from).days
        found = []
        for agent in problem.agents:
            if self._may_move(problem, plan, agent, day, shift_type.code):
                found.append(self._judge_cover(problem, plan, agent, day, shift_type.code))
        return sorted(found, key=lambda c: (not c["is_allowed"], c["cost"], c["agent"]))

    def _may_move(self, problem, plan, agent, day, code):
        """Not who is away, fixed, there already, or missed where they are."""
        cell = plan[agent.key][day]
        if day in agent.fixed or cell in (LEAVE, code) or code not in agent.allowed:
            return False
        if cell in OFF:
            return True
        there = sum(row[day] == cell for row in plan.values())
        return there > problem.shift(cell).target[day]

    def _judge_cover(self, problem, plan, agent, day, code):
        cells = plan[agent.key]
        changed = [*cells[:day], code, *cells[day + 1 :]]
        before = check_agent(problem, agent, cells)
        broken = [v for v in check_agent(problem, agent, changed) if v not in before]
        wishes = [wish.weight for wish in agent.wishes if (wish.day, wish.cell) == (day, REST)]
        cost = WARNING * len(broken) + WISH * sum(wishes)
        cost += CALL_IN if cells[day] in OFF else 0
        shift = problem.shift(code)
        if shift.is_night:
            nights = {s.code for s in problem.shifts if s.is_night}
            cost += agent.nights + sum(cell in nights for cell in cells)
        names = {agent.key: agent.name}
        texts = [self._violation_text(violation, names) for violation in broken]
        if wishes:
            texts.append(self.env._("Wishes to rest."))
        return {
            "employee_id": int(agent.key),
            "agent": agent.name,
            "cell": "" if cells[day] == EMPTY else self._cell_label(cells[day]),
            "is_allowed": not any(violation.level == BLOCK for violation in broken),
            "cost": cost,
            "reason": " ".join(texts),
        }
