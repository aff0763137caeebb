import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.cs_base.domain.photo import MAX_BYTES, PhotoError, clean_photo

from ..domain.distance import is_number, is_position, nearest

NOTE_LENGTH = 200
# a phone that knows its place no better does not know it
MAX_ACCURACY = 10_000_000


class CsTripDay(models.Model):
    """Checking in on the day (S-34)."""

    _inherit = "cs.trip.day"

    checkin_ids = fields.One2many("cs.trip.checkin", "day_id", string="Check-in Log", readonly=True)
    can_check_in = fields.Boolean(compute="_compute_can_check_in")

    @api.depends("state", "date", "active", "user_id")
    @api.depends_context("uid")
    def _compute_can_check_in(self):
        for day in self:
            day.can_check_in = day.user_id == self.env.user and day._is_under_way()

    def _is_under_way(self):
        """Whether this is today, where the traveller is, on a trip that is being travelled."""
        return self.state == "approved" and self.active and self.date == self.trip_id._today()

    def action_check_in(self, latitude=None, longitude=None, accuracy=None, photo=None, note=None):
        """Write down that the traveller is there now. Called by the traveller's own browser.

        :param latitude: degrees (WGS 84), together with ``longitude``; a phone may refuse both
        :param accuracy: radius in metres within which the phone believes itself
        :param photo: JPEG, PNG or WEBP, as base64
        :return: what the browser tells the traveller
        :raises AccessError: not the traveller
        :raises UserError: not today, or what was sent cannot be taken
        """
        self.ensure_one()
        self.check_access("read")
        self._check_can_check_in()
        values = {
            "day_id": self.id,
            "checked_in_at": fields.Datetime.now(),
            **self._prepare_position_vals(latitude, longitude, accuracy),
            "photo": self._clean_photo(photo),
            "note": self._clean_note(note),
        }
        # sudo: nobody has a right to make check-ins but by this method
        checkin = self.env["cs.trip.checkin"].sudo()._with_key().create(values)
        return {
            "position_state": checkin.position_state,
            "is_far": checkin.is_far,
            "dealer": checkin.partner_id.name or False,
            "distance_km": round(checkin.distance_km, 1),
        }

    def _check_can_check_in(self):
        if self.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "Only %(traveller)s checks in on %(day)s.",
                    traveller=self.employee_id.name,
                    day=self.display_name,
                )
            )
        if self.state != "approved" or not self.active:
            raise UserError(
                self.env._(
                    "%s is not being travelled; check in on an approved trip.", self.display_name
                )
            )
        if not self._is_under_way():
            raise UserError(
                self.env._(
                    "%(day)s is not today (%(today)s); check in on the day itself.",
                    day=self.display_name,
                    today=self.trip_id._today(),
                )
            )

    def _prepare_position_vals(self, latitude, longitude, accuracy):
        if latitude is None and longitude is None:
            return {"position_state": "none"}
        if not is_position(latitude, longitude) or not self._is_accuracy(accuracy):
            raise UserError(
                self.env._(
                    "Your phone sent an impossible position; check in again, or without a position."
                )
            )
        dealer_id, km = nearest((latitude, longitude), self._dealer_places())
        radius = self.company_id.sudo().cs_trip_checkin_radius
        return {
            "position_state": "given",
            "latitude": latitude,
            "longitude": longitude,
            "accuracy": accuracy,
            "partner_id": dealer_id,
            "distance_km": km,
            "is_far": km is not None and km > radius,
        }

    def _is_accuracy(self, accuracy):
        return accuracy is None or (is_number(accuracy) and 0 <= accuracy <= MAX_ACCURACY)

    def _dealer_places(self):
        """The dealers planned for the day whose place is known."""
        # sudo: travellers need not be able to read every dealer
        return {
            dealer.id: (dealer.partner_latitude, dealer.partner_longitude)
            for dealer in self.sudo().partner_ids
            if dealer.partner_latitude or dealer.partner_longitude
        }

    def _clean_photo(self, photo):
        if not photo:
            return False
        try:
            # four characters of base64 hold three bytes
            if not isinstance(photo, str) or len(photo) > MAX_BYTES * 4 / 3 + 4:
                raise PhotoError("size")
            return base64.b64encode(clean_photo(base64.b64decode(photo, validate=True)))
        except (PhotoError, binascii.Error, ValueError):
            raise UserError(
                self.env._("This photo cannot be taken: send a JPEG, PNG or WEBP of at most 10 MB.")
            ) from None

    def _clean_note(self, note):
        if not isinstance(note, str):
            return False
        return note.replace("\0", "").strip()[:NOTE_LENGTH] or False
