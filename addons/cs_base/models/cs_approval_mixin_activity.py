from odoo import fields, models
from odoo.fields import Domain


class CsApprovalMixin(models.AbstractModel):
    """Whom the approval chain asks, and what it tells."""

    _inherit = "cs.approval.mixin"

    def _approval_log(self, step):
        if not hasattr(self, "message_post"):
            return
        labels = dict(step._fields["state"]._description_selection(self.env))
        text = self.env._(
            "%(step)s: %(decision)s by %(user)s",
            step=step.name,
            decision=labels[step.state],
            user=step.decided_by_id.name,
        )
        self._message_log(body="\n".join(filter(None, (text, step.comment))))

    # Activities: what a signer sees

    def _schedule_approval_activities(self, steps):
        activity_type = self.env.ref("cs_base.mail_activity_type_approval")
        today = fields.Date.context_today(self)
        due = {}
        for step, candidates in steps._candidate_users().items():
            for user in candidates:
                due.setdefault(user, (step.name, step.deadline_date or today))
        # sudo: activities are made for colleagues, by whoever submits or signs
        self.env["mail.activity"].sudo().create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "activity_type_id": activity_type.id,
                    "summary": summary,
                    "date_deadline": deadline,
                    "user_id": user.id,
                    "automated": True,
                }
                for user, (summary, deadline) in due.items()
            ]
        )

    def _drop_approval_activities(self, steps):
        """Ask nobody any more but who may sign those of the steps that are pending."""
        pending = steps.filtered(lambda step: step.state == "pending")
        candidates = pending._candidate_users()
        still_asked = self.env["res.users"].union(*candidates.values())
        activity_type = self.env.ref("cs_base.mail_activity_type_approval")
        # sudo: the activities belong to the other possible signers
        activities = (
            self.env["mail.activity"]
            .sudo()
            .search(
                Domain("res_model", "=", self._name)
                & Domain("res_id", "=", self.id)
                & Domain("activity_type_id", "=", activity_type.id)
                & (
                    Domain("user_id", "not in", still_asked.ids)
                    | Domain("user_id", "=", self.env.uid)
                )
            )
        )
        activities.unlink()
