from odoo import fields, models
from odoo.exceptions import UserError

from ..solver.checker import check


class CsShiftSwap(models.Model):
    """The steps of a swap, from the question to the exchange of the cells."""

    _inherit = "cs.shift.swap"

    def action_ask(self):
        return self._transition("ask")

    def action_accept(self):
        return self._transition("accept")

    def action_approve(self):
        return self._transition("approve")

    def action_refuse(self):
        return self._transition("refuse")

    def action_cancel(self):
        return self._transition("cancel")

    def _check_role(self, name):
        """The one who asks, the colleague and the supervisor each have their own steps."""
        self.check_access("read")
        parts = {
            "ask": ("is_mine",),
            "cancel": ("is_mine",),
            "accept": ("is_peer",),
            "approve": ("is_supervisor",),
            "refuse": ("is_peer", "is_supervisor"),
        }[name]
        for swap in self:
            may = any(swap[part] for part in parts)
            # a colleague without a login is asked by word of mouth; the supervisor accepts
            if name == "accept" and not swap.peer_user_id:
                may = swap.is_supervisor
            if name in ("ask", "cancel"):
                may = may or swap.is_supervisor
            # the colleague refuses what is asked of them, not what they have accepted
            if name == "refuse" and swap.is_peer:
                may = swap.state == "asked"
            if not may:
                raise UserError(swap._part_message(name))

    def _part_message(self, name):
        self.ensure_one()
        if name in ("ask", "cancel"):
            return self.env._(
                "This is for %s, who asks for the swap.", self.sudo().employee_id.name
            )
        if name == "accept":
            return self.env._("This is for %s, who is asked.", self.sudo().peer_id.name)
        return self.env._(
            "This is for the supervisor of %s, who has no part in the swap.",
            self.sudo().department_id.name,
        )

    def _check_can_ask(self):
        self._check_fits()

    def _check_can_accept(self):
        self._check_unchanged()
        self._check_fits()

    def _check_can_approve(self):
        self._check_unchanged()
        self._check_fits()

    def _check_unchanged(self):
        for swap in self.sudo():  # sudo: the slots are compared, whoever may read them
            if swap.was != swap._snapshot():
                raise UserError(
                    self.env._(
                        "The shifts of %s have changed since the swap was asked for; "
                        "cancel it and ask again.",
                        swap.display_name,
                    )
                )

    def _check_fits(self):
        """The days lie ahead, nothing unpublished is on them, and no rule breaks anew."""
        today = fields.Date.context_today(self)
        for swap in self.sudo():  # sudo: the whole month is judged, agents see only a part
            slots = swap._slots()
            if min(slots.mapped("date")) < today:
                raise UserError(self.env._("The day of %s is over.", swap.display_name))
            if swap.roster_id.state != "published":
                raise UserError(self.env._("%s is not published, or closed.", swap.roster_id.name))
            if any(s._published_pair() != (s.kind, s.shift_type_id) for s in slots):
                raise UserError(
                    self.env._(
                        "The roster is being changed on these days; wait until it is published."
                    )
                )
            swap._check_rules()

    def _slots(self):
        """The slots of both agents on both dates."""
        self.ensure_one()
        dates = {self.slot_id.date, self.peer_slot_id.date}
        slots = (
            self.env["cs.roster.slot"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", (self.employee_id | self.peer_id).ids),
                    ("date", "in", list(dates)),
                    ("roster_id", "=", self.roster_id.id),
                ]
            )
        )
        if len(slots) != 2 * len(dates) or "leave" in slots.mapped("kind"):
            raise UserError(
                self.env._(
                    "On these days one of you is on leave or has no slot; choose another day."
                )
            )
        return slots

    def _snapshot(self):
        """What both agents do on both dates, as JSON."""
        slots = self._slots().sorted(lambda s: (s.date, s.employee_id.id))
        return [[s.employee_id.id, str(s.date), s._cell()] for s in slots]

    def _exchanged(self):
        """{(employee id, date): cell} after the swap."""
        wanted = {}
        for slots in self._slots().grouped("date").values():
            first, second = slots
            wanted[first.employee_id.id, first.date] = second._cell()
            wanted[second.employee_id.id, second.date] = first._cell()
        return wanted

    def _check_rules(self):
        roster = self.roster_id
        problem = roster._prepare_problem()
        before = roster._plan(problem)
        after = {key: list(cells) for key, cells in before.items()}
        for (employee_id, date), cell in self._exchanged().items():
            after[str(employee_id)][(date - roster.date_from).days] = cell
        known = {_place(v) for v in check(problem, before)}
        broken = [v for v in check(problem, after) if v.level == "block" and _place(v) not in known]
        if broken:
            names = {agent.key: agent.name for agent in problem.agents}
            raise UserError(
                self.env._(
                    "The swap cannot be: %s",
                    " ".join(roster._violation_text(v, names) for v in broken),
                )
            )

    def _do_ask(self):
        for swap in self:
            swap._write_protected({"was": swap._snapshot()})
            swap._tell(swap.peer_user_id or swap._supervisors())

    def _do_accept(self):
        for swap in self:
            swap._tell(swap._supervisors())

    def _do_approve(self):
        for swap in self:
            roster = swap.roster_id
            roster._lock_rows()
            wanted = swap._exchanged()
            slots = swap._slots()
            roster._write_cells(wanted, "swap")
            for slot in slots:
                slot._with_key().write(slot._prepare_published_vals())
            roster.message_post(body=self.env._("Swap approved: %s", swap.display_name))
            swap._tell(swap.user_id | swap.peer_user_id)
        return self._prepare_decision_vals()

    def _do_refuse(self):
        for swap in self:
            swap._tell(swap.user_id)
        return self._prepare_decision_vals()

    def _prepare_decision_vals(self):
        return {"decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}

    def _supervisors(self):
        """The head of the department, if the head has no part in the swap."""
        return self.department_id.manager_id.user_id - self.user_id - self.peer_user_id

    def _tell(self, users):
        """A message to those who act next or have to know."""
        self.ensure_one()
        for lang, told in users.grouped("lang").items():
            swap = self.with_context(lang=lang)
            body = swap.env._("Swap of shifts: %s", swap.display_name)
            swap.message_notify(subject=body, body=body, partner_ids=told.partner_id.ids)


def _place(violation):
    return violation.rule, violation.agent, violation.day
