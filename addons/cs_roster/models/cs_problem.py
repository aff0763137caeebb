from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CsProblem(models.Model):
    """A problem that an agent met, and how it was helped: the problem register (S-78).

    Noted at once; every week the head gets what is open, and answers it.
    """

    _name = "cs.problem"
    _inherit = ["cs.link.mixin", "cs.shift.book.mixin"]
    _description = "Problem"
    _order = "noted_at desc, id desc"

    TRANSITIONS = {
        "answer": (("open",), "answered"),
        "reopen": (("answered",), "open"),
    }
    PROTECTED_FIELDS = frozenset({"answered_by_id", "answered_at", "digest_ids"})
    LINK_FIELDS = ("product_id",)
    STATE_FIELDS = {"open": frozenset({"name", "product_id", "method", "answer"})}

    name = fields.Char(string="Problem", required=True)
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    method = fields.Text(help="How you helped, or what you would suggest.")
    answer = fields.Text(help="By the head of the department.")
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    answered_at = fields.Datetime(string="Answered on", readonly=True, copy=False)
    digest_ids = fields.Many2many(
        "cs.problem.digest",
        "cs_problem_digest_problem_rel",
        "problem_id",
        "digest_id",
        string="Collections",
        readonly=True,
        copy=False,
    )
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered")],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("state", "department_id.manager_id.user_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        for problem in self:
            problem.can_answer = problem.state == "open" and problem._is_supervised()

    @api.model_create_multi
    def create(self, vals_list):
        problems = super().create(vals_list)
        problems.filtered("answer")._check_supervised()
        return problems

    def write(self, vals):
        if "answer" in vals:
            self._check_supervised()
        return super().write(vals)

    def _check_supervised(self):
        """:raises AccessError: somebody else answers"""
        if not self.env.su and not all(problem._is_supervised() for problem in self):
            raise AccessError(
                self.env._("Problems are answered by the head of the department; ask there.")
            )

    def action_answer(self):
        return self._transition("answer")

    def action_reopen(self):
        return self._transition("reopen")

    def _check_role(self, name):
        super()._check_role(name)
        if name == "answer":
            self._check_supervised()

    def _check_can_answer(self):
        for problem in self:
            if not (problem.answer or "").strip():
                raise UserError(self.env._("Write an answer to “%s” first.", problem.name))

    def _do_answer(self):
        return {"answered_by_id": self.env.uid, "answered_at": fields.Datetime.now()}

    def _do_reopen(self):
        return {"answered_by_id": False, "answered_at": False}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_uncollected(self):
        # sudo: collections are for heads
        if self.sudo().digest_ids or any(problem.state != "open" for problem in self):
            raise UserError(
                self.env._("A problem that the head has received stays in the register.")
            )
