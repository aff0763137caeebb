from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from ..domain import clock
from .cs_feedback import UNSOLVED

CLERKS = ("cs_base.group_cs_base_clerk",)


class CsFeedback(models.Model):
    """The way of a case: office, region, customer service, departments, general manager (S-56)."""

    _inherit = "cs.feedback"

    TRANSITIONS = {
        "take": (("new", "open"), "open"),
        "forward": (("new", "open"), "open"),
        "ask": (("new", "open"), "open"),
        "hand_back": (("open",), "open"),
        "wait": (("new", "open"), "waiting"),
        "resume": (("waiting",), "open"),
        "solve": (UNSOLVED, "solved"),
        "close": (("solved",), "closed"),
        "reopen": (("solved", "closed"), "open"),
        "cancel": (UNSOLVED, "cancel"),
    }
    TRANSITION_GROUPS = {
        name: ("base.group_user",)
        for name in ("take", "forward", "hand_back", "wait", "resume", "solve", "close", "reopen")
    } | {"ask": CLERKS, "cancel": CLERKS}
    BULK_ACTIONS = frozenset({"action_take", "action_forward", "action_close"})

    def action_take(self):
        """Work on the case oneself."""
        return self._transition("take")

    def action_forward(self):
        """Pass the case to the next step of the routing table."""
        return self._transition("forward")

    def action_resume(self):
        """The customer has answered; the clocks run again."""
        return self._transition("resume")

    def action_close(self):
        """Nothing is left to do; the customer is asked for a rating."""
        return self._transition("close")

    def action_ask(self):
        return self._action_dialog("cs.feedback.ask", self.env._("Ask Departments"))

    def action_hand_back(self):
        return self._action_step("hand_back", self.env._("Hand Back"))

    def action_wait(self):
        return self._action_step("wait", self.env._("Ask the Customer"))

    def action_solve(self):
        return self._action_step("solve", self.env._("Solve"))

    def action_reopen(self):
        return self._action_step("reopen", self.env._("Reopen"))

    def action_cancel(self):
        return self._action_step("cancel", self.env._("Cancel"))

    def _action_step(self, step, title):
        action = self._action_dialog("cs.feedback.step", title)
        action["context"]["default_step"] = step
        return action

    def _action_dialog(self, model, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_feedback_id": self.ensure_one().id},
        }

    # Who may

    def _check_holder(self):
        for case in self:
            if not case._is_holder():
                raise UserError(
                    self.env._(
                        "%(case)s is with %(holder)s now; ask there, or customer service.",
                        case=case.name,
                        holder=case._holder_name(),
                    )
                )

    def _holder_name(self):
        # sudo: the name of the step and of the user who has the case
        hop_sudo = self.sudo().hop_id
        return self.user_id.sudo().name or hop_sudo.name or self.env._("customer service")

    def _check_can_take(self, **kwargs):
        self._check_holder()

    def _check_can_forward(self, **kwargs):
        self._check_holder()
        for case, route in self._next_routes().items():
            if not route:
                raise UserError(
                    self.env._("%s is at its last step; solve it or hand it back.", case.name)
                )
            if route.level == "department" and not route._departments_in(case.company_id):
                raise UserError(
                    self.env._(
                        "The step “%(step)s” names no department; ask departments yourself.",
                        step=route.name,
                    )
                )
        self._check_nobody_asked()

    def _check_nobody_asked(self):
        # sudo: whether answers are missing, not what was asked
        for case in self.sudo():
            missing = case.answer_ids.filtered(lambda answer: answer.state == "asked")
            if missing:
                raise UserError(
                    self.env._(
                        "%(case)s still waits for %(departments)s.",
                        case=case.name,
                        departments=self._format_list(missing.department_id.mapped("name")),
                    )
                )

    def _check_can_ask(self, departments, question):
        for case in self:
            # sudo: whether the department was asked
            asked = case.sudo().answer_ids.filtered(lambda answer: answer.state == "asked")
            twice = asked.department_id & departments
            if twice:
                raise UserError(
                    self.env._(
                        "%(departments)s is asked on %(case)s already.",
                        departments=self._format_list(twice.mapped("name")),
                        case=case.name,
                    )
                )

    def _check_can_hand_back(self, text):
        self._check_holder()
        self._check_nobody_asked()
        for case in self:
            if not case._previous_hop():
                raise UserError(self.env._("%s has not been anywhere before.", case.name))

    def _check_can_wait(self, text):
        self._check_holder()

    def _check_can_resume(self, **kwargs):
        self._check_holder()

    def _check_can_solve(self, text):
        self._check_holder()
        self._check_nobody_asked()

    def _check_can_close(self, **kwargs):
        self._check_holder()

    def _check_can_reopen(self, text):
        self._check_holder()

    # Effects

    def _do_take(self):
        self._write_protected({"user_id": self.env.uid})
        self._write_hop_user()

    def _do_forward(self):
        self._enter(self._next_routes())

    def _do_ask(self, departments, question):
        self._enter_departments(departments, question)

    def _do_hand_back(self, text):
        by_hop = defaultdict(self.browse)
        for case in self:
            by_hop[case._previous_hop()] |= case
        for hop, cases in by_hop.items():
            cases._enter_hop(hop._same_again(), text)

    def _do_wait(self, text):
        self._begin_pause("customer")
        self._tell_customer(text)
        self._mark_answered()
        self._refresh_clocks()

    def _do_resume(self):
        self._end_pause()
        self._refresh_clocks()

    def _do_solve(self, text):
        now = fields.Datetime.now()
        self._end_pause()
        self._tell_customer(text)
        self._mark_answered()
        self._leave_hop(text)
        self._write_protected({"solved_at": now, "resolution": text})
        self._refresh_clocks()
        self._log_on_customers(self.env._("solved"))
        self.activity_unlink(["cs_feedback.mail_activity_type_feedback"])

    def _do_close(self):
        return {"closed_at": fields.Datetime.now()}

    def _do_reopen(self, text=None):
        # the time since the solution is no time of ours: the clocks stood
        # sudo: pauses are written by the steps of the case alone
        pauses = self.env["cs.feedback.pause"].sudo()._with_key()
        now = fields.Datetime.now()
        pauses.create(
            [
                {"feedback_id": case.id, "kind": "solved", "start": case.solved_at, "stop": now}
                for case in self
            ]
        )
        self._write_protected({"solved_at": False, "closed_at": False, "state": "open"})
        for hop, cases in self.grouped("hop_id").items():
            cases._enter_hop(hop._same_again(), text)

    def _do_cancel(self, text):
        self._end_pause()
        self._leave_hop(text)
        self._write_protected({"state": "cancel"})
        self._refresh_clocks()
        self._log_each(text)
        self.activity_unlink(["cs_feedback.mail_activity_type_feedback"])
        # sudo: nobody is asked on a case that is no more
        self.sudo().answer_ids.filtered(lambda answer: answer.state == "asked")._withdraw()

    # Steps of the way

    def _next_routes(self):
        """``{case: the next step of the routing table}``, an empty one at the end."""
        following = {}
        for company, cases in self.grouped("company_id").items():
            routes = self.env["cs.feedback.route"]._of_company(company)
            for case in cases:
                # sudo: how far the case has come
                now = case.sudo().hop_id.sequence if case.hop_id else -1
                following[case] = next(
                    (
                        route
                        for route in routes
                        if route.sequence > now and route._is_next_for(case)
                    ),
                    routes.browse(),
                )
        return following

    def _enter(self, routes):
        """Cases come to the given steps, all of one step at once."""
        groups = defaultdict(self.browse)
        for case, route in routes.items():
            groups[route, case.company_id, route and route._holder(case)] |= case
        for (route, company, holder), cases in groups.items():
            if route.level == "department":
                cases._enter_departments(route._departments_in(company), None, route)
            elif route:
                cases._enter_hop(route._prepare_hop_vals(holder))
            else:
                cases._refresh_clocks()

    def _enter_departments(self, departments, question, route=None):
        route = (
            route
            or self.env["cs.feedback.route"]
            ._of_company(self.company_id[:1])
            .filtered(lambda route: route.level == "department")[:1]
        )
        values = route._prepare_hop_vals() if route else self._departments_hop_vals()
        self._enter_hop(values)
        self.env["cs.feedback.answer"]._ask(self, departments, question)

    def _departments_hop_vals(self):
        """A step of departments that no routing table names."""
        return {"name": self.env._("Departments"), "level": "department", "sequence": 40}

    def _enter_hop(self, values, note=None):
        """Leave the present step and enter another one, kept as it was then."""
        now = fields.Datetime.now()
        self._leave_hop(note)
        # sudo: steps are written by the case alone
        hops = self.env["cs.feedback.hop"].sudo()._with_key()
        made = hops.create([{**values, "feedback_id": case.id, "entered_at": now} for case in self])
        for case, hop in zip(self, made, strict=True):
            case._with_key().hop_id = hop
        change = {"level": values["level"]}
        if values["level"] != "department":
            # whoever asks departments keeps the case
            change["user_id"] = values.get("user_id")
        self._write_protected(change)
        self._refresh_clocks()
        self._tell_holder()

    def _leave_hop(self, note=None):
        now = fields.Datetime.now()
        for cases, working in self._by_working_time():
            groups = defaultdict(self.env["cs.feedback.hop"].browse)
            for case in cases:
                hop = case.hop_id
                if hop and not hop.left_at:
                    spent = clock.elapsed(hop.entered_at, now, case._clock_pauses(), working)
                    late = bool(hop.due and hop.due < now)
                    groups[spent.total_seconds() / 3600, late] |= hop
            for (hours, late), hops in groups.items():
                values = {"left_at": now, "spent_hours": hours, "is_late": late}
                hops._with_key().write({**values, "note": note} if note else values)

    def _note_answers(self):
        """Once all departments have answered, the case goes back to whoever asked them."""
        for case in self:
            is_missing = any(answer.state == "asked" for answer in case.answer_ids)
            if case.level == "department" and case.state == "open" and not is_missing:
                case._enter_hop(case._previous_hop()._same_again())
                case._schedule_work(case.env._("All departments have answered"))

    def _previous_hop(self):
        # sudo: steps of the case
        hops = self.sudo().hop_ids.filtered(
            lambda hop: hop.sequence < self.hop_id.sequence and hop.level != "department"
        )
        return hops[-1:]

    def _write_hop_user(self):
        """The present step has whom the case has."""
        # sudo: steps are written by the case alone
        for user, cases in self.sudo().grouped("user_id").items():
            cases.hop_id._with_key().write({"user_id": user.id})
