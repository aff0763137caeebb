from odoo import fields, models
from odoo.exceptions import UserError

NEAR = ("office", "region", "salesperson")


class CsFeedback(models.Model):
    """Disputes: the office mediates first; what it cannot settle is ruled on (S-54)."""

    _inherit = "cs.feedback"

    PROTECTED_FIELDS = frozenset({"mediation", "mediated_at", "mediator_id", "ruling_ids"})
    TRANSITIONS = {"mediate": (("new", "open"), "open")}
    TRANSITION_GROUPS = {"mediate": ("base.group_user",)}

    mediation = fields.Text(
        readonly=True, copy=False, help="What the office tried, and what came of it."
    )
    mediated_at = fields.Datetime(string="Mediated on", readonly=True, copy=False)
    mediator_id = fields.Many2one("res.users", string="Mediated by", readonly=True, copy=False)
    ruling_ids = fields.One2many(
        "cs.feedback.ruling", "feedback_id", string="Rulings", readonly=True
    )
    ruling_count = fields.Integer(compute="_compute_ruling_count")

    def _compute_ruling_count(self):
        for case in self:
            case.ruling_count = len(case.ruling_ids)

    def action_mediate(self):
        return self._action_step("mediate", self.env._("Mediation"))

    def action_open_rulings(self):
        """The rulings on this case; a first one is begun."""
        self.ensure_one()
        action = self._open_records(self.ruling_ids, "cs_feedback.cs_feedback_ruling_action")
        action["context"] = {"default_feedback_id": self.id}
        if not self.ruling_ids:
            action["views"] = [(False, "form")]
        return action

    def _needs_mediation(self):
        """Whether the office has a part in this dispute and has not tried to settle it."""
        self.ensure_one()
        if self.kind != "dispute" or self.mediation:
            return False
        # sudo: through whose hands the case has gone
        return any(hop.level in NEAR for hop in self.sudo().hop_ids)

    def _needs_mediation_message(self):
        return self.env._(
            "%s is a dispute: the office mediates first and writes down what came of it.",
            self.name,
        )

    def _check_can_mediate(self, text):
        self._check_holder()

    def _check_can_forward(self, **kwargs):
        super()._check_can_forward(**kwargs)
        for case in self:
            if case.level in NEAR and case._needs_mediation():
                raise UserError(case._needs_mediation_message())

    def _do_mediate(self, text):
        self._log_each(text)
        values = {"mediated_at": fields.Datetime.now(), "mediator_id": self.env.uid}
        for case in self:
            case._write_protected(
                {"mediation": "\n\n".join(filter(None, [case.mediation, text])), **values}
            )
