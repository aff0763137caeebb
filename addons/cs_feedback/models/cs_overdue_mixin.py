from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain


class CsOverdueMixin(models.AbstractModel):
    """Many small tasks with a deadline: of those that are late managers get one note a day."""

    _name = "cs.overdue.mixin"
    _inherit = ["cs.deadline.mixin"]
    _description = "Deadline of Many Small Tasks"

    # where the list of the model is opened
    OVERDUE_PATH = ""

    def _deadline_escalation_users(self):
        return self.env["res.users"]

    @api.model
    def _check_deadlines(self, company, limit):
        domain = Domain("company_id", "=", company.id)
        domain &= Domain("deadline_date", "<", company._cs_today())
        domain &= Domain("deadline_escalated_date", "=", False)
        count = self.search_count(domain)
        super()._check_deadlines(company, limit)
        if count:
            self._tell_managers_of_overdue(company, count)

    @api.model
    def _tell_managers_of_overdue(self, company, count):
        managers = self.new({"company_id": company.id})._deadline_group_users(
            "cs_base.group_cs_base_manager"
        )
        for user in managers:
            env = self.with_context(lang=user.lang).env
            kind = env["ir.model"]._get(self._name).name
            subject = env._("%(kind)s: %(count)s more are overdue", kind=kind, count=count)
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                subject=subject,
                body=Markup('<a href="/odoo/%s">%s</a>') % (self.OVERDUE_PATH, subject),
            )

    def _prepare_deadline_by_company(self, days_field):
        """Values of a new deadline from today, by company; calendars are asked once each."""
        return {
            company: records[:1]._prepare_deadline_vals(company._cs_today(), company[days_field])
            for company, records in self.grouped("company_id").items()
        }
