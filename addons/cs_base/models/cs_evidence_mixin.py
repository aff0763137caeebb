from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from ..domain.photo import PhotoError, clean_photo

PHOTOS_AT_MOST = 10


class CsEvidenceMixin(models.AbstractModel):
    """Files on a document that prove something: its own, seen with it, kept once they counted."""

    _name = "cs.evidence.mixin"
    _description = "Document with Evidence"

    # the many2many field that holds the files
    EVIDENCE_FIELD = "evidence_ids"
    # files come by ``_take_evidence()`` only, and nobody changes any file of the document
    IS_SEALED = False

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        is_default = f"default_{self.EVIDENCE_FIELD}" in self.env.context
        for record, vals in zip(records, vals_list, strict=True):
            if is_default or self.EVIDENCE_FIELD in vals:
                record._adopt_evidence()
        return records

    def write(self, vals):
        if self.EVIDENCE_FIELD not in vals:
            return super().write(vals)
        kept = {record: record._kept_evidence() for record in self}
        result = super().write(vals)
        for record in self:
            if kept[record] - record._evidence():
                raise UserError(record._evidence_is_kept_message())
            record._adopt_evidence()
        return result

    def _evidence(self):
        # sudo: which files there are; whoever reads them is asked for a right on the document
        return self.sudo()[self.EVIDENCE_FIELD]

    def _is_evidence_kept(self):
        """Whether something has been decided on the evidence."""
        self.ensure_one()
        return self.state != "draft"

    def _kept_evidence(self):
        files = self._evidence()
        return files if self._is_evidence_kept() else files.browse()

    def _adopt_evidence(self):
        """Files uploaded before the document was saved become the document's."""
        for file in self._evidence():
            is_own = file.create_uid == self.env.user and not file.res_id
            if is_own and file.res_model == self._name:
                file.res_id = self.id
            if (file.res_model, file.res_id) != (self._name, self.id):
                raise ValidationError(self._bad_evidence_message())

    def _take_evidence(self, files, dialog):
        """Files that the user has uploaded in the dialog of this model become the document's.

        :raises AccessError: a file that is not fresh from the user's own dialog
        """
        self.ensure_one()
        # sudo: what is not the user's own upload is refused here
        for file_sudo in files.sudo():
            is_fresh = file_sudo.res_model == dialog and not file_sudo.res_id
            if file_sudo.create_uid != self.env.user or not is_fresh or file_sudo.public:
                raise AccessError(
                    self.env._("Attach only files that you have uploaded in this dialog.")
                )
            file_sudo.write({"res_model": self._name, "res_id": self.id})
        self._write_protected({self.EVIDENCE_FIELD: [Command.link(file.id) for file in files]})

    def _add_photos(self, contents):
        """Photos from outside, drawn anew before they are kept."""
        self.ensure_one()
        count = len(self._evidence())
        if count + len(contents) > PHOTOS_AT_MOST:
            raise UserError(self._too_many_photos_message())
        try:
            cleaned = [clean_photo(content) for content in contents]
        except PhotoError:
            raise UserError(self._bad_photo_message()) from None
        photos = self.env["ir.attachment"].create(
            [
                {
                    "name": f"photo-{number}.jpg",
                    "raw": content,
                    "mimetype": "image/jpeg",
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for number, content in enumerate(cleaned, start=count + 1)
            ]
        )
        self[self.EVIDENCE_FIELD] |= photos
        return photos

    def _find_photo(self, photo_id):
        """The file of this id among these documents' own, and nothing else it may point to."""
        for record in self:
            photo = record._evidence().filtered(lambda file: file.id == photo_id)
            if (photo.res_model, photo.res_id) == (record._name, record.id):
                return photo
        return self.env["ir.attachment"]

    def _bad_evidence_message(self):
        return self.env._(
            "A file on %s belongs to something else; upload it here anew.", self.display_name
        )

    def _evidence_is_kept_message(self):
        return self.env._(
            "The evidence of %s stays on record; add files, but do not change or remove any.",
            self.display_name,
        )

    def _bad_photo_message(self):
        return self.env._(
            "This file cannot be taken: send photos as JPEG, PNG or WEBP of at most 10 MB each."
        )

    def _too_many_photos_message(self):
        return self.env._(
            "There is room for %(count)s photos of %(name)s; remove some first.",
            count=PHOTOS_AT_MOST,
            name=self.display_name,
        )
