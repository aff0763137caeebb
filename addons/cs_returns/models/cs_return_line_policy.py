from odoo import api, fields, models

from ..domain import policy


class CsReturnLine(models.Model):
    """Who bears the cost of a line, and why (S-43, S-44).

    The verdict is judged on what holds when the application is submitted: a reason,
    category or setting that changes later does not touch it.
    """

    _inherit = "cs.return.line"

    PROTECTED_FIELDS = frozenset(
        {"override_outcome", "override_reason", "override_user_id"}
        | {"shelf_life_days", "policy_outcome", "policy_rule", "outcome"}
    )

    shelf_life_days = fields.Integer(
        compute="_compute_policy", store=True, readonly=True, help="Days from the order."
    )
    policy_outcome = fields.Selection(
        "_outcomes", string="Verdict", compute="_compute_policy", store=True
    )
    policy_rule = fields.Selection(
        [
            ("same_year", "No quality fault, same year"),
            ("cross_year", "No quality fault, earlier year"),
            ("quality_cross_year", "Quality fault, earlier year"),
            ("quality_no_shelf_life", "Quality fault, unlimited shelf life"),
            ("quality_in_shelf_life", "Quality fault within the shelf life"),
            ("shelf_life_over", "Quality fault after the shelf life"),
            ("batch_fault", "Faulty batch, by verdict"),
            ("transit_loss", "Lost or damaged by the carrier"),
        ],
        compute="_compute_policy",
        store=True,
    )
    policy_explanation = fields.Char(string="Because", compute="_compute_policy_explanation")
    override_outcome = fields.Selection("_outcomes", readonly=True, copy=False)
    override_reason = fields.Char(readonly=True, copy=False)
    override_user_id = fields.Many2one("res.users", readonly=True, copy=False)
    outcome = fields.Selection("_outcomes", compute="_compute_outcome", store=True, index=True)

    @api.model
    def _outcomes(self):
        return [
            (policy.FREE, self.env._("Free of Charge")),
            (policy.CUSTOMER_PAYS, self.env._("Dealer Pays Freight")),
            (policy.REFUSED, self.env._("Refused")),
        ]

    # the reason's flag, the shelf life and the settings are left out on purpose: see above
    @api.depends(
        "reason_id", "sale_line_id", "return_id.application_date",
        "return_id.claim_id", "return_id.dispute_id",
    )  # fmt: skip
    def _compute_policy(self):
        for line in self:
            if not line.sale_line_id or not line.reason_id:
                line.update({"shelf_life_days": 0, "policy_outcome": False, "policy_rule": False})
                continue
            company = line.company_id
            shelf_life = line.product_id.product_tmpl_id._cs_shelf_life_days(company)
            ruling = line.return_id._policy_ruling()
            verdict = (
                policy.Verdict(policy.FREE, ruling)
                if ruling
                else policy.judge(
                    line._order_date(),
                    line.return_id.application_date,
                    shelf_life,
                    line.reason_id.is_quality_fault,
                    company.cs_return_bars_quality_cross_year,
                )
            )
            line.shelf_life_days = shelf_life
            line.policy_outcome = verdict.outcome
            line.policy_rule = verdict.rule

    def _freeze_policy(self):
        """Judge once more, on the data of this day, before the application goes on."""
        for name in ("shelf_life_days", "policy_outcome", "policy_rule"):
            self.env.add_to_compute(self._fields[name], self)

    def _order_date(self):
        """Day of the order in the company's time zone."""
        return self.company_id._cs_day(self.order_id.date_order)

    @api.depends("policy_rule", "override_reason")
    @api.depends_context("lang")
    def _compute_policy_explanation(self):
        for line in self:
            line.policy_explanation = line.override_reason or line._explain_policy()

    def _explain_policy(self):
        if not self.policy_rule:
            return False
        ordered = self._order_date()
        end = policy.shelf_life_end(ordered, self.shelf_life_days)
        values = {
            "ordered": fields.Date.to_string(ordered),
            "end": fields.Date.to_string(end) if end else "",
        }
        texts = {
            "same_year": self.env._(
                "No quality fault, ordered this year (%(ordered)s): the dealer pays the freight."
            ),
            "cross_year": self.env._(
                "No quality fault, ordered in an earlier year (%(ordered)s): not taken back."
            ),
            "quality_cross_year": self.env._(
                "Ordered in an earlier year (%(ordered)s): not taken back, not even for quality."
            ),
            "quality_no_shelf_life": self.env._(
                "Quality fault of goods without shelf life: the company pays."
            ),
            "quality_in_shelf_life": self.env._(
                "Quality fault within the shelf life, which ends on %(end)s: the company pays."
            ),
            "shelf_life_over": self.env._("The shelf life ended on %(end)s: not taken back."),
            "batch_fault": self.env._("The whole batch is faulty by verdict: the company pays."),
            "transit_loss": self.env._("Lost or damaged by the carrier: the dealer pays nothing."),
        }
        return texts[self.policy_rule] % values

    @api.depends("policy_outcome", "override_outcome")
    def _compute_outcome(self):
        for line in self:
            line.outcome = line.override_outcome or line.policy_outcome

    def _clear_override(self):
        overruled = self.filtered("override_outcome")
        if overruled:
            overruled._write_protected(
                {"override_outcome": False, "override_reason": False, "override_user_id": False}
            )

    def action_override(self):
        """Open the dialog in which a manager overrules the verdict."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Overrule the Verdict"),
            "res_model": "cs.return.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_line_id": self.id},
        }
