import io

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools.pdf import NameObject, PdfReader, PdfWriter

from odoo.addons.cs_base.domain.photo import MAX_BYTES, PhotoError, clean_photo

from ..domain.jpeg import without_metadata

FILES_AT_MOST = 20
PAGES_AT_MOST = 200
# who wrote it, with what, when; and what a reader's program would carry out or open
TELLING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Annots", "/AA", "/Thumb")
# images that may carry metadata which is not looked for
UNREAD_FILTERS = frozenset({"/DCTDecode", "/JPXDecode", "/Crypt"})
NEVER_OPENED = "application/octet-stream"


class CsMisconduct(models.Model):
    """Files of reports: nothing in them tells of the reporter, nothing runs when they are opened."""

    _inherit = "cs.misconduct"

    def _add_files(self, contents):
        """Take files of a reporter: photos drawn anew, PDF written anew.

        :param contents: bytes of the files; their names are not kept
        :returns: the names under which they are kept
        :raises UserError: a file of another kind, or too many of them
        """
        self.ensure_one()
        count = len(self._evidence())
        if count + len(contents) > FILES_AT_MOST:
            raise UserError(
                self.env._("There is room for %s files on a report.", FILES_AT_MOST),
            )
        values = [
            {**self._clean_file(content, number), "res_model": self._name, "res_id": self.id}
            for number, content in enumerate(contents, start=count + 1)
        ]
        files = self.env["ir.attachment"].create(values)
        self._keep_closed(files)
        if files:
            self._write_protected({"evidence_ids": [Command.link(file.id) for file in files]})
        return files.mapped("name")

    def _clean_file(self, content, number):
        try:
            if content.startswith(b"%PDF"):
                return {"name": f"document-{number}.pdf", "raw": self._clean_pdf(content)}
            return {"name": f"photo-{number}.jpg", "raw": clean_photo(content)}
        except PhotoError:
            raise UserError(
                self.env._(
                    "This file cannot be taken: send photos as JPEG, PNG or WEBP, and documents "
                    "as PDF without a password, of at most 10 MB each."
                )
            ) from None

    def _clean_pdf(self, content):
        """The pages of a PDF, without what was stored around and behind them."""
        if len(content) > MAX_BYTES:
            raise PhotoError("size")
        try:
            pages = PdfReader(io.BytesIO(content), strict=False).pages
            if not 0 < len(pages) <= PAGES_AT_MOST:
                raise PhotoError("pages")
            writer = PdfWriter()
            for page in pages:
                writer.add_page(page)
            for thing in writer._objects:
                self._clean_pdf_object(thing)
            output = io.BytesIO()
            writer.write(output)
            return output.getvalue()
        # a forged file makes the reader fail in many ways
        except Exception as error:
            raise PhotoError("content") from error

    def _clean_pdf_object(self, thing):
        if not isinstance(thing, dict):
            return
        for key in TELLING_KEYS:
            thing.pop(NameObject(key), None)
        filters = thing.get("/Filter", [])
        filters = [filters] if isinstance(filters, str) else list(filters)
        if filters == ["/DCTDecode"]:
            thing._data = without_metadata(thing._data)
        elif UNREAD_FILTERS.intersection(filters):
            raise PhotoError("image")

    def _keep_closed(self, files):
        """A browser saves whatever is no photo and never shows it in our pages."""
        others = files.filtered(lambda file: file.mimetype != "image/jpeg")
        others.write({"mimetype": NEVER_OPENED})
