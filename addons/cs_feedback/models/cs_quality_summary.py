from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain import summary as plain


class CsQualitySummary(models.Model):
    """What a month of feedback says about quality and service, for the departments (S-22, S-69).

    Its period runs from the day after the last summary's end to the day before it is due. Once
    issued, nothing in it changes.
    """

    _name = "cs.quality.summary"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "cs.number.mixin",
        "cs.deadline.mixin",
        "cs.export.mixin",
        "cs.form.mixin",
    ]
    _description = "Quality Summary"
    _order = "month desc, id desc"

    PROTECTED_FIELDS = frozenset(
        {
            "company_id", "month", "date_from", "date_to", "due_date", "issued_at", "issued_by_id",
            "is_late",
        }
    )  # fmt: skip
    STATE_FIELDS = {"draft": frozenset({"conclusion", "lang"})}
    TRANSITIONS = {"refresh": (("draft",), "draft"), "issue": (("draft",), "issued")}
    TRANSITION_GROUPS = {
        "refresh": ("cs_base.group_cs_base_clerk",),
        "issue": ("cs_base.group_cs_base_manager",),
    }

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    month = fields.Date(required=True, readonly=True, help="The first day of the month.")
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)
    due_date = fields.Date(string="To Be Issued by", required=True, readonly=True)
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        required=True,
        help="The language of the summary, whoever reads it.",
    )
    conclusion = fields.Text(help="What the figures say, and what has to change.")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        index=True,
    )
    issued_at = fields.Datetime(string="Issued on", readonly=True)
    issued_by_id = fields.Many2one("res.users", string="Issued by", readonly=True)
    is_late = fields.Boolean(
        string="Late", readonly=True, help="Issued after the day on which it was due."
    )
    section_ids = fields.One2many("cs.quality.summary.section", "summary_id", string="Figures")
    receipt_ids = fields.One2many("cs.quality.summary.receipt", "summary_id", string="Departments")
    read_count = fields.Integer(compute="_compute_read_count")
    receipt_count = fields.Integer(compute="_compute_read_count")

    _month_unique = models.UniqueIndex(
        "(company_id, month)", "There is a summary of this month already."
    )
    _ends_after_start = models.Constraint(
        "CHECK (date_to >= date_from)", "The period of a summary has at least one day."
    )

    @api.depends("receipt_ids.read_at")
    def _compute_read_count(self):
        for summary in self:
            receipts = summary.receipt_ids
            summary.read_count = len(receipts.filtered("read_at"))
            summary.receipt_count = len(receipts)

    @api.depends("name", "month")
    def _compute_display_name(self):
        for summary in self:
            summary.display_name = f"{summary.name} ({summary.month:%Y-%m})"

    def action_refresh(self):
        """Take the figures anew; comments stay."""
        return self._transition("refresh")

    def action_draft_now(self):
        """Draft the summary of this month before its time, or show it; whatever is selected."""
        self.check_access("write")
        company = self.env.company
        month = company._cs_today().replace(day=1)
        domain = Domain("company_id", "=", company.id)
        found = self.search(domain & Domain("month", ">=", month), limit=1)
        # sudo: a draft is made by code alone, behind the check above
        found = found or self.sudo()._draft(company, month, self.env.lang).sudo(False)
        return self._open_records(found, "cs_feedback.cs_quality_summary_action")

    def _do_refresh(self):
        for summary in self:
            summary._take_figures()

    def write(self, vals):
        result = super().write(vals)
        if "lang" in vals:
            self._do_refresh()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A quality summary stays on record."))

    # When it is drafted

    @api.model
    def _cron_draft(self):
        """Draft what is due soon and keep the figures of drafts up to date.

        Whatever was missed while the machine stood is made up for.
        """
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            for month in self._months_to_draft(company):
                self._draft(company, month, company.partner_id.lang)
                self.env["ir.cron"]._commit_progress(1)
        drafts = self.search([("state", "=", "draft")]).try_lock_for_update()
        drafts._do_refresh()

    @api.model
    def _months_to_draft(self, company):
        """Months whose summary is missing; no further back than the month before this one."""
        if not self._departments_of(company):
            return
        today = company._cs_today()
        month = today.replace(day=1)
        last = self.search([("company_id", "=", company.id)], order="month desc", limit=1)
        if last:
            month = max(plain.next_month(last.month), plain.month_before(today))
        while self._due_day(company, month) - timedelta(days=company.cs_summary_lead_days) <= today:
            yield month
            month = plain.next_month(month)

    @api.model
    def _due_day(self, company, month):
        return plain.due_day(month, company.cs_summary_day, company.cs_summary_weekend)

    @api.model
    def _departments_of(self, company):
        return self.env["hr.department"].search(
            [("cs_gets_summary", "=", True), ("company_id", "in", [company.id, False])]
        )

    @api.model
    def _draft(self, company, month, lang=None):
        summary = self._with_key().create(self._prepare_draft_vals(company, month, lang))
        summary = summary.with_env(self.env)
        summary._give_number()
        summary._take_figures()
        summary._schedule_deadline_activity(
            summary._deadline_responsible_users(),
            self.env._("Comment on the quality summary and issue it"),
        )
        return summary

    @api.model
    def _prepare_draft_vals(self, company, month, lang):
        due = self._due_day(company, month)
        last = self.search([("company_id", "=", company.id)], order="date_to desc", limit=1)
        start = last.date_to + timedelta(days=1) if last else None
        if not start or start >= due:
            start = self._due_day(company, plain.month_before(month))
        installed = dict(self.env["res.lang"].get_installed())
        return {
            "company_id": company.id,
            "month": month,
            "date_from": start,
            "date_to": due - timedelta(days=1),
            "due_date": due,
            "deadline_date": due,
            "lang": lang if lang in installed else next(iter(installed)),
        }

    def _deadline_responsible_users(self):
        return self._deadline_group_users("cs_base.group_cs_base_manager")

    def _deadline_escalation_users(self):
        above = self._deadline_group_users("cs_base.group_cs_base_general_manager")
        return super()._deadline_escalation_users() | above

    # Its period

    def _bounds(self, first, last):
        """The first moment of a period and the first one after it, in UTC."""
        midnight = self.company_id._cs_midnight
        return [midnight(first), midnight(last + timedelta(days=1))]

    def _previous(self):
        """The summary before this one."""
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("date_to", "<", self.date_from)
        return self.search(domain, order="date_to desc", limit=1)
