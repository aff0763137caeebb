from odoo.http import request, route

from odoo.addons.cs_base.controllers.portal import refusing
from odoo.addons.cs_base.domain.photo import MAX_BYTES as PHOTO_BYTES

from .portal import ReturnPortal


class DisputePortal(ReturnPortal):
    """Thin like that of the returns: ids go to ``_portal_find`` or to the dealer's own lots."""

    @route("/my/disputes", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def disputes_list(self, **kw):
        disputes = request.env["cs.quality.dispute"]._portal_search(limit=200)
        return self._render_dispute("cs_returns.portal_disputes", disputes=disputes)

    @route("/my/disputes/new", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def dispute_new(self, search="", **kw):
        return self._render_new_dispute(search)

    @route("/my/disputes/new", type="http", auth="user", website=True, methods=["POST"])
    @refusing
    def dispute_create(self, description="", **post):
        post.pop("photos", None)
        post.pop("lot", None)
        self._refuse_extra(post)
        lots = request.httprequest.form.getlist("lot")
        contents = self._read_files("photos", PHOTO_BYTES)
        disputes = request.env["cs.quality.dispute"]
        dispute, error = self._attempt(lambda: disputes._portal_raise(lots, description, contents))
        if error:
            return self._render_new_dispute(error=error, chosen=lots, description=description)
        return request.redirect(dispute._portal_url())

    @route("/my/disputes/<int:dispute_id>", type="http", auth="user", website=True, methods=["GET"])
    @refusing
    def dispute_page(self, dispute_id, **kw):
        dispute = request.env["cs.quality.dispute"]._portal_find(dispute_id)
        return self._render_dispute("cs_returns.portal_dispute", dispute=dispute)

    @route(
        "/my/disputes/<int:dispute_id>/photos/<int:photo_id>",
        type="http", auth="user", methods=["GET"],
    )  # fmt: skip
    @refusing
    def dispute_photo(self, dispute_id, photo_id, **kw):
        dispute = request.env["cs.quality.dispute"]._portal_find(dispute_id)
        return self._send_photo(dispute._portal_photo(photo_id))

    def _render_new_dispute(self, search="", error=None, chosen=(), description=""):
        return self._render_dispute(
            "cs_returns.portal_dispute_new",
            lots=request.env["cs.quality.dispute"]._portal_lots(search),
            search=search,
            error=error,
            chosen=chosen,
            description=description,
        )

    def _render_dispute(self, template, dispute=None, **values):
        return self._show_page(template, "cs_dispute", dispute=dispute, **values)
