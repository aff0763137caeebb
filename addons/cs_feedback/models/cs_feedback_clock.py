from collections import defaultdict
from datetime import timedelta

from pytz import utc

from odoo import api, fields, models
from odoo.fields import Domain

from ..domain import clock
from .cs_feedback import UNSOLVED

# how far working time is looked up at first, and at most
HORIZONS = (timedelta(days=60), timedelta(days=800))


class CsFeedback(models.Model):
    """Two clocks run from the moment of receipt: to the first answer and to the solution."""

    _inherit = "cs.feedback"

    PROTECTED_FIELDS = frozenset(
        {
            "answered_at", "solved_at", "answer_due", "solve_due", "next_due",
            "is_warned", "is_escalated",
        }
    )  # fmt: skip

    answered_at = fields.Datetime(string="First Answered on", readonly=True, copy=False)
    solved_at = fields.Datetime(string="Solved on", readonly=True, copy=False)
    answer_due = fields.Datetime(string="First Answer by", readonly=True, copy=False)
    solve_due = fields.Datetime(
        string="Solution by",
        readonly=True,
        copy=False,
        help="Moves on by the time for which the clocks stood.",
    )
    next_due = fields.Datetime(
        string="Due",
        readonly=True,
        copy=False,
        index=True,
        help="The nearest of first answer, present step and solution.",
    )
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    is_answer_late = fields.Boolean(
        string="First Answer Late", compute="_compute_is_answer_late", store=True
    )
    is_solve_late = fields.Boolean(
        string="Solution Late", compute="_compute_is_solve_late", store=True
    )
    is_warned = fields.Boolean(readonly=True, copy=False)
    is_escalated = fields.Boolean(readonly=True, copy=False)
    pause_ids = fields.One2many("cs.feedback.pause", "feedback_id", readonly=True)

    @api.depends("next_due")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for case in self:
            case.is_overdue = bool(case.next_due and case.next_due < now)

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        if False in value:
            return Domain.TRUE
        return Domain("next_due", "<", fields.Datetime.now())

    @api.depends("answered_at", "answer_due")
    def _compute_is_answer_late(self):
        for case in self:
            done, due = case.answered_at, case.answer_due
            case.is_answer_late = bool(done and due and done > due)

    @api.depends("solved_at", "solve_due")
    def _compute_is_solve_late(self):
        for case in self:
            done, due = case.solved_at, case.solve_due
            case.is_solve_late = bool(done and due and done > due)

    # Working time

    @api.model
    def _working_intervals(self, company, start, stop):
        """When the company works, in UTC; nothing is left out of an always open calendar."""
        calendar = company.resource_calendar_id
        if not calendar:
            return None
        # sudo: when a company works is no secret, its calendar is not readable in the portal
        found = calendar.sudo()._work_intervals_batch(utc.localize(start), utc.localize(stop))
        return [
            (begin.astimezone(utc).replace(tzinfo=None), end.astimezone(utc).replace(tzinfo=None))
            for begin, end, _records in found[False]
        ]

    def _clock_pauses(self):
        return [(pause.start, pause.stop or None) for pause in self.pause_ids]

    def _due_after(self, start, hours, working):
        """When so many hours will have passed on the case's clock; None while it stands."""
        if not hours:
            return None
        return clock.due(start, timedelta(hours=hours), self._clock_pauses(), working)

    def _by_working_time(self):
        """Pairs of cases and the working intervals that they share; None where all time counts."""
        for company, cases in self.grouped("company_id").items():
            in_work = cases.filtered("type_id.is_working_time")
            if cases - in_work:
                yield cases - in_work, None
            if in_work:
                yield in_work, in_work._shared_intervals(company)

    def _shared_intervals(self, company):
        now = fields.Datetime.now()
        start = min([now, *self.mapped("received_at")])
        hours = max(
            [0, *self.mapped("type_id.solve_hours"), *self.mapped("type_id.answer_hours")]
            + self.hop_id.mapped("allowed_hours")
        )
        working = None
        for horizon in HORIZONS:
            working = self._working_intervals(company, start, now + horizon)
            if working is None or clock.elapsed(now, clock.FOREVER, (), working) >= timedelta(
                hours=hours
            ):
                break
        return working

    def _refresh_clocks(self):
        """Work out anew when answer, step and solution are due; pauses and types have changed."""
        groups = defaultdict(self.browse)
        # sudo: clocks and steps are written by code alone
        for cases, working in self.sudo()._by_working_time():
            for case in cases:
                groups[tuple(case._prepare_due_vals(working).items())] |= case
        for values, cases in groups.items():
            cases._write_protected(dict(values))

    def _prepare_due_vals(self, working):
        """Values of the clocks; a new next moment is warned of and escalated anew."""
        kind, hop = self.type_id, self.hop_id
        answer = self._due_after(self.received_at, kind.answer_hours, working)
        solve = self._due_after(self.received_at, kind.solve_hours, working)
        step = (
            hop and not hop.left_at and self._due_after(hop.entered_at, hop.allowed_hours, working)
        )
        is_running = self.state in UNSOLVED and not self.solved_at
        moments = [
            is_running and not self.answered_at and answer,
            is_running and step,
            is_running and solve,
        ]
        following = min(filter(None, moments), default=False)
        values = {"answer_due": answer or False, "solve_due": solve or False, "next_due": following}
        if following != self.next_due:
            values |= {"is_warned": False, "is_escalated": False}
        if hop:
            hop._with_key().due = step or False
        return values

    # Pauses

    def _begin_pause(self, kind):
        # sudo: pauses are written by the steps of the case alone
        pauses = self.env["cs.feedback.pause"].sudo()._with_key()
        now = fields.Datetime.now()
        pauses.create([{"feedback_id": case.id, "kind": kind, "start": now} for case in self])

    def _end_pause(self):
        # sudo: as above
        open_pauses = self.sudo().pause_ids.filtered(lambda pause: not pause.stop)
        open_pauses._with_key().write({"stop": fields.Datetime.now()})

    def _mark_answered(self):
        """The first answer has gone to the customer; later ones change nothing."""
        fresh = self.filtered(lambda case: not case.answered_at)
        if fresh:
            fresh._write_protected({"answered_at": fields.Datetime.now()})
            fresh._refresh_clocks()
