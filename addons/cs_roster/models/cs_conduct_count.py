from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

DISMISSAL = 3


class CsConduct(models.Model):
    """The how-manyeth entry of a period it is, and what is proposed for it (S-87).

    The ordinal is counted when it is read, from the entries that are confirmed at that moment. So
    it cannot go wrong when two people decide at once, and it moves by itself when an earlier entry
    is voided or confirmed late. The scale, that is period and amounts, is kept at confirmation: a
    later change of the settings changes no entry.
    """

    _inherit = "cs.conduct"

    currency_id = fields.Many2one(related="company_id.currency_id")
    ordinal = fields.Integer(
        compute="_compute_ordinal",
        help="The how-manyeth confirmed entry of the agent in the period that ends with its date.",
    )
    proposal = fields.Selection(
        [("amount", "Amount"), ("dismissal", "Dismissal"), ("none", "None")],
        compute="_compute_ordinal",
        help="A proposal to personnel; nothing is deducted from pay.",
    )
    proposed_amount = fields.Monetary(compute="_compute_ordinal")
    period_months = fields.Integer(string="Months Counted", readonly=True, copy=False)
    first_amount = fields.Monetary(string="Amount for the First", readonly=True, copy=False)
    second_amount = fields.Monetary(string="Amount for the Second", readonly=True, copy=False)

    def _prepare_scale_vals(self):
        self.ensure_one()
        company = self.company_id
        return {
            "period_months": company.cs_conduct_months,
            "first_amount": company.cs_conduct_first_amount,
            "second_amount": company.cs_conduct_second_amount,
        }

    def _scale(self):
        """Months, first and second amount: those of the decision, before it those of today."""
        self.ensure_one()
        if self.state == "reported":
            vals = self.sudo()._prepare_scale_vals()  # sudo: only the settings of the company
            return vals["period_months"], vals["first_amount"], vals["second_amount"]
        return self.period_months, self.first_amount, self.second_amount

    @api.depends(
        "state",
        "date",
        "kind",
        "employee_id.cs_conduct_ids.state",
        "employee_id.cs_conduct_ids.date",
        "employee_id.cs_conduct_ids.kind",
        "company_id.cs_conduct_months",
        "company_id.cs_conduct_by_kind",
    )
    def _compute_ordinal(self):
        counted = self._counted_by_agent()
        for entry in self:
            entry.ordinal = entry._count_among(counted[entry.employee_id.id])
            entry.proposal, entry.proposed_amount = entry._propose()

    def _counted_by_agent(self):
        """Date, id and kind of all confirmed entries of the agents, by agent."""
        # sudo: all entries of an agent count, whatever part of them the user may read
        confirmed_sudo = self.sudo().search(
            Domain("employee_id", "in", self.employee_id.ids) & Domain("state", "=", "confirmed")
        )
        counted = defaultdict(list)
        for entry_sudo in confirmed_sudo:
            key = (entry_sudo.date, entry_sudo.id, entry_sudo.kind)
            counted[entry_sudo.employee_id.id].append(key)
        return counted

    def _count_among(self, confirmed):
        """The place among the confirmed entries of its agent; a reported one as if it were too."""
        self.ensure_one()
        if self.state == "voided" or not self.date:
            return 0
        own = (self.date, self._origin.id or float("inf"))
        months, _first, _second = self._scale()
        begin = self.date - relativedelta(months=months)
        # sudo: how the company counts is no secret, its settings are
        by_kind = self.sudo().company_id.cs_conduct_by_kind
        return 1 + sum(
            begin < date and (date, number) < own and (not by_kind or kind == self.kind)
            for date, number, kind in confirmed
        )

    def _propose(self):
        self.ensure_one()
        _months, first, second = self._scale()
        if not self.ordinal:
            return "none", 0
        if self.ordinal >= DISMISSAL:
            return "dismissal", 0
        return "amount", first if self.ordinal == 1 else second

    # A decision may move later entries: personnel is told which

    def _transition(self, name, **kwargs):
        self._check_role(name)
        # sudo: entries of the same agents that the user need not read
        near_sudo = self.sudo().employee_id.cs_conduct_ids
        # two decisions at once would each count without the other
        near_sudo._lock_rows()
        before = {entry_sudo: entry_sudo.ordinal for entry_sudo in near_sudo}
        result = super()._transition(name, **kwargs)
        for entry_sudo, ordinal in before.items():
            entry_sudo._note_moved(ordinal, is_decided=entry_sudo in self)
        return result

    def _note_moved(self, before, is_decided):
        """Keep the chatter and the reminder of a proposed dismissal in step with the count."""
        self.ensure_one()
        if self.state == "confirmed" and not is_decided and before != self.ordinal:
            self._message_log(
                body=self.env._(
                    "Another entry was decided: this one is number %(now)s instead of %(before)s.",
                    now=self.ordinal,
                    before=before,
                )
            )
        reminder = ["cs_roster.mail_activity_type_dismissal"]
        is_due = self.state == "confirmed" and self.proposal == "dismissal"
        is_open = bool(self.activity_search(reminder))
        if is_open and not is_due:
            self.activity_unlink(reminder)
        elif is_due and not is_open and (is_decided or before < DISMISSAL):
            self.activity_schedule(
                *reminder,
                summary=self.env._("Dismissal is proposed; decide what is to be done"),
                user_id=self.env.uid,
            )
