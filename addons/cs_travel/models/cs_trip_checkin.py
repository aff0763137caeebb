from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

# what tells where somebody was; kept for a limited time
PERSONAL_FIELDS = ("latitude", "longitude", "accuracy", "partner_id", "distance_km", "photo")


class CsTripCheckin(models.Model):
    """A traveller's word, at a time and mostly with a place, that they are there (S-34).

    Written once, by the traveller's own button; nobody has a right to change it. Positions are
    personal data and are deleted after some time.
    """

    _name = "cs.trip.checkin"
    _inherit = ["cs.protected.mixin"]
    _description = "Check-in of a Traveller"
    _order = "checked_in_at desc, id desc"

    day_id = fields.Many2one(
        "cs.trip.day", required=True, readonly=True, index=True, ondelete="restrict"
    )
    trip_id = fields.Many2one(related="day_id.trip_id", store=True, index=True)
    company_id = fields.Many2one(related="day_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="day_id.user_id", store=True, string="Traveller")
    checked_in_at = fields.Datetime(string="Time", required=True, readonly=True)
    position_state = fields.Selection(
        [
            ("given", "With Position"),
            ("none", "Without Position"),
            ("deleted", "Position Deleted"),
        ],
        string="Position",
        required=True,
        readonly=True,
    )
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    accuracy = fields.Float(string="Accuracy (m)", digits=(10, 1), readonly=True)
    datum = fields.Selection(
        [("wgs84", "WGS 84")],
        default="wgs84",
        readonly=True,
        help="Maps of China shift their positions by some hundred metres against WGS 84.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Nearest Dealer",
        readonly=True,
        index="btree_not_null",
        help="Of the dealers planned for the day whose place is known.",
    )
    distance_km = fields.Float(
        string="Distance (km)", digits=(10, 2), readonly=True, help="From the nearest dealer."
    )
    is_far = fields.Boolean(string="Far from the Dealer", readonly=True)
    photo = fields.Image(readonly=True, max_width=2048, max_height=2048)
    note = fields.Char(readonly=True)

    @api.model
    def _protected_fields(self):
        return frozenset(self._fields)

    @api.model_create_multi
    def create(self, vals_list):
        """A check-in comes from the button of its day and from nowhere else."""
        if not self._is_key_present():
            raise AccessError(self.env._("Check in by the button on the day of your trip."))
        return super().create(vals_list)

    @api.depends("day_id", "checked_in_at")
    def _compute_display_name(self):
        for checkin in self:
            moment = fields.Datetime.context_timestamp(checkin, checkin.checked_in_at)
            checkin.display_name = f"{checkin.day_id.display_name} {moment:%H:%M}"

    @api.model
    def _cron_delete_positions(self, limit=500):
        """Positions and photos go after the days that the company has set; time and day stay."""
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        for company in companies.filtered(lambda company: company.cs_trip_position_days > 0):
            before = fields.Datetime.now() - timedelta(days=company.cs_trip_position_days)
            domain = (
                Domain("company_id", "=", company.id)
                & Domain("checked_in_at", "<", before)
                & (Domain("position_state", "=", "given") | Domain("photo", "!=", False))
            )
            while checkins := self.search(domain, limit=limit):
                checkins._delete_position()
                if not self.env["ir.cron"]._commit_progress(len(checkins)):
                    return

    def _delete_position(self):
        with_position = self.filtered(lambda checkin: checkin.position_state == "given")
        with_position._with_key().write({"position_state": "deleted", "is_far": False})
        self._with_key().write(dict.fromkeys(PERSONAL_FIELDS, False))
