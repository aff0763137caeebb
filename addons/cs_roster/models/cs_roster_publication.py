from odoo import fields, models
from odoo.exceptions import UserError

SENTENCES_SHOWN = 5


class CsRoster(models.Model):
    """Publishing: what is planned becomes what agents are told, and they are told (S-77)."""

    _inherit = "cs.roster"

    def action_publish(self):
        for roster in self:
            roster._check_planner()
        return self._transition("publish")

    def action_lock(self):
        return self._transition("lock")

    def action_unlock(self):
        return self._transition("unlock")

    def _check_role(self, name):
        """The head of the department publishes and locks, though it edits no attendances."""
        self.check_access("read")
        if not all(roster._is_planner() for roster in self):
            raise UserError(
                self.env._(
                    "%s: this is for the head of the department and for those who manage "
                    "attendances.",
                    self._format_list(self.mapped("name")),
                )
            )

    def _check_can_publish(self):
        """No agent without a cell, and no rule broken that must be kept."""
        for roster in self:
            problem = roster._prepare_problem()
            if not roster.slot_ids:
                raise UserError(self.env._("%s is empty; generate or paint it first.", roster.name))
            blocking = [v for v in roster._violations(problem) if v.level == "block"]
            if blocking:
                names = {agent.key: agent.name for agent in problem.agents}
                texts = [roster._violation_text(v, names) for v in blocking[:SENTENCES_SHOWN]]
                raise UserError(
                    self.env._(
                        "%(roster)s breaks %(count)s rules that must be kept:\n%(texts)s",
                        roster=roster.name,
                        count=len(blocking),
                        texts="\n".join(texts),
                    )
                )

    def _do_publish(self):
        for roster in self:
            changed = roster.slot_ids.filtered(
                lambda s: (s.kind, s.shift_type_id) != (s.published_kind, s.published_type_id)
            )
            for slots in changed.grouped(lambda s: s._published_key()).values():
                slots._with_key().write(slots[0]._prepare_published_vals())
            roster._tell(changed.employee_id, is_first=not roster.published_at)
        return {"published_at": fields.Datetime.now(), "published_by_id": self.env.uid}

    def _tell(self, employees, is_first):
        """A message to each agent whose month is new or has changed."""
        self.ensure_one()
        for lang, told in employees.user_id.grouped("lang").items():
            roster = self.with_context(lang=lang)
            if is_first:
                body = roster.env._("Your shifts of %s are published.", roster.name)
            else:
                body = roster.env._("Your shifts of %s have changed.", roster.name)
            roster.message_notify(subject=body, body=body, partner_ids=told.partner_id.ids)
