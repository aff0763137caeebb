from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CsShiftSwap(models.Model):
    """Two agents exchange what they do on the dates of two slots (S-77).

    The peer accepts, the supervisor approves. Both times the rule checker of the solver looks at
    the month as it would be; what it then breaks anew is told and stops the swap.
    """

    _name = "cs.shift.swap"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.transition.mixin"]
    _description = "Swap of Shifts"
    _order = "id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "ask": (("draft",), "asked"),
        "accept": (("asked",), "accepted"),
        "approve": (("accepted",), "approved"),
        "refuse": (("asked", "accepted"), "refused"),
        "cancel": (("draft", "asked", "accepted"), "cancel"),
    }
    PROTECTED_FIELDS = frozenset({"decided_by_id", "decided_at", "was"})
    STATE_FIELDS = {"draft": frozenset({"slot_id", "peer_slot_id", "reason"})}

    slot_id = fields.Many2one(
        "cs.roster.slot",
        string="My Day",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    peer_slot_id = fields.Many2one(
        "cs.roster.slot",
        string="Day of the Colleague",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    roster_id = fields.Many2one(related="slot_id.roster_id", store=True, index=True)
    company_id = fields.Many2one(related="slot_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="slot_id.department_id", store=True)
    employee_id = fields.Many2one(related="slot_id.employee_id", store=True, string="Asked by")
    peer_id = fields.Many2one(
        related="peer_slot_id.employee_id", store=True, string="Colleague", index=True
    )
    user_id = fields.Many2one(related="employee_id.user_id", store=True, index=True)
    peer_user_id = fields.Many2one(
        related="peer_id.user_id", store=True, index=True, string="User of the Colleague"
    )
    kind = fields.Selection(
        [("swap", "Swap"), ("give", "Give away"), ("rest", "Move a rest day")],
        compute="_compute_kind",
        store=True,
    )
    reason = fields.Char()
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("asked", "Colleague Asked"),
            ("accepted", "To Approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("cancel", "Cancelled"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    # what the days were when the colleague was asked, so that nobody agrees to something else
    was = fields.Json(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_part")
    is_peer = fields.Boolean(compute="_compute_part")
    is_supervisor = fields.Boolean(compute="_compute_part")

    @api.depends("slot_id.date", "peer_slot_id.date")
    def _compute_kind(self):
        for swap in self:
            kinds = swap.slot_id.published_kind, swap.peer_slot_id.published_kind
            if kinds == ("rest", "rest"):
                swap.kind = "rest"
            elif kinds == ("shift", "rest") and swap.slot_id.date == swap.peer_slot_id.date:
                swap.kind = "give"
            else:
                swap.kind = "swap"

    @api.depends("user_id", "peer_user_id", "roster_id")
    @api.depends_context("uid")
    def _compute_part(self):
        for swap in self:
            swap.is_mine = swap.user_id == self.env.user
            swap.is_peer = swap.peer_user_id == self.env.user
            swap.is_supervisor = (
                not (swap.is_mine or swap.is_peer)
                and bool(swap.roster_id)
                and swap.sudo().roster_id.with_env(self.env)._is_planner()
            )

    @api.depends("employee_id", "peer_id", "slot_id.date")
    def _compute_display_name(self):
        for swap in self:
            swap_sudo = swap.sudo()  # sudo: agents read no employees, only names
            if not (swap_sudo.employee_id and swap_sudo.peer_id):
                swap.display_name = self.env._("New Swap")
                continue
            swap.display_name = (
                f"{swap_sudo.employee_id.name} ⇄ {swap_sudo.peer_id.name} "
                f"{swap_sudo.slot_id.date or ''}"
            )

    @api.constrains("slot_id", "peer_slot_id")
    def _check_slots(self):
        for swap in self.sudo():  # sudo: the slots are looked at, whoever may read them
            mine, other = swap.slot_id, swap.peer_slot_id
            if mine.employee_id == other.employee_id:
                raise ValidationError(self.env._("Choose a day of a colleague, not of your own."))
            if mine.roster_id != other.roster_id:
                raise ValidationError(
                    self.env._("Both days have to be in the same month of the same department.")
                )
            if not {mine.published_kind, other.published_kind} <= {"shift", "rest"}:
                raise ValidationError(
                    self.env._("Only published shifts and rest days can be exchanged.")
                )

    def write(self, vals):
        result = super().write(vals)
        if "slot_id" in vals and not self.env.su:
            self._check_asker()
        return result

    def _check_asker(self):
        """A record rule says the same of new swaps; it does not see what a change leads to."""
        for swap in self:
            if not (swap.is_mine or swap.is_supervisor):
                raise UserError(
                    self.env._("You can only ask for a swap of your own days; choose one of yours.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(swap.state != "draft" for swap in self):
            raise UserError(
                self.env._("A swap that a colleague was asked for stays on record; cancel it.")
            )
