from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Domain

DEADLINE_FIELDS = frozenset({"deadline_date", "deadline_reminded_date", "deadline_escalated_date"})


class CsDeadlineMixin(models.AbstractModel):
    """A due date in days, its reminder and its escalation.

    The due day is counted from the day after the start; it is the last day in time.
    """

    _name = "cs.deadline.mixin"
    _inherit = ["cs.transition.mixin"]
    _description = "Deadline with reminder and escalation"

    deadline_date = fields.Date(
        string="Due Date",
        copy=False,
        readonly=True,
        index=True,
        help="Last day to finish the present step in time.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    deadline_reminded_date = fields.Date(copy=False, readonly=True)
    deadline_escalated_date = fields.Date(copy=False, readonly=True)

    PROTECTED_FIELDS = DEADLINE_FIELDS

    @api.depends("deadline_date")
    @api.depends_context("tz")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for record in self:
            record.is_overdue = bool(record.deadline_date and record.deadline_date < today)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain.TRUE if False in value else Domain("deadline_date", "<", today)

    @api.model
    def _deadline_after(self, start, days, company):
        """The last day in time for something to be done ``days`` days after ``start``.

        :param start: date from which the days are counted, itself not counted
        :param days: calendar days, or working days where the company says so
        """
        calendar = company.resource_calendar_id
        if not days or not company.cs_deadline_working_days or not calendar:
            return start + timedelta(days=days)
        zone = company._cs_zone()
        first = zone.localize(datetime.combine(start + timedelta(days=1), time.min))
        end = calendar.plan_days(days, first, compute_leaves=True)
        return end.astimezone(zone).date() if end else start + timedelta(days=days)

    def _prepare_deadline_vals(self, start, days):
        """Values that start a new deadline and forget the reminders of the last one."""
        return {
            "deadline_date": self._deadline_after(start, days, self.company_id),
            "deadline_reminded_date": False,
            "deadline_escalated_date": False,
        }

    def _clear_deadline_vals(self):
        return dict.fromkeys(DEADLINE_FIELDS, False)

    # Reminder and escalation: extension points

    def _deadline_responsible_users(self):
        """Who must act in the present step."""
        return self.env["res.users"]

    def _deadline_escalation_users(self):
        """Who is told when the deadline has passed: the managers of customer service."""
        return self._deadline_group_users("cs_base.group_cs_base_manager")

    def _deadline_group_users(self, xmlid):
        """Employees of a group who work in the company of the document."""
        return self.env["res.users"]._cs_in_group(xmlid, self.company_id)

    @api.model
    def _deadline_models(self):
        return [
            name
            for name, model in self.env.registry.items()
            if not model._abstract and issubclass(model, self.env.registry["cs.deadline.mixin"])
        ]

    @api.model
    def _cron_check_deadlines(self, limit=500):
        """Remind on the last day, escalate after it, each once per deadline."""
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        for name in self._deadline_models():
            for company in companies:
                self.env[name]._check_deadlines(company, limit)

    @api.model
    def _check_deadlines(self, company, limit):
        today = company._cs_today()
        ours = Domain("company_id", "=", company.id)
        for comparison, done_field, step in (
            ("<=", "deadline_reminded_date", self._remind_deadline),
            ("<", "deadline_escalated_date", self._escalate_deadline),
        ):
            domain = ours & Domain("deadline_date", comparison, today)
            domain &= Domain(done_field, "=", False)
            self._run_deadline_step(domain, {done_field: today}, step, limit)

    def _run_deadline_step(self, domain, done_vals, step, limit):
        time_left = True
        while time_left:
            # documents that a user holds at this moment are left for the next run
            found = self.search(domain, limit=limit).try_lock_for_update()
            if not found:
                return
            for record in found:
                step(record)
            found._write_protected(done_vals)
            time_left = self.env["ir.cron"]._commit_progress(len(found))

    @api.model
    def _remind_deadline(self, record):
        record._schedule_deadline_activity(
            record._deadline_responsible_users(),
            record.env._("%s is due", record.display_name),
        )

    @api.model
    def _escalate_deadline(self, record):
        record._schedule_deadline_activity(
            record._deadline_escalation_users(),
            record.env._("%s is overdue", record.display_name),
        )

    def _schedule_deadline_activity(self, users, summary, due=None):
        for user in users:
            self.activity_schedule(
                "cs_base.mail_activity_type_deadline",
                date_deadline=due or self.deadline_date,
                summary=summary,
                user_id=user.id,
            )
