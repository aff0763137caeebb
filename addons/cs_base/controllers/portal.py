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


# in the session: why a form was refused, until the page to which that leads back is shown
_MESSAGE = "cs_portal_message"


class DealerPages:
    """What the pages of dealers have in common; their documents have ``cs.portal.mixin``.

    Odoo makes one class of all portal controllers, whatever addon they are in: two methods of
    one name are one method. So each page names its helpers after what it shows.
    """

    def _show_page(self, template, page_name, **values):
        """A page in the layout of the portal; it tells, once, why the form before was refused."""
        return request.render(
            template,
            {
                **self._prepare_portal_layout_values(),
                "page_name": page_name,
                "message": request.session.pop(_MESSAGE, None),
                **values,
            },
        )

    def _lead_to(self, url, message=None):
        """Go to a page, which shows the message if there is one."""
        if message:
            request.session[_MESSAGE] = message
        return request.redirect(url)

    def _is_visitors(self, found):
        """Whether the document is the logged-in visitor's, and not only opened by its token."""
        is_known = not request.env.user._is_public()
        return is_known and bool(found.filtered_domain(request.env[found._name]._portal_domain()))

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
