import io

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.pdf import PdfReader, PdfWriter

from .misconduct_common import MisconductCommon

NAME = b"Li Wei"


def telling_photo(kind="JPEG"):
    exif = Image.Exif()
    exif[0x013B] = NAME.decode()
    output = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(output, kind, exif=exif)
    return output.getvalue()


def telling_pdf():
    """A PDF of a scan that names its author in five places."""
    output = io.BytesIO()
    Image.open(io.BytesIO(telling_photo())).save(output, "PDF", author=NAME.decode())
    writer = PdfWriter()
    writer.append_pages_from_reader(PdfReader(output))
    writer.add_metadata({"/Author": NAME.decode()})
    writer.add_attachment("who.txt", NAME)
    writer.add_js(f"app.alert('{NAME.decode()}')")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestMisconductFiles(MisconductCommon):
    """Nothing in a file tells of the reporter, and nothing runs when it is opened (S-53)."""

    def test_photos_are_drawn_anew_under_names_of_ours(self):
        report, _code = self._anonymous(
            [telling_photo(), telling_photo("PNG"), telling_photo("WEBP")]
        )
        files = report.evidence_ids.sorted("id")
        self.assertEqual(files.mapped("name"), ["photo-1.jpg", "photo-2.jpg", "photo-3.jpg"])
        for file in files:
            self.assertNotIn(NAME, file.raw)
            self.assertFalse(Image.open(io.BytesIO(file.raw)).getexif())
            self.assertEqual((file.create_uid.id, file.res_id), (1, report.id))

    def test_pdf_is_written_anew_without_what_tells_of_its_author(self):
        content = telling_pdf()
        self.assertIn(NAME, content)
        report, _code = self._anonymous([content])
        file = report.evidence_ids
        self.assertEqual((file.name, file.mimetype), ("document-1.pdf", "application/octet-stream"))
        for word in (NAME, b"JavaScript", b"EmbeddedFile", b"/Author", b"Exif"):
            self.assertNotIn(word, file.raw)
        pages = PdfReader(io.BytesIO(file.raw)).pages
        self.assertEqual(len(pages), 1)
        image = list(pages[0]["/Resources"]["/XObject"].values())[0].get_object()
        self.assertEqual(Image.open(io.BytesIO(image._data)).size, (30, 20))

    def test_other_and_disguised_files_are_refused(self):
        for content in (
            b"", b"plain text", b"<svg onload='alert(1)'/>", b"<html></html>", b"MZ\x90",
            b"PK\x03\x04", b"%PDF-1.4 but nothing more", telling_pdf()[:300],
            telling_photo()[:60], b"GIF89a", b"%PDF" + b"0" * (10 * 1024 * 1024 + 1),
        ):  # fmt: skip
            with self.subTest(content=content[:12]), self.assertRaisesRegex(UserError, "taken"):
                self._anonymous([content])

    def test_number_of_files_is_limited(self):
        report, _code = self._anonymous([telling_photo()] * 20)
        with self.assertRaisesRegex(UserError, "room for 20 files"):
            report._add_files([telling_photo()])

    def test_files_are_never_changed_or_removed(self):
        report, _code = self._anonymous([telling_photo()])
        file = report.evidence_ids
        for call in (lambda: file.write({"raw": b"x"}), file.unlink):
            with self.assertRaises(UserError):
                call()
