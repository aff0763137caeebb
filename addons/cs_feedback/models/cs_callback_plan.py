from collections import defaultdict
from datetime import timedelta
from itertools import cycle
from secrets import randbelow

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain.sample import draw
from .cs_delivery_followup_opening import SILENT

# of what a dealer may have had something in the period: model, date, and what counts
SOURCES = {
    "order": ("sale.order", "date_order", [("state", "=", "sale")]),
    "delivery": ("cs.delivery.followup", "shipped_at", []),
    "case": ("cs.feedback", "solved_at", [("state", "in", ("solved", "closed"))]),
}


class CsCallbackPlan(models.Model):
    """Headquarters call a sample of each office's dealers and appraise the regions (S-92).

    The sample is random, and drawn again from its seed it is the same.
    """

    _name = "cs.callback.plan"
    _inherit = ["mail.thread", "cs.transition.mixin"]
    _description = "Call-back Plan"
    _order = "date_to desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "generate": (("draft",), "running"),
        "close": (("running",), "closed"),
    }
    STATE_FIELDS = {
        "draft": frozenset(
            {
                "company_id", "date_from", "date_to", "source", "team_ids", "sample_by",
                "sample_size", "sample_percent", "user_ids", "deadline",
            }
        ),
    }  # fmt: skip
    PROTECTED_FIELDS = frozenset({"seed", "population"})

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("closed", "Closed")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    source = fields.Selection(
        [("order", "An Order"), ("delivery", "A Delivery"), ("case", "A Case")],
        string="Dealers with",
        required=True,
        default="order",
        help="What a dealer had in the period.",
    )
    team_ids = fields.Many2many(
        "crm.team",
        string="Offices and Regions",
        check_company=True,
        help="Empty for all. A region stands for its offices.",
    )
    sample_by = fields.Selection(
        [("size", "Fixed Number"), ("percent", "Percentage")], required=True, default="size"
    )
    sample_size = fields.Integer(string="Dealers per Office", default=5)
    sample_percent = fields.Float(string="Percentage per Office", default=10.0)
    user_ids = fields.Many2many(
        "res.users",
        string="Who Calls",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="The calls are shared out evenly.",
    )
    deadline = fields.Date(string="Call until", required=True)
    seed = fields.Integer(readonly=True, copy=False, help="Draws the same sample again.")
    population = fields.Integer(string="Dealers to Choose from", readonly=True, copy=False)
    callback_ids = fields.One2many("cs.callback", "plan_id", string="Call-backs")
    callback_count = fields.Integer(compute="_compute_progress")
    done_count = fields.Integer(string="Calls Done", compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")

    _period_possible = models.Constraint(
        "CHECK (date_from <= date_to)", "The period of a plan begins before it ends."
    )
    _sample_possible = models.Constraint(
        "CHECK (sample_size > 0 AND sample_percent > 0 AND sample_percent <= 100)",
        "The sample takes at least one dealer and at most all of them.",
    )

    @api.depends("callback_ids.state")
    def _compute_progress(self):
        counts = defaultdict(lambda: defaultdict(int))
        for plan, state, count in self.env["cs.callback"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"]
        ):
            counts[plan][state] = count
        for plan in self:
            total = sum(counts[plan].values())
            plan.callback_count = total
            plan.done_count = total - counts[plan]["open"]
            plan.progress = 100.0 * plan.done_count / total if total else 0.0

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for plan in self:
            if plan.state != "draft":
                raise UserError(
                    self.env._("The calls of %s stay on record; close it instead.", plan.name)
                )

    # Actions

    def action_generate(self):
        """Draw the sample and share out the calls."""
        return self._transition("generate")

    def action_close(self):
        """The calls that have not been made are not made any more."""
        return self._transition("close")

    def action_open_callbacks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("cs_feedback.cs_callback_action")
        action["domain"] = [("plan_id", "=", self.id)]
        action["context"] = {"create": False}
        return action

    def action_open_ranking(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_feedback.cs_callback_analysis_action"
        )
        action["domain"] = [("plan_id", "=", self.id)]
        return action

    # The sample

    def _check_can_generate(self):
        for plan in self:
            if not plan.user_ids:
                raise UserError(self.env._("Say who makes the calls of %s first.", plan.name))
            for user in plan.user_ids:
                if not self.env["cs.callback"].with_user(user).has_access("write"):
                    raise UserError(
                        self.env._(
                            "%s does not work in customer service; choose somebody else to call.",
                            user.name,
                        )
                    )

    def _do_generate(self):
        for plan in self:
            seed = plan.seed or randbelow(2**31 - 1) + 1
            plan._write_protected({"seed": seed})
            groups = plan._dealers_by_office()
            plan._create_callbacks(plan._draw(groups))
            plan._write_protected({"population": sum(map(len, groups.values()))})

    def _draw(self, groups):
        """Pairs of an office and a dealer, the same for the same seed."""
        percent = self.sample_percent if self.sample_by == "percent" else None
        chosen = draw(groups, self.seed, self.sample_size, percent)
        if not chosen:
            raise UserError(
                self.env._(
                    "No dealer of these offices had anything in the period of %s; choose another.",
                    self.name,
                )
            )
        return chosen

    def _dealers_by_office(self):
        """Ids of the dealers that had something in the period, by the id of their office."""
        model, date, extra = SOURCES[self.source]
        domain = Domain(extra) & Domain("company_id", "=", self.company_id.id)
        midnight = self.company_id._cs_midnight
        domain &= Domain(date, ">=", midnight(self.date_from))
        domain &= Domain(date, "<", midnight(self.date_to + timedelta(days=1)))
        found = self.env[model]._read_group(domain, ["partner_id"])
        dealers = self.env["res.partner"].union(*(row[0] for row in found)).commercial_partner_id
        wanted = set((self.team_ids | self.team_ids.cs_office_ids).ids)
        groups = defaultdict(list)
        for dealer in dealers.filtered("active"):
            office = dealer._cs_office_in(self.company_id) or 0
            if not wanted or office in wanted:
                groups[office].append(dealer.id)
        return groups

    def _create_callbacks(self, chosen):
        known = set(self.callback_ids.partner_id.ids)
        callers = cycle(self.user_ids.ids)
        self.env["cs.callback"].with_context(**SILENT)._with_key().create(
            [
                {
                    "plan_id": self.id,
                    "company_id": self.company_id.id,
                    "partner_id": partner_id,
                    "user_id": next(callers),
                    "deadline_date": self.deadline,
                }
                for _office, partner_id in chosen
                if partner_id not in known
            ]
        )

    def _do_close(self):
        open_calls = self.callback_ids.filtered(lambda call: call.state == "open")
        if open_calls:
            open_calls._transition("cancel")
