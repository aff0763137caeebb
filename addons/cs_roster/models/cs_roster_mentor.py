from odoo import api, models


class CsRoster(models.Model):
    """New agents work the shifts of their coach, if the coach is on the roster (S-89)."""

    _inherit = "cs.roster"

    @api.model_create_multi
    def create(self, vals_list):
        rosters = super().create(vals_list)
        for roster in rosters:
            roster._pair_new_agents()
        return rosters

    def _pair_new_agents(self):
        self.ensure_one()
        # sudo: who makes a roster need not read employees
        agents = self.sudo().employee_ids
        free = agents - self.pair_ids.employee_id
        self.env["cs.roster.pair"].create(
            [
                {"roster_id": self.id, "employee_id": agent.id, "mentor_id": agent.coach_id.id}
                for agent in free._cs_new_agents(self.date_from, self.date_to)
                if agent.coach_id in agents - agent
            ]
        )
