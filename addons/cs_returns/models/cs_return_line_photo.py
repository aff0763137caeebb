from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.cs_base.domain.photo import PhotoError, check_photo, clean_photo

PHOTOS_PER_LINE = 10
PHOTO_TYPES = ("image/jpeg", "image/png", "image/webp")


class CsReturnLine(models.Model):
    """Photos of the goods; who may see the line may see them."""

    _inherit = "cs.return.line"

    STATE_FIELDS = {"draft": frozenset({"photo_ids"})}

    photo_ids = fields.Many2many(
        "ir.attachment",
        "cs_return_line_photo_rel",
        "line_id",
        "attachment_id",
        string="Photos",
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._adopt_photos()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "photo_ids" in vals:
            self._adopt_photos()
        return result

    def _adopt_photos(self):
        """Photos uploaded before the line was saved become the line's."""
        for line in self:
            # sudo: photos that nobody but their uploader can read before they have a line
            for photo_sudo in line.photo_ids.sudo():
                is_own = photo_sudo.create_uid == self.env.user
                if is_own and not photo_sudo.res_id and photo_sudo.res_model == self._name:
                    photo_sudo.res_id = line.id

    @api.constrains("photo_ids")
    def _check_photos(self):
        for line in self:
            # sudo: what is not the line's photo is refused here
            photos_sudo = line.photo_ids.sudo()
            if len(photos_sudo) > PHOTOS_PER_LINE:
                raise ValidationError(line._too_many_photos_message())
            for photo in photos_sudo:
                is_ours = photo.res_model == line._name and photo.res_id in (0, line.id)
                if not is_ours or photo.mimetype not in PHOTO_TYPES:
                    raise ValidationError(self._bad_photo_message())
                try:
                    check_photo(photo.raw)
                except PhotoError:
                    raise ValidationError(self._bad_photo_message()) from None

    def _add_photos(self, contents):
        """Photos from outside, drawn anew before they are kept."""
        self.ensure_one()
        if len(self.photo_ids) + len(contents) > PHOTOS_PER_LINE:
            raise UserError(self._too_many_photos_message())
        try:
            cleaned = [clean_photo(content) for content in contents]
        except PhotoError:
            raise UserError(self._bad_photo_message()) from None
        first = len(self.photo_ids) + 1
        photos = self.env["ir.attachment"].create(
            [
                {
                    "name": f"photo-{number}.jpg",
                    "raw": content,
                    "mimetype": "image/jpeg",
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for number, content in enumerate(cleaned, start=first)
            ]
        )
        self.photo_ids |= photos
        return photos

    def _bad_photo_message(self):
        return self.env._(
            "This file cannot be taken: send photos as JPEG, PNG or WEBP of at most 10 MB each."
        )

    def _too_many_photos_message(self):
        return self.env._(
            "There is room for %(count)s photos of %(product)s; remove some first.",
            count=PHOTOS_PER_LINE,
            product=self._goods_label(),
        )

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
