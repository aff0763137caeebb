import functools

from werkzeug.exceptions import NotFound

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request


def refusing(method):
    """Whatever is not the visitor's is answered as if it were not there."""

    @functools.wraps(method)
    def wrapper(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except (AccessError, MissingError):
            raise NotFound from None

    return wrapper


class DealerPages:
    """What the pages of dealers have in common; their documents have ``cs.portal.mixin``."""

    def _attempt(self, call):
        """What the call returns, or the sentence with which it is refused and undone."""
        try:
            with request.env.cr.savepoint():
                return call(), None
        except (AccessError, MissingError):
            raise
        except UserError as error:
            return None, error.args[0]

    def _refuse_extra(self, post):
        if post:
            request.env["cs.portal.mixin"]._portal_refuse()

    def _read_file(self, file, limit):
        """The bytes of an upload, one more than the limit at most."""
        if not hasattr(file, "read"):
            request.env["cs.portal.mixin"]._portal_refuse()
        return file.read(limit + 1)

    def _read_files(self, name, limit):
        files = request.httprequest.files.getlist(name)
        return [self._read_file(file, limit) for file in files if file.filename]

    def _send_photo(self, photo):
        return request.env["ir.binary"]._get_stream_from(photo).get_response()
