import io

from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.cs_base.domain.photo import MAX_BYTES, PhotoError, clean_photo
from odoo.addons.cs_base.tests.portal import draw

from .portal_common import PortalCommon

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
DISGUISED = {
    "svg": SVG,
    "html": b"<html><script>alert(1)</script></html>",
    "pdf": b"%PDF-1.4\n%%EOF",
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "half a jpeg": draw("JPEG", (300, 300))[:400],
    "jpeg head": b"\xff\xd8\xff\xe0" + SVG,
    "empty": b"",
}


@tagged("post_install", "-at_install")
class TestPortalPhotos(PortalCommon):
    """Photos are real pictures, drawn anew, and seen by those who see the document."""

    def setUp(self):
        super().setUp()
        self.draft = self._draft_of(self.contact, self._sell_to(self.dealer))
        self.line = self.draft.line_ids
        self._visit(self.contact)

    def _upload(self, *contents, name="photo.jpg"):
        files = [("photos", (name, content, "image/jpeg")) for content in contents]
        return self._post(f"/my/returns/{self.draft.id}/lines", files, line_id=self.line.id)

    def _page(self):
        return self._get(f"/my/returns/{self.draft.id}").text

    def test_photos_of_each_format_become_jpeg(self):
        self._upload(draw("JPEG"), draw("PNG"), draw("WEBP"))
        self.assertEqual(len(self.line.photo_ids), 3)
        for photo in self.line.photo_ids:
            self.assertEqual((photo.res_model, photo.res_id), ("cs.return.line", self.line.id))
            self.assertEqual(Image.open(io.BytesIO(photo.raw)).format, "JPEG")
            response = self._get(f"/my/returns/{self.draft.id}/photos/{photo.id}")
            self.assertEqual(response.headers["Content-Type"], "image/jpeg")
            self.assertEqual(response.content, photo.raw)

    def test_what_hides_in_a_photo_is_left_behind(self):
        exif = Image.Exif()
        exif[270] = "SECRET-PLACE"
        content = draw("JPEG", exif=exif) + SVG
        self.assertIn(b"SECRET-PLACE", content)
        self._upload(content)
        self.assertNotIn(b"SECRET-PLACE", self.line.photo_ids.raw)
        self.assertNotIn(b"script", self.line.photo_ids.raw)

    def test_disguised_files_are_refused(self):
        for name, content in DISGUISED.items():
            with self.subTest(name=name):
                self._upload(draw(), content)
                self.assertFalse(self.line.photo_ids)
                self.assertIn("This file cannot be taken", self._page())

    def test_oversized_files_are_refused_alike(self):
        self._upload(draw() + b"\0" * MAX_BYTES)
        self.assertFalse(self.line.photo_ids)
        self.assertIn("This file cannot be taken", self._page())

    def test_pictures_that_blow_up_are_refused(self):
        bomb = draw("PNG", (9000, 9000))
        self.assertLess(len(bomb), 1_000_000)
        with self.assertRaises(PhotoError):
            clean_photo(bomb)

    def test_ten_photos_are_enough(self):
        self._upload(*[draw()] * 10)
        self.assertEqual(len(self.line.photo_ids), 10)
        self._upload(draw())
        self.assertEqual(len(self.line.photo_ids), 10)
        self.assertIn("There is room for 10 photos", self._page())

    def test_no_photos_after_the_draft(self):
        self.draft.with_user(self.contact)._portal_find_own(self.draft.id)._portal_cancel()
        self._upload(draw())
        self.assertFalse(self.line.photo_ids)

    def test_photos_follow_the_document(self):
        self._upload(draw())
        photo = self.line.photo_ids
        self.assertTrue(photo.with_user(self.users["clerk"]).raw)
        for user in (self.stranger, self.contact, self.users["plain"]):
            with self.assertRaises(AccessError):
                photo.with_user(user).read(["raw"])
        self._visit(self.stranger)
        self.assertNotThere(self._get(f"/web/content/{photo.id}"))

    def test_office_adds_photos_of_its_own_only(self):
        draft = self._apply([(self._sell_to(self.dealer), 1)])
        clerk = self.users["clerk"]
        attachments = self.env["ir.attachment"].with_user(clerk)
        photo = attachments.create(
            {"name": "a.png", "raw": draw(), "res_model": "cs.return.line", "res_id": 0}
        )
        draft.line_ids.photo_ids = [Command.link(photo.id)]
        self.assertEqual(photo.res_id, draft.line_ids.id)
        for vals in (
            {"raw": draw()},
            {"raw": b"text", "res_model": "cs.return.line"},
        ):
            foreign = attachments.create({"name": "b.png", **vals})
            with self.assertRefused("cannot be taken|belongs to something else", ValidationError):
                draft.line_ids.photo_ids = [Command.link(foreign.id)]
