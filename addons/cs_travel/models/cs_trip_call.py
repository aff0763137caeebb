from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .cs_trip_day_finding import FINDING_STATES


class CsTripCall(models.Model):
    """What a dealer says about a day: asked by a clerk, or answered in the portal (S-34).

    Written once. The traveller never reads it: dealers complain only where they are not
    named to the one they complain about.
    """

    _name = "cs.trip.call"
    _inherit = ["cs.protected.mixin"]
    _description = "Check of a Day with a Dealer"
    _order = "called_at desc, id desc"
    _check_company_auto = True

    PROTECTED_FIELDS = frozenset({"channel", "caller_id", "called_at"})

    day_id = fields.Many2one("cs.trip.day", required=True, index=True, ondelete="restrict")
    trip_id = fields.Many2one(related="day_id.trip_id", store=True, index=True)
    company_id = fields.Many2one(related="day_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="day_id.user_id", store=True, string="Traveller")
    day_partner_ids = fields.Many2many(related="day_id.partner_ids", string="Planned Dealers")
    partner_id = fields.Many2one(
        "res.partner",
        string="Dealer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        check_company=True,
        help="Who was asked: a dealer planned for the day, or another one.",
    )
    called_at = fields.Datetime(
        string="Time", required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    result = fields.Selection(
        [
            ("confirmed", "Confirmed"),
            ("not_seen", "Not Seen"),
            ("not_reached", "Not Reached"),
            ("complaint", "Complains of Solicited Benefits"),
        ],
        required=True,
        index=True,
    )
    channel = fields.Selection(
        [("phone", "Phone"), ("portal", "Portal")], required=True, readonly=True, default="phone"
    )
    caller_id = fields.Many2one(
        "res.users",
        string="Entered by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    note = fields.Char(size=500)

    _portal_unique = models.UniqueIndex(
        "(day_id, partner_id) WHERE channel = 'portal'",
        "This visit has been answered already.",
    )

    @api.depends("day_id", "result")
    def _compute_display_name(self):
        labels = dict(self._fields["result"]._description_selection(self.env))
        for call in self:
            call.display_name = f"{call.day_id.display_name} {labels.get(call.result, '')}".strip()

    @api.depends("day_id")
    def _compute_partner_id(self):
        """The dealer of the day, where there is but one."""
        for call in self:
            dealers = call.day_id.partner_ids
            call.partner_id = call.partner_id or (dealers if len(dealers) == 1 else False)

    @api.model_create_multi
    def create(self, vals_list):
        calls = super().create(vals_list)
        if not self._is_key_present():
            calls._check_can_log()
        return calls

    def _check_can_log(self):
        for call in self:
            day = call.day_id
            day.check_access("read")
            if call.user_id == self.env.user:
                raise AccessError(self.env._("Somebody else asks about your own days."))
            if day.state not in FINDING_STATES or not day.active:
                raise UserError(
                    self.env._(
                        "Calls about %s cannot be logged: its trip is neither under way nor being "
                        "audited, or a change has replaced the day.",
                        day.display_name,
                    )
                )
            if day.date > day.trip_id._today():
                raise UserError(
                    self.env._(
                        "%s has not begun yet; ask the dealer on that day or later.",
                        day.display_name,
                    )
                )
