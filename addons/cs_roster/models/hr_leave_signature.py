from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError

APPROVED = ("validate1", "validate")


class HrLeave(models.Model):
    """Time off of who works by roster needs a slip that the supervisor signs (S-86).

    It is drawn by whoever approves, in the same step; without it nothing approves the request,
    neither a button nor a call.
    """

    _name = "hr.leave"
    _inherit = ["hr.leave", "cs.protected.mixin", "cs.form.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_signature", "cs_signed_by_id", "cs_signed_at"})

    cs_signature = fields.Binary(string="Signature", copy=False)
    cs_signed_by_id = fields.Many2one("res.users", string="Signed by", copy=False)
    cs_signed_at = fields.Datetime(string="Signed on", copy=False)
    cs_needs_signature = fields.Boolean(compute="_compute_cs_needs_signature")
    cs_can_find_cover = fields.Boolean(compute="_compute_cs_can_find_cover")

    @api.depends("employee_id", "state", "cs_signed_at")
    def _compute_cs_needs_signature(self):
        rostered = self._cs_rostered()
        for leave in self:
            is_open = leave.state in ("confirm", "refuse") and not leave.cs_signed_at
            leave.cs_needs_signature = is_open and leave in rostered

    @api.depends("employee_id", "state")
    @api.depends_context("uid")
    def _compute_cs_can_find_cover(self):
        rostered = self._cs_rostered()
        for leave in self:
            is_away = leave.state == "validate" and leave in rostered
            leave.cs_can_find_cover = is_away and bool(leave._cs_planned_roster())

    def _cs_planned_roster(self):
        """The roster of these days, if the user plans it."""
        self.ensure_one()
        roster = self._cs_roster()
        return roster if roster and roster._is_planner() else roster.browse()

    def action_cs_sign(self):
        """The dialog in which the supervisor draws the signature and approves."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_roster.cs_leave_signature_action"
        )
        return {**action, "context": {"default_leave_ids": self.ids}}

    def action_approve(self, check_state=True):
        unsigned = self.filtered("cs_needs_signature")
        if unsigned and not self._is_key_present():
            unsigned._cs_refuse_unsigned(self)
        # sudo: the hours of the roster are those of the request, whoever approves
        self._cs_rostered().filtered(
            lambda leave: leave.state == "confirm"
        ).sudo()._cs_follow_hours()
        return super().action_approve(check_state=check_state)

    def _cs_refuse_unsigned(self, asked):
        """:param asked: the requests that are to be approved, these among them"""
        for leave in self:
            if leave.validation_type == "no_validation":
                raise UserError(
                    self.env._(
                        "“%(type)s” is approved by nobody, but time off of %(agent)s needs the "
                        "signature of a supervisor; choose another type.",
                        type=leave.holiday_status_id.name,
                        agent=leave.employee_id.name,
                    )
                )
        raise RedirectWarning(
            self._cs_unsigned_message(), asked.action_cs_sign(), self.env._("Sign and Approve")
        )

    def _cs_unsigned_message(self):
        return self.env._(
            "Time off of %(agents)s needs your signature; sign it and approve in one step.",
            agents=self._format_list(self.employee_id.mapped("name")),
        )

    def _cs_approve_signed(self, signature):
        """Approve with the drawn signature of the user.

        :raises AccessError: the user does not approve these requests
        :raises UserError: the user would sign for themselves
        """
        unsigned = self.filtered("cs_needs_signature")
        for leave in unsigned:
            leave._cs_check_signer()
        # sudo: the signature is nobody's to write; who signs is checked above
        unsigned.sudo()._with_key().write(
            {
                "cs_signature": signature,
                "cs_signed_by_id": self.env.uid,
                "cs_signed_at": fields.Datetime.now(),
            }
        )
        return self.action_approve()

    def _cs_check_signer(self):
        self.check_access("read")
        # sudo: whose request it is
        if self.sudo().employee_id.user_id == self.env.user:
            raise UserError(self.env._("Nobody signs their own time off; ask your supervisor."))
        if not (self.can_approve or self.can_validate):
            raise AccessError(
                self.env._(
                    "%s is signed by whoever approves it: the approver of the agent's time off, "
                    "or personnel.",
                    self.display_name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._cs_check_signed()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in APPROVED:
            self._cs_check_signed()
        elif vals.get("state") in ("confirm", "refuse"):
            self._cs_forget_signature()
        return result

    def _cs_check_signed(self):
        unsigned = self._cs_rostered().filtered(
            lambda leave: leave.state in APPROVED and not leave.cs_signed_at
        )
        if unsigned and not self._is_key_present():
            raise UserError(unsigned._cs_unsigned_message())

    def _cs_forget_signature(self):
        """What was signed is not approved any more; a new approval is signed anew."""
        signed = self.filtered("cs_signed_at")
        if signed:
            # sudo: the signature is nobody's to write
            signed.sudo()._with_key().write(
                {"cs_signature": False, "cs_signed_by_id": False, "cs_signed_at": False}
            )

    def _split_leaves(self, split_date_from, split_date_to=False):
        """Both parts of a request that is cut in two keep its signature."""
        keyed = self._with_key()
        return super(HrLeave, keyed)._split_leaves(split_date_from, split_date_to)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        if self._is_key_present():
            for leave, vals in zip(self, vals_list, strict=True):
                vals.update(
                    cs_signature=leave.cs_signature,
                    cs_signed_by_id=leave.cs_signed_by_id.id,
                    cs_signed_at=leave.cs_signed_at,
                )
        return vals_list

    def _form_signatures(self):
        """Boxes of the printed slip."""
        self.ensure_one()
        return [
            self._form_signature(self.env._("Agent"), self.employee_id.name),
            self._form_signature(
                self.env._("Supervisor"),
                self.cs_signed_by_id.name,
                self.cs_signed_at,
                self.cs_signature,
            ),
            self._form_signature(self.env._("Personnel")),
        ]

    def _form_shifts(self):
        """The shifts that the time off takes, as the agent was told."""
        self.ensure_one()
        slots = self._cs_slots_by_date().get(self.employee_id.id, {})
        return [slot for _date, slot in sorted(slots.items()) if slot._has_hours()]
