from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.cs_base.domain.photo import PhotoError, check_photo
from odoo.addons.cs_base.models.cs_evidence_mixin import PHOTOS_AT_MOST

PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")


class CsReturnLine(models.Model):
    """Photos of the goods; who may see the line may see them."""

    _name = "cs.return.line"
    _inherit = ["cs.return.line", "cs.evidence.mixin"]

    EVIDENCE_FIELD = "photo_ids"
    STATE_FIELDS = {"draft": frozenset({"photo_ids"})}

    photo_ids = fields.Many2many(
        "ir.attachment",
        "cs_return_line_photo_rel",
        "line_id",
        "attachment_id",
        string="Photos",
        copy=False,
    )

    @api.constrains("photo_ids")
    def _check_photos(self):
        for line in self:
            photos = line._evidence()
            if len(photos) > PHOTOS_AT_MOST:
                raise ValidationError(line._too_many_photos_message())
            for photo in photos:
                try:
                    check_photo(photo.raw if photo.mimetype in PHOTO_TYPES else None)
                except PhotoError:
                    raise ValidationError(self._bad_photo_message()) from None

    def _portal_change(self, quantity, reason, contents):
        """What the dealer changes on a line of a draft. Behind ``_portal_line``."""
        values = {}
        if quantity is not None:
            values["quantity"] = self.return_id._portal_quantity(quantity)
        if reason is not None:
            values["reason_id"] = self.return_id._portal_reason(reason)
        if values:
            self.write(values)
            self._check_can_announce()
        if contents:
            self._add_photos(contents)
